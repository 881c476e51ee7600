import type { RunState } from '../../../protocol/rollouts/run.ts';
import { stateOf } from './functionColumns.ts';
import type { RunStore } from './store.ts';

type StoreState = Pick<
  RunState,
  | 'rollouts'
  | 'groups'
  | 'steps'
  | 'judged'
  | 'linked'
  | 'ambiguous'
  | 'signals'
  | 'failures'
  | 'basis'
  | 'size'
  | 'rewards'
  | 'logged'
  | 'fullTotal'
  | 'functions'
  | 'preset'
  | 'queried'
>;

/** What a run's numbers tell of how far it is read, grouped and judged. */
export function storeState(store: RunStore): StoreState {
  const { table, judgements, members, fit } = store;
  const { size, basis } = store.grouping;
  return {
    rollouts: table.count,
    groups: members.length,
    steps: new Set(members.map((group) => table.step.at(group[0] ?? 0))).size,
    judged: judgements.count,
    linked: judgements.linked,
    ambiguous: judgements.ambiguous,
    signals: judgements.signalCounts,
    failures: judgements.failureCounts,
    basis,
    ...(size !== undefined && { size }),
    rewards: [...store.rewards.keys()],
    logged: [...table.rewards.keys()],
    fullTotal: store.fullTotal,
    functions: store.functions.all().map(stateOf),
    ...(fit.fitted !== undefined && { preset: fit.fitted.preset }),
    queried: store.queried.size,
  };
}
