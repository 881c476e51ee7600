import {
  ADVANTAGE_RULES,
  advantages,
  batchValues,
  type AdvantagePreset,
  type BatchStatistics,
} from './advantage.ts';
import { Moments } from './moments.ts';
import { valuesOf, type GroupedRewards } from './tableAdvantages.ts';

/** The advantage that a rollout should have been given. */
export interface ExpectedAdvantage {
  readonly value: number;
  readonly preset: AdvantagePreset;
}

/**
 * What the logged rewards give as advantages under the preset that fits a run: what single ones that were logged are
 * held against. A step is a batch, whose statistics are worked out when a group of it is asked for.
 */
export class FittedAdvantages {
  private readonly batches = new Map<number, BatchStatistics>();
  private groupsOfStep: ReadonlyMap<number, readonly ArrayLike<number>[]> | undefined;

  constructor(
    readonly preset: AdvantagePreset,
    private readonly grouped: GroupedRewards,
  ) {}

  /** For each rollout of a group. */
  of(group: ArrayLike<number>): readonly ExpectedAdvantage[] {
    const { preset, grouped } = this;
    const batch = ADVANTAGE_RULES[preset].ofBatch ? this.batch(grouped.step[group[0] ?? 0] ?? 0) : undefined;
    const values = advantages(valuesOf(group, grouped), grouped.weights, preset, batch);
    return values.map((value) => ({ value, preset }));
  }

  private batch(step: number): BatchStatistics {
    const known = this.batches.get(step);
    if (known !== undefined) return known;
    const moments = new Moments();
    this.groupsOfStep ??= groupsByStep(this.grouped);
    for (const group of this.groupsOfStep.get(step) ?? []) {
      const rewards = valuesOf(group, this.grouped);
      for (const value of batchValues(rewards, this.grouped.weights, this.preset)) moments.add(value);
    }
    this.batches.set(step, moments);
    return moments;
  }
}

function groupsByStep({ members, step }: GroupedRewards): ReadonlyMap<number, readonly ArrayLike<number>[]> {
  const groups = new Map<number, ArrayLike<number>[]>();
  for (const group of members) {
    const at = step[group[0] ?? 0] ?? 0;
    const known = groups.get(at);
    if (known === undefined) groups.set(at, [group]);
    else known.push(group);
  }
  return groups;
}
