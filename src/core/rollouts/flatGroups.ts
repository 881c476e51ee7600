import { groupStatistics, type AdvantagePreset, type Group } from './advantage.ts';

/** How many groups have no spread, out of how many. */
export interface FlatCounts {
  readonly groups: number;
  readonly flat: number;
  /** For each reward, how many groups would have none if it were the only one. */
  readonly alone: readonly number[];
  /** For each reward, how many groups would have none if it were left out. */
  readonly without: readonly number[];
}

/**
 * Counts the groups that teach nothing, because all their totals are the same, and what each reward does about
 * it. Groups come one at a time, so that a file of rollouts need not be held.
 */
export class FlatGroups {
  private groups = 0;
  private flat = 0;
  private readonly alone: number[];
  private readonly without: number[];

  constructor(
    private readonly weights: readonly number[],
    private readonly preset: AdvantagePreset,
  ) {
    this.alone = weights.map(() => 0);
    this.without = weights.map(() => 0);
  }

  add(group: Group): void {
    this.groups++;
    if (this.isFlat(group, () => true)) this.flat++;
    for (const reward of this.weights.keys()) {
      if (this.isFlat(group, (index) => index === reward)) count(this.alone, reward);
      if (this.isFlat(group, (index) => index !== reward)) count(this.without, reward);
    }
  }

  get counts(): FlatCounts {
    const { groups, flat, alone, without } = this;
    return { groups, flat, alone: [...alone], without: [...without] };
  }

  private isFlat(group: Group, kept: (reward: number) => boolean): boolean {
    const of = group.map((values) => values.filter((_, index) => kept(index)));
    const weights = this.weights.filter((_, index) => kept(index));
    return groupStatistics(of, weights, this.preset).flat;
  }
}

function count(counts: number[], index: number): void {
  counts[index] = (counts[index] ?? 0) + 1;
}
