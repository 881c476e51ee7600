/** Calls whose times the median is of. */
const KEPT = 101;

/** How long calls take, by name: the median of the last ones, which one slow call does not move. */
export class CallTimes {
  private readonly last = new Map<string, number[]>();

  add(name: string, milliseconds: number): void {
    const times = this.last.get(name) ?? [];
    times.push(milliseconds);
    if (times.length > KEPT) times.shift();
    this.last.set(name, times);
  }

  /** Undefined before the first call. */
  median(name: string): number | undefined {
    const times = this.last.get(name) ?? [];
    return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
  }
}
