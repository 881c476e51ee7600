import { fittingPreset } from '../../../core/rollouts/fit.ts';
import { FittedAdvantages } from '../../../core/rollouts/fittedAdvantages.ts';
import type { RunStore } from './store.ts';

/** Rollouts that are enough to tell how advantages were computed. */
const FIT_ROLLOUTS = 20_000;

/** Finds the groups anew after rollouts have come, and how the logged advantages were computed from them. */
export function regroup(store: RunStore): void {
  store.regroup();
  const { table, fitted } = store;
  const grouped = {
    members: store.members,
    rewards: [...table.rewards.values()].map((column) => column.view()),
    weights: [...table.rewards.keys()].map((name) => store.rewards.get(name) ?? 1),
    step: table.step.view(),
  };
  const count = Math.min(table.count, FIT_ROLLOUTS);
  const preset = fittingPreset(
    {
      ...grouped,
      members: store.members.filter((members) => (members.at(-1) ?? 0) < count),
      rewards: grouped.rewards.map((column) => column.subarray(0, count)),
    },
    table.advantage.view().subarray(0, count),
  );
  store.fitted = preset === undefined ? undefined : new FittedAdvantages(preset, grouped);
  // What was held against another preset says nothing any more.
  if (preset !== fitted?.preset) store.judgements.outdateAll();
}
