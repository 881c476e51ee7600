/** View state that outlives the page: VS Code throws a hidden webview away and makes it anew. */
import type { RowId } from '../../src/core/sample.ts';
import type { ListQuery, Mode } from '../../src/protocol/dataset.ts';
import type { Viewport } from '../ui/image/viewport.ts';
import type { PaneSizes } from '../ui/splitter.ts';
import type { Editor } from './editor.ts';
import type { ProposalState } from './proposals.ts';
import type { State } from './state.ts';
import type { UnderTest } from './underTest.ts';
import type { Weighing } from './weights.ts';

export interface Memory {
  readonly row?: RowId;
  readonly mode?: Mode;
  readonly query: ListQuery;
  readonly layer: 'truth' | 'prediction';
  readonly selection: State['selection'];
  readonly view?: Viewport;
  readonly fitted: boolean;
  readonly keepZoom: boolean;
  readonly opacity: number;
  readonly hideOthers: boolean;
  readonly panes: PaneSizes;
  readonly listOpen: boolean;
  readonly underTest: UnderTest;
  readonly openTraces?: readonly string[];
  readonly weighing?: Weighing;
  readonly proposal?: ProposalState;
}

export const DEFAULT_PANES: PaneSizes = { list: 248, inspector: 352 };
export const DEFAULT_QUERY: ListQuery = { text: '', sort: 'file', descending: false };

/** What was kept of an earlier page; undefined where there is nothing, or nothing that can be used. */
export function recall(kept: unknown): Memory | undefined {
  if (typeof kept !== 'object' || kept === null || !('version' in kept) || kept.version !== VERSION) {
    return undefined;
  }
  return 'memory' in kept ? (kept.memory as Memory) : undefined;
}

/** Changes with the shape of `Memory`; what an older extension kept is dropped. */
const VERSION = 2;
const WRITE_AFTER = 150;
let timer: number | undefined;

/** Keeps the view state, soon: a drag would otherwise send it with every move. */
export function remember({ state, api }: Editor): void {
  if (timer !== undefined || state.opened === undefined) return;
  timer = window.setTimeout(() => {
    timer = undefined;
    api.setState({ version: VERSION, memory: memoryOf(state) });
  }, WRITE_AFTER);
}

function memoryOf(state: State): Memory {
  const row = state.wanted;
  const proposal = row === undefined ? undefined : state.proposals.get(row);
  return {
    ...(row !== undefined && { row }),
    mode: state.mode,
    query: state.query,
    layer: state.layer,
    selection: state.selection,
    ...(state.view !== undefined && { view: state.view }),
    fitted: state.fitted,
    keepZoom: state.keepZoom,
    opacity: state.opacity,
    hideOthers: state.hideOthers,
    panes: state.panes,
    listOpen: state.listOpen,
    underTest: state.underTest,
    openTraces: state.traces.open,
    weighing: state.weighing,
    ...(proposal?.status === 'ready' && { proposal }),
  };
}
