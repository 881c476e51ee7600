/** What a group of completions of one prompt teaches: GRPO's statistics of their rewards. */

/** ms-swift and TRL keep the quotient finite with this; a group of equal rewards then has advantages of 0. */
const EPSILON = 1e-4;

export interface GroupStatistics {
  readonly mean: number;
  /** Sample standard deviation (n − 1); 0 for a single completion. */
  readonly spread: number;
  /** (reward − mean) / (spread + 1e-4), one for each reward given. */
  readonly advantages: readonly number[];
}

/** The statistics of a group's total rewards, as ms-swift and TRL compute them; undefined for an empty group. */
export function groupStatistics(totals: readonly number[]): GroupStatistics | undefined {
  if (totals.length === 0) return undefined;
  const mean = totals.reduce((sum, total) => sum + total, 0) / totals.length;
  const squares = totals.reduce((sum, total) => sum + (total - mean) ** 2, 0);
  const spread = totals.length < 2 ? 0 : Math.sqrt(squares / (totals.length - 1));
  return { mean, spread, advantages: totals.map((total) => (total - mean) / (spread + EPSILON)) };
}
