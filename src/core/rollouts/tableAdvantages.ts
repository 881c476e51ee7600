import {
  advantages,
  batchValues,
  ADVANTAGE_RULES,
  type AdvantagePreset,
  type BatchStatistics,
} from './advantage.ts';
import { Moments } from './moments.ts';

/** Rewards of many rollouts in groups. */
export interface GroupedRewards {
  /** The rollouts of each group. */
  readonly members: readonly ArrayLike<number>[];
  /** A column for each reward, a number for each rollout; what is not finite is no value. */
  readonly rewards: readonly ArrayLike<number>[];
  readonly weights: readonly number[];
  readonly step: ArrayLike<number>;
}

/** The advantage of each of `count` rollouts under a preset; a step is a batch. */
export function tableAdvantages(
  grouped: GroupedRewards,
  count: number,
  preset: AdvantagePreset,
): Float64Array {
  const { members, weights, step } = grouped;
  const result = new Float64Array(count);
  const batches = ADVANTAGE_RULES[preset].ofBatch ? batchesOf(grouped, preset) : undefined;
  for (const group of members) {
    const batch = batches?.get(step[group[0] ?? 0] ?? 0);
    const values = advantages(valuesOf(group, grouped), weights, preset, batch);
    for (let i = 0; i < group.length; i++) result[group[i] ?? 0] = values[i] ?? 0;
  }
  return result;
}

/** The rewards of a group's rollouts, a row for each; null where there is no value. */
export function valuesOf(
  group: ArrayLike<number>,
  { rewards }: Pick<GroupedRewards, 'rewards'>,
): (number | null)[][] {
  return Array.from(group, (rollout) =>
    rewards.map((column) => {
      const value = column[rollout] ?? NaN;
      return Number.isFinite(value) ? value : null;
    }),
  );
}

/** Lists the rollouts of each group. */
export function membersOf(groupOf: Int32Array, groups: number): readonly Int32Array[] {
  const starts = new Int32Array(groups + 1);
  for (const group of groupOf) starts[group + 1] = (starts[group + 1] ?? 0) + 1;
  for (let group = 0; group < groups; group++)
    starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
  const next = starts.slice();
  const all = new Int32Array(groupOf.length);
  for (const [rollout, group] of groupOf.entries()) {
    const at = next[group] ?? 0;
    all[at] = rollout;
    next[group] = at + 1;
  }
  return Array.from({ length: groups }, (_, group) => all.subarray(starts[group], starts[group + 1]));
}

function batchesOf(grouped: GroupedRewards, preset: AdvantagePreset): ReadonlyMap<number, BatchStatistics> {
  const batches = new Map<number, Moments>();
  for (const group of grouped.members) {
    const step = grouped.step[group[0] ?? 0] ?? 0;
    const moments = batches.get(step) ?? new Moments();
    batches.set(step, moments);
    for (const value of batchValues(valuesOf(group, grouped), grouped.weights, preset)) moments.add(value);
  }
  return batches;
}
