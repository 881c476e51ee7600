import { DEFAULT_PANES, DEFAULT_QUERY, type Memory } from './memory.ts';
import { NO_GROUPS } from './groups.ts';
import { NO_OWN_REWARDS } from './own/answers.ts';
import { NO_PROBLEMS } from './problems.ts';
import { NOTHING_SELECTED, type State } from './state.ts';
import { NO_TRACES } from './traces.ts';
import { NO_WEIGHING } from './weights.ts';

/** The state before anything is read, with what an earlier page of this editor left behind. */
export function initialState(memory: Memory | undefined): State {
  return {
    opened: undefined,
    failure: undefined,
    rev: 0,
    mode: memory?.mode ?? 'annotate',
    query: memory?.query ?? DEFAULT_QUERY,
    listed: undefined,
    current: undefined,
    wanted: undefined,
    reloads: 0,
    layer: memory?.layer ?? 'truth',
    selection: memory?.selection ?? NOTHING_SELECTED,
    preview: undefined,
    rubber: undefined,
    pointer: undefined,
    tool: 'select',
    view: memory?.view,
    fitted: memory?.fitted ?? true,
    stage: { width: 0, height: 0 },
    decoded: undefined,
    keepZoom: memory?.keepZoom ?? false,
    hideOthers: memory?.hideOthers ?? false,
    opacity: memory?.opacity ?? 1,
    draft: undefined,
    proposals: new Map(),
    underTest: memory?.underTest ?? { choice: { kind: 'rollout', index: 0 }, scratches: [] },
    traces: { ...NO_TRACES, open: memory?.openTraces ?? [] },
    groups: NO_GROUPS,
    ownRewards: NO_OWN_REWARDS,
    weighing: memory?.weighing ?? NO_WEIGHING,
    problems: NO_PROBLEMS,
    notice: undefined,
    panes: memory?.panes ?? DEFAULT_PANES,
    helpOpen: false,
    listOpen: memory?.listOpen ?? true,
  };
}
