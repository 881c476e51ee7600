import { Moments } from '../moments.ts';
import { PairMoments } from '../plots/correlation.ts';
import { ABSENT } from '../table.ts';
import type { CompareInput, Comparison, ComparisonSummary, ScoredSide, SideSummary } from './comparison.ts';

export type RowSummary = Pick<
  ComparisonSummary,
  'compared' | 'differ' | 'oneSided' | 'meanA' | 'meanB' | 'largest' | 'correlation' | 'a' | 'b'
>;

/** Compares rollout by rollout, of the groups with these numbers. */
export function compareRows(
  { a, b, groups, tolerance, mask }: CompareInput,
  counted: readonly number[],
): Pick<Comparison, 'differing' | 'oneSided'> & { readonly summary: RowSummary } {
  const pairs = new PairMoments();
  const [meanA, meanB] = [new Moments(), new Moments()];
  const differing: number[] = [];
  const oneSided: number[] = [];
  const [countA, countB] = [new SideCount(a), new SideCount(b)];
  let largest = 0;
  for (const number of counted) {
    for (const rollout of groups[number] ?? []) {
      if (mask?.[rollout] === 0) continue;
      const [x, y] = [countA.add(rollout), countB.add(rollout)];
      if (x === ABSENT || y === ABSENT) continue;
      const [hasX, hasY] = [!Number.isNaN(x), !Number.isNaN(y)];
      if (hasX && hasY) {
        pairs.add(x, y);
        meanA.add(x);
        meanB.add(y);
        const difference = Math.abs(x - y);
        largest = Math.max(largest, difference);
        if (difference > tolerance) differing.push(rollout);
      } else if (hasX !== hasY) oneSided.push(rollout);
    }
  }
  const size = (rollout: number): number => Math.abs((a.values[rollout] ?? NaN) - (b.values[rollout] ?? NaN));
  return {
    differing: Int32Array.from(differing).sort((x, y) => size(y) - size(x) || x - y),
    oneSided: Int32Array.from(oneSided).sort(),
    summary: {
      compared: meanA.count,
      differ: differing.length,
      oneSided: oneSided.length,
      meanA: meanA.count > 0 ? meanA.mean : null,
      meanB: meanB.count > 0 ? meanB.mean : null,
      largest,
      correlation: pairs.r,
      a: countA.summary,
      b: countB.summary,
    },
  };
}

class SideCount {
  private rewards = 0;
  private failed = 0;
  private none = 0;
  private absent = 0;

  constructor(private readonly side: ScoredSide) {}

  /** Counts a rollout, and answers its value. */
  add(rollout: number): number {
    const value = this.side.values[rollout] ?? ABSENT;
    if (value === ABSENT) this.absent++;
    else if (!Number.isNaN(value)) this.rewards++;
    else if (this.side.failed(rollout)) this.failed++;
    else this.none++;
    return value;
  }

  get summary(): SideSummary {
    const { rewards, failed, none, absent } = this;
    return { rewards, failed, none, absent };
  }
}
