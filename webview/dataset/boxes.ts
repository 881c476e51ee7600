/** What keys and buttons do to the selected boxes. */
import {
  boxesAt,
  duplicateBoxes,
  moveBoxes,
  resizeBox,
  type Bounds,
  type Point,
} from '../../src/core/geometry/handles.ts';
import { readSample } from '../../src/core/readSample.ts';
import type { Box } from '../../src/core/sample.ts';
import { messageOf } from '../ui/errors.ts';
import { plural } from '../ui/format.ts';
import type { Editor } from './editor.ts';
import {
  boxesOf,
  boxName,
  changeBoxes,
  deleteBoxes,
  imageBounds,
  insertBoxes,
  shownLayers,
  type Replacement,
} from './layers.ts';
import { reject } from './deciding.ts';
import { openProposals } from './proposals.ts';
import type { Rows } from './rows.ts';
import type { Layer, State } from './state.ts';

/** A pause this long ends a series of key strokes: the next one is a new undo step. */
const SERIES_PAUSE = 900;
const OPACITIES = [1, 0.6, 0.25];

interface Picked {
  readonly layer: 'truth' | 'prediction';
  readonly bounds: Bounds;
  readonly boxes: readonly (Replacement & { readonly box: Box })[];
}

/** The selected boxes that can be edited. */
function picked(state: State): Picked | undefined {
  const { layer, indices } = state.selection;
  const bounds = imageBounds(state);
  if (layer === 'proposal' || bounds === undefined) return undefined;
  const all = boxesOf(state, layer);
  const boxes = indices.flatMap((index) => {
    const box = all[index];
    return box === undefined ? [] : [{ index, box }];
  });
  return boxes.length === 0 ? undefined : { layer, bounds, boxes };
}

let series: { readonly session: string; readonly timer: number } | undefined;
let serial = 0;

/** Ends a series of nudges, which is one undo step. */
export function endSeries(editor: Editor): void {
  if (series === undefined) return;
  window.clearTimeout(series.timer);
  editor.queue.push({ end: series.session });
  series = undefined;
}

function changeInSeries(editor: Editor, change: (all: Picked) => readonly Box[], label: string): void {
  const now = picked(editor.state);
  if (now === undefined) return;
  const what = `${label} ${editor.state.current?.id ?? ''} ${now.boxes.map(({ index }) => index).join()}`;
  const session = series?.session.startsWith(`${what} #`) === true ? series.session : `${what} #${++serial}`;
  if (series?.session !== session) endSeries(editor);
  const after = change(now);
  const changes = now.boxes.flatMap(({ index, box }, i) => {
    const moved = after[i];
    return moved === undefined || moved === box ? [] : [{ index, box: moved }];
  });
  if (changes.length === 0) return;
  changeBoxes(editor, now.layer, changes, label, session);
  if (series !== undefined) window.clearTimeout(series.timer);
  const timer = window.setTimeout(() => {
    endSeries(editor);
  }, SERIES_PAUSE);
  series = { session, timer };
}

export function nudge(editor: Editor, dx: number, dy: number): void {
  const move = ({ boxes, bounds }: Picked) =>
    moveBoxes(
      boxes.map(({ box }) => box),
      dx,
      dy,
      bounds,
    );
  const label = editor.state.selection.indices.length > 1 ? 'Move boxes' : 'Move box';
  changeInSeries(editor, move, label);
}

/** Moves the right or the bottom edge. */
export function resize(editor: Editor, dx: number, dy: number): void {
  const handle = dx === 0 ? 's' : 'e';
  const label = editor.state.selection.indices.length > 1 ? 'Resize boxes' : 'Resize box';
  changeInSeries(
    editor,
    ({ boxes, bounds }) => boxes.map(({ box }) => shrinkable(box, handle, dx, dy, bounds)),
    label,
  );
}

/** A key stops at the least size, where a drag would turn the box over. */
function shrinkable(box: Box, handle: 'e' | 's', dx: number, dy: number, bounds: Bounds): Box {
  const after = resizeBox(box, handle, dx, dy, bounds);
  return after[0] < box[0] || after[1] < box[1] ? box : after;
}

export function deleteSelected(editor: Editor): void {
  const { state } = editor;
  if (state.selection.layer === 'proposal') {
    const chosen = openProposals(state).filter((_, place) => state.selection.indices.includes(place));
    if (chosen.length > 0) reject(editor, chosen);
    return;
  }
  const now = picked(state);
  if (now === undefined) return;
  if (
    deleteBoxes(
      editor,
      now.layer,
      now.boxes.map(({ index }) => index),
    )
  ) {
    editor.announce(`Deleted ${plural(now.boxes.length, 'box', 'boxes')}`);
  }
}

