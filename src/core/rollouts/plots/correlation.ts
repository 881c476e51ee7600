/** Spread that is no more than this part of the mean comes from rounding alone. */
const ROUNDING = 1e-13;

/**
 * Pearson's r of pairs that come one at a time. Distances are taken from the means so far (Welford, 1962): sums of
 * squares would lose the spread of rewards that are large beside it.
 */
export class PairMoments {
  private n = 0;
  private meanX = 0;
  private meanY = 0;
  /** Sums over the pairs of the distances from the means: squared, and multiplied with each other. */
  private xx = 0;
  private yy = 0;
  private xy = 0;

  /** A pair with a value that is not finite is left out. */
  add(x: number, y: number): void {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    this.n++;
    const [before, beforeY] = [x - this.meanX, y - this.meanY];
    this.meanX += before / this.n;
    this.meanY += beforeY / this.n;
    this.xx += before * (x - this.meanX);
    this.yy += beforeY * (y - this.meanY);
    this.xy += before * (y - this.meanY);
  }

  /** Pearson's r; null where one of the two has no spread. */
  get r(): number | null {
    const { n, meanX, meanY, xx, yy, xy } = this;
    if (isRounding(xx / n, meanX) || isRounding(yy / n, meanY)) return null;
    return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
  }
}

function isRounding(variance: number, mean: number): boolean {
  return !(Math.sqrt(variance) > ROUNDING * Math.abs(mean));
}
