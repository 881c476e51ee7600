/** Sums from which Pearson's r is told, of pairs that come one at a time. */
export class PairSums {
  private n = 0;
  private x = 0;
  private y = 0;
  private xx = 0;
  private yy = 0;
  private xy = 0;

  /** A pair with a value that is not finite is left out. */
  add(x: number, y: number): void {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    this.n++;
    this.x += x;
    this.y += y;
    this.xx += x * x;
    this.yy += y * y;
    this.xy += x * y;
  }

  /** Pearson's r; null where one of the two has no spread. */
  get r(): number | null {
    const { n, x, y, xx, yy, xy } = this;
    const spread = Math.sqrt((n * xx - x * x) * (n * yy - y * y));
    return spread > 1e-12 ? (n * xy - x * y) / spread : null;
  }
}