export function duplicate(editor: Editor): void {
  const now = picked(editor.state);
  if (now === undefined) return;
  const copies = duplicateBoxes(
    now.boxes.map(({ box }) => box),
    now.bounds,
  );
  if (insertBoxes(editor, copies, 'Duplicate boxes')) {
    editor.announce(`Duplicated ${plural(copies.length, 'box', 'boxes')}`);
  }
}

export function selectAll(editor: Editor): void {
  const { state } = editor;
  const indices = boxesOf(state, state.layer).flatMap((box, index) => (box === undefined ? [] : [index]));
  state.selection = { layer: state.layer, indices };
  editor.announce(`Selected ${plural(indices.length, 'box', 'boxes')}`);
  editor.changed('canvas');
}

/**
 * Every box under a point, those to take first in front: of what is edited and proposed the smallest, then the
 * boxes of the other layer.
 */
export function under(state: State, point: Point, reach: number): readonly { layer: Layer; index: number }[] {
  const on = (layers: readonly Layer[]) => {
    const all = layers.flatMap((layer) => boxesOf(state, layer).map((box, index) => ({ layer, index, box })));
    return boxesAt(
      all.map(({ box }) => box),
      point,
      reach,
    ).flatMap((place) => all[place] ?? []);
  };
  const resting = shownLayers(state).filter((layer) => layer !== state.layer && layer !== 'proposal');
  return [...on([state.layer, 'proposal']), ...on(resting)];
}

/** Selects the next box under the pointer. */
export function cycle(editor: Editor): void {
  const { state } = editor;
  if (state.pointer === undefined || state.view === undefined) return;
  const all = under(state, state.pointer, 4 / state.view.scale);
  if (all.length === 0) return;
  const { layer, indices } = state.selection;
  const at = all.findIndex((each) => each.layer === layer && each.index === indices.at(-1));
  const next = all[(at + 1) % all.length];
  if (next !== undefined) selectBox(editor, next.layer, next.index);
}

export function selectBox(editor: Editor, layer: Layer, index: number, extend = false): void {
  const { state } = editor;
  const { selection } = state;
  endSeries(editor);
  if (layer !== 'proposal') state.layer = layer;
  if (!extend || selection.layer !== layer) state.selection = { layer, indices: [index] };
  else if (selection.indices.includes(index)) {
    state.selection = { layer, indices: selection.indices.filter((other) => other !== index) };
  } else state.selection = { layer, indices: [...selection.indices, index] };
  const boxes = boxesOf(state, layer);
  const box = boxes[index];
  if (box !== undefined) editor.announce(boxName(state, layer, index, box, boxes.length));
  editor.changed('canvas', 'inspector', 'toolbar');
}

export function deselect(editor: Editor): void {
  endSeries(editor);
  editor.state.selection = { layer: editor.state.layer, indices: [] };
  editor.changed('canvas', 'inspector');
}

/** Copies the boxes of the sample before this one in the list, cut to this image. */
export async function copyFromPrevious(editor: Editor, rows: Rows): Promise<void> {
  const { state, host } = editor;
  const { current } = state;
  const bounds = imageBounds(state);
  if (current?.sample === undefined || bounds === undefined) return;
  try {
    const place = await host.call('place', { id: current.id });
    const before = place > 0 ? await rows.pages.ask(place - 1) : undefined;
    if (before === undefined) {
      editor.announce('There is no previous sample');
      return;
    }
    const { row } = await host.call('row', { id: before.id });
    if (state.current?.id !== current.id) return;
    const boxes = row === undefined ? [] : readSample(row, state.opened?.settings.columns).boxes.value;
    const copies = boxes.flatMap((box) => (box === undefined ? [] : cut(box, bounds)));
    state.layer = 'truth';
    if (copies.length === 0) editor.announce('The previous sample has no boxes that fit');
    else if (insertBoxes(editor, copies, 'Copy boxes from previous sample')) {
      editor.announce(`Copied ${plural(copies.length, 'box', 'boxes')}`);
    }
  } catch (error) {
    editor.notify('error', `The previous sample could not be read: ${messageOf(error)}`);
  }
}

function cut([x1, y1, x2, y2]: Box, { width, height }: Bounds): readonly Box[] {
  const box: Box = [Math.max(0, x1), Math.max(0, y1), Math.min(width, x2), Math.min(height, y2)];
  return box[2] > box[0] && box[3] > box[1] ? [box] : [];
}

export function toggleHidden(editor: Editor): void {
  editor.state.hideOthers = !editor.state.hideOthers;
  editor.announce(editor.state.hideOthers ? 'Other boxes hidden' : 'All boxes shown');
  editor.changed('canvas', 'toolbar');
}

export function cycleOpacity(editor: Editor): void {
  const { state } = editor;
  state.opacity = OPACITIES[(OPACITIES.indexOf(state.opacity) + 1) % OPACITIES.length] ?? 1;
  editor.announce(`Box opacity ${state.opacity * 100} %`);
  editor.changed('canvas', 'toolbar');
}
