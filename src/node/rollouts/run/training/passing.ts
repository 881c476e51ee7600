import { valueAt, type RunStore } from '../store.ts';

/** What trainers call the reward for a right answer. */
const LOGGED = ['answer', 'accuracy', 'acc'];

/**
 * Whether a rollout counts as a pass: the answer is right, where that is a reward; else it has its first reward in
 * full. Of a rollout that could not be scored the rewards that were logged tell.
 */
export function passes(store: RunStore, rollout: number): boolean {
  const names = store.isScored(rollout) ? [...store.rewards.keys()] : [...store.table.rewards.keys()];
  const name = LOGGED.find((each) => names.includes(each)) ?? names[0];
  const value = name === undefined ? undefined : store.rewardAt(name, rollout);
  return (valueAt(value ?? NaN) ?? 0) >= 1;
}
