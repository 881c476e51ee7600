import { fitRun } from '../../../core/rollouts/fitRun.ts';
import type { RunStore } from './store.ts';

/**
 * Finds the groups anew after rollouts have come, and how the logged advantages were computed from them; `mixed` where
 * the trainer logs other numbers among its rewards.
 */
export function regroup(store: RunStore, mixed: boolean): void {
  store.regroup();
  const { table, members, fit } = store;
  store.fit = fitRun(table, members, (name) => store.rewards.get(name) ?? 1, mixed);
  // What was held against another preset says nothing any more.
  if (store.fit.fitted?.preset !== fit.fitted?.preset) store.judgements.outdateAll();
}
