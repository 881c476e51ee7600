/**
 * Mean and sample standard deviation of numbers that come one at a time (Welford, 1962), so that a file of
 * rewards need not be held. What has no value is left out.
 */
export class Moments {
  private n = 0;
  private average = 0;
  /** Sum of the squared distances from the mean. */
  private squares = 0;

  static of(values: Iterable<number | null>): Moments {
    const moments = new Moments();
    for (const value of values) moments.add(value);
    return moments;
  }

  add(value: number | null): void {
    if (value === null) return;
    this.n++;
    const before = value - this.average;
    this.average += before / this.n;
    this.squares += before * (value - this.average);
  }

  get count(): number {
    return this.n;
  }

  /** 0 where there were no values. */
  get mean(): number {
    return this.average;
  }

  /** With n − 1 below the line; 0 for fewer than two values. */
  get spread(): number {
    return this.n < 2 ? 0 : Math.sqrt(Math.max(0, this.squares) / (this.n - 1));
  }
}
