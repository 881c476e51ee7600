import type {
  GroupQuery,
  RolloutDetail,
  RolloutsOpened,
  RunState,
  ShownGroup,
} from '../../src/protocol/rollouts.ts';
import type { PartName } from '../../src/core/completion.ts';
import type { Bounds } from '../../src/core/geometry/handles.ts';
import { compareMemory, initialCompare, type CompareMemory, type CompareState } from './compare/state.ts';
import { initialHistory, type HistoryState } from './history/state.ts';
import { initialPair, type PairState } from './pair/state.ts';
import { initialPicture, type PictureMemory, type PictureState } from './picture/state.ts';
import { initialPlots, type PlotsState } from './plots/state.ts';
import { initialRuns, runsMemory, type RunsMemory, type RunsState } from './runs/state.ts';
import { initialSql, sqlMemory, type SqlMemory, type SqlState } from './sql/state.ts';
import type { ViewName } from './views.ts';

export interface State {
  opened: RolloutsOpened | undefined;
  run: RunState | undefined;
  failure: string | undefined;
  query: GroupQuery;
  /** Entries and groups of the list; undefined while it is sought out. */
  listed: { readonly entries: number; readonly groups: number; readonly problem?: string } | undefined;
  group: ShownGroup | undefined;
  /** The group that was asked for last, which may not be there yet. */
  wanted: number | undefined;
  /** Which rollout of the group is shown large. */
  at: number;
  /** What the main area shows. */
  view: ViewName;
  /** The filter of "next where…". */
  where: string;
  /** How far "next where…" has looked, 0 to 1; undefined while it does not. */
  sought: number | undefined;
  /** Names of the rewards that are open to their steps. */
  traced: readonly string[];
  /** The step that is looked at. */
  step: { readonly reward: string; readonly index: number } | undefined;
  /** Whether the agreement of the group's boxes is painted. */
  agreement: boolean;
  /** Tags whose text is folded away, of every completion. */
  folded: readonly PartName[];
  /** The rollout whose long texts are shown in full. */
  unrolled: number | undefined;
  /** The rollout whose steps were asked for, though its text is long. */
  explained: number | undefined;
  readonly picture: PictureState;
  readonly pair: PairState;
  readonly history: HistoryState;
  readonly plots: PlotsState;
  readonly compare: CompareState;
  readonly runs: RunsState;
  readonly sql: SqlState;
  panes: { readonly list: number; readonly inspector: number };
  stage: Bounds;
  /** Natural sizes of images as the browser decoded them, by their addresses. */
  readonly decoded: Map<string, Bounds>;
  notice: { readonly kind: 'error' | 'info'; readonly text: string } | undefined;
}

/** What is kept while the tab is hidden. */
export type Memory = Pick<
  State,
  'query' | 'wanted' | 'at' | 'view' | 'where' | 'panes' | 'agreement' | 'folded' | 'traced'
> & {
  readonly picture: PictureMemory;
  readonly marked: PairState['marked'];
  /** The column by which plots are sliced. */
  readonly slice: string | null;
  readonly compare: CompareMemory;
  readonly runs: RunsMemory;
  readonly sql: SqlMemory;
};

export function initialState({
  compare,
  slice,
  runs,
  sql,
  picture,
  marked,
  ...memory
}: Partial<Memory> = {}): State {
  return {
    opened: undefined,
    run: undefined,
    failure: undefined,
    query: { where: '', sort: 'file', descending: false },
    listed: undefined,
    group: undefined,
    wanted: undefined,
    at: 0,
    view: 'group',
    where: 'is:flagged',
    sought: undefined,
    traced: [],
    step: undefined,
    agreement: false,
    folded: [],
    unrolled: undefined,
    explained: undefined,
    picture: initialPicture(picture),
    pair: initialPair(marked),
    history: initialHistory(),
    plots: initialPlots(slice),
    compare: initialCompare(compare),
    runs: initialRuns(runs),
    sql: initialSql(sql),
    panes: { list: 264, inspector: 368 },
    stage: { width: 1, height: 1 },
    decoded: new Map(),
    notice: undefined,
    ...memory,
  };
}

export function memoryOf(state: State): Memory {
  const { query, wanted, at, view, where, panes, agreement, folded, traced } = state;
  const { attention, opacity } = state.picture;
  return {
    query,
    wanted,
    at,
    view,
    where,
    panes,
    agreement,
    folded,
    traced,
    picture: { attention, opacity },
    marked: state.pair.marked,
    slice: state.plots.slice,
    compare: compareMemory(state.compare),
    runs: runsMemory(state.runs),
    sql: sqlMemory(state.sql),
  };
}

/** The dump was written anew: numbers of rollouts and groups mean others now. */
export function forgetRollouts(state: State): void {
  state.group = undefined;
  [state.unrolled, state.explained] = [undefined, undefined];
  state.picture.heatmaps.clear();
  [state.pair.marked, state.pair.group] = [undefined, undefined];
  state.history.asked = undefined;
  state.history.glimpses.clear();
}

/** The rollout that is shown large. */
export const shown = ({ group, at }: State): RolloutDetail | undefined => group?.rollouts[at];
