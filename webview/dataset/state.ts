/** What the dataset editor knows and shows. Plain data: views read it, actions change it and say which views to redraw. */
import type { JsonObject } from '../../src/core/json.ts';
import type { Box, RowId, Sample } from '../../src/core/sample.ts';
import type { ListQuery, Mode, Opened, RowDetail } from '../../src/protocol/dataset.ts';
import type { ProposalState } from './proposals.ts';
import type { Traces } from './traces.ts';
import type { Weighing } from './weights.ts';
import type { UnderTest } from './underTest.ts';
import type { Viewport } from '../ui/image/viewport.ts';
import type { PaneSizes } from '../ui/splitter.ts';
import type { Bounds, Point } from '../../src/core/geometry/handles.ts';
import type { Draft } from './fields.ts';
import type { GroupsState } from './groups.ts';
import type { OwnRewardsState } from './own/answers.ts';
import type { ProblemList } from './problems.ts';

/** The boxes that an edit can touch, or that only wait to be accepted. */
export type Layer = 'truth' | 'prediction' | 'proposal';
export type Tool = 'select' | 'draw' | 'drawSticky';

/** The sample on the canvas. `row` runs ahead of the host by the edits that are still on their way to it. */
export interface Current {
  readonly id: RowId;
  /** Newest revision whose changes `detail` holds. */
  readonly rev: number;
  readonly detail: RowDetail;
  readonly row: JsonObject | undefined;
  readonly sample: Sample | undefined;
  /** As on disk; `sample` itself where the row was not edited. */
  readonly saved: Sample | undefined;
}

export interface Selection {
  readonly layer: Layer;
  /** Indices into the layer's boxes; the last is the one that keys and readouts speak of. */
  readonly indices: readonly number[];
}

export interface Preview {
  readonly layer: 'truth' | 'prediction';
  readonly boxes: readonly (Box | undefined)[];
}

export interface Notice {
  readonly kind: 'error' | 'warning' | 'info';
  readonly text: string;
}

export interface State {
  opened: Opened | undefined;
  /** Why the file could not be opened. */
  failure: string | undefined;
  rev: number;
  mode: Mode;
  query: ListQuery;
  /** Rows in the list as filtered; undefined while the filter is being applied. */
  listed: number | undefined;
  current: Current | undefined;
  /** The row that was asked for last; differs from `current` while it loads. */
  wanted: RowId | undefined;
  /** Grows whenever the sample is to be read again: an answer to what was asked before may be old. */
  reloads: number;
  layer: 'truth' | 'prediction';
  selection: Selection;
  preview: Preview | undefined;
  /** A box being drawn, and the pointer while the crosshair is out, in image pixels. */
  rubber: Box | undefined;
  pointer: Point | undefined;
  tool: Tool;
  view: Viewport | undefined;
  /** Whether `view` was chosen by fitting, and so follows the size of the stage. */
  fitted: boolean;
  stage: Bounds;
  /** Size of the image as the browser decoded it, for when the host could not read its header. */
  decoded: { readonly uri: string; readonly size?: Bounds; readonly failed: boolean } | undefined;
  keepZoom: boolean;
  hideOthers: boolean;
  opacity: number;
  draft: Draft | undefined;
  proposals: Map<RowId, ProposalState>;
  underTest: UnderTest;
  traces: Traces;
  groups: GroupsState;
  ownRewards: OwnRewardsState;
  weighing: Weighing;
  problems: ProblemList;
  notice: Notice | undefined;
  panes: PaneSizes;
  helpOpen: boolean;
  listOpen: boolean;
}

export const NOTHING_SELECTED: Selection = { layer: 'truth', indices: [] };
