/** The three kinds of boxes on the image, behind one way to read and to change them. */
import type { Bounds } from '../../src/core/geometry/handles.ts';
import { addBoxes, removeBoxes, setBox } from '../../src/core/sampleEdits.ts';
import type { Box } from '../../src/core/sample.ts';
import { pixels } from '../ui/format.ts';
import { apply, refused } from './editing.ts';
import type { Editor } from './editor.ts';
import { openProposals } from './proposals.ts';
import type { Layer, State } from './state.ts';
import { predictedBoxes, removePredicted, rewriteBoxes } from './prediction.ts';

export type Boxes = readonly (Box | undefined)[];

/** The size of the upright image: as the host read it, else as the browser did, else as the row says. */
export function imageBounds({ current, decoded }: State): Bounds | undefined {
  if (current === undefined) return undefined;
  const { image } = current.detail;
  if (image.kind === 'image') {
    if (image.width !== undefined && image.height !== undefined) {
      return { width: image.width, height: image.height };
    }
    if (decoded?.uri === image.uri && decoded.size !== undefined) return decoded.size;
  }
  const width = current.sample?.width.value;
  const height = current.sample?.height.value;
  return width === undefined || height === undefined ? undefined : { width, height };
}

/** A layer's boxes in original pixels as shown now, a drag included. */
export function boxesOf(state: State, layer: Layer): Boxes {
  if (state.preview?.layer === layer) return state.preview.boxes;
  switch (layer) {
    case 'truth':
      return state.current?.sample?.boxes.value ?? [];
    case 'prediction':
      return state.mode === 'debug' ? predictedBoxes(state) : [];
    case 'proposal':
      return openProposals(state).map(({ proposed }) => proposed.box);
  }
}

/** The layers shown, the one that is edited in front. */
export function shownLayers({ mode, layer }: State): readonly Layer[] {
  if (mode === 'annotate') return ['truth', 'proposal'];
  return layer === 'truth' ? ['truth', 'prediction', 'proposal'] : ['prediction', 'truth', 'proposal'];
}

/** Whether a layer's boxes can be changed: those of a prediction always, since that makes a scratch copy. */
export function isEditable({ opened }: State, layer: Layer): boolean {
  return layer === 'prediction' || (layer === 'truth' && opened?.readOnly === false);
}

/** "x 12, y 30, width 188, height 150" */
export function geometryText([x1, y1, x2, y2]: Box): string {
  return `x ${pixels(x1)}, y ${pixels(y1)}, width ${pixels(x2 - x1)}, height ${pixels(y2 - y1)}`;
}

export function boxName(state: State, layer: Layer, index: number, box: Box, total: number): string {
  const which = `${index + 1} of ${total}`;
  if (layer === 'truth') return `Box ${which}: ${geometryText(box)}`;
  if (layer === 'prediction') return `Predicted box ${which}: ${geometryText(box)}`;
  const proposed = openProposals(state)[index]?.proposed;
  return `Proposed box ${which}: ${proposed?.label ?? ''} ${(proposed?.score ?? 0).toFixed(2)}`;
}

export interface Replacement {
  readonly index: number;
  readonly box: Box;
}

/** Gives boxes of the truth or the prediction other corners. */
export function changeBoxes(
  editor: Editor,
  layer: 'truth' | 'prediction',
  changes: readonly Replacement[],
  label: string,
  session?: string,
): boolean {
  const { state } = editor;
  if (layer === 'prediction') {
    const boxes = [...predictedBoxes(state)];
    for (const { index, box } of changes) boxes[index] = box;
    return rewriteBoxes(editor, boxes, new Set(changes.map(({ index }) => index)));
  }
  const sample = state.current?.sample;
  if (sample === undefined) return false;
  const edits = changes.flatMap(({ index, box }) => setBox(sample, index, box));
  return apply(editor, edits, label, session === undefined ? {} : { session });
}

/** Adds boxes to the layer that is edited and selects them. */
export function insertBoxes(editor: Editor, boxes: readonly Box[], label: string): boolean {
  const { state } = editor;
  const sample = state.current?.sample;
  const before = boxesOf(state, state.layer).length;
  const done =
    state.layer === 'prediction'
      ? rewriteBoxes(editor, [...predictedBoxes(state), ...boxes], new Set(boxes.map((_, i) => before + i)))
      : sample !== undefined && !refused(editor, 'boxes') && apply(editor, addBoxes(sample, boxes), label);
  if (done) state.selection = { layer: state.layer, indices: boxes.map((_, i) => before + i) };
  return done;
}

export function deleteBoxes(
  editor: Editor,
  layer: 'truth' | 'prediction',
  indices: readonly number[],
): boolean {
  const { state } = editor;
  const label = indices.length === 1 ? 'Delete box' : 'Delete boxes';
  const done =
    layer === 'prediction'
      ? removePredicted(editor, indices)
      : state.current?.sample !== undefined &&
        apply(editor, removeBoxes(state.current.sample, indices), label);
  if (done) {
    const left = boxesOf(state, layer).length;
    const next = Math.min(Math.min(...indices), left - 1);
    state.selection = { layer, indices: next < 0 ? [] : [next] };
  }
  return done;
}
