/** Below this a spread is rounding. */
const FLAT = 1e-12;

/** Pearson's correlation of pairs that come one at a time (Welford's co-moments), so that none need be held. */
export class Correlation {
  count = 0;
  meanX = 0;
  meanY = 0;
  private xx = 0;
  private yy = 0;
  private xy = 0;

  add(x: number, y: number): void {
    this.count++;
    const [dx, dy] = [x - this.meanX, y - this.meanY];
    this.meanX += dx / this.count;
    this.meanY += dy / this.count;
    this.xx += dx * (x - this.meanX);
    this.yy += dy * (y - this.meanY);
    this.xy += dx * (y - this.meanY);
  }

  /** −1 to 1; null where one side has no spread. */
  get r(): number | null {
    const spread = Math.sqrt(this.xx) * Math.sqrt(this.yy);
    return spread > FLAT ? Math.max(-1, Math.min(1, this.xy / spread)) : null;
  }
}
