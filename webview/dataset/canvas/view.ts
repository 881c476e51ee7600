/** Zooming and panning the canvas. */
import { upright } from '../../../src/core/geometry/handles.ts';
import type { Editor } from '../editor.ts';
import { boxesOf, imageBounds } from '../layers.ts';
import type { State } from '../state.ts';
import { centred, fit, pan, zoomAt, zoomToBox, type Viewport } from '../../ui/image/viewport.ts';

const STEP = 1.25;

/** Fits the image where no zoom was chosen. Does nothing until both the image's and the stage's size are known. */
export function settleViewport(state: State): void {
  const image = imageBounds(state);
  if (state.view !== undefined || image === undefined || state.stage.width === 0) return;
  state.view = fit(image, state.stage);
  state.fitted = true;
}

/** The stage changed its size: a fitted image stays fitted, a zoomed one keeps what is in its middle. */
export function resizeStage(state: State, width: number, height: number): void {
  const { stage, view } = state;
  state.stage = { width, height };
  if (view === undefined || state.fitted) state.view = undefined;
  else if (stage.width > 0) {
    state.view = { ...view, x: view.x + (width - stage.width) / 2, y: view.y + (height - stage.height) / 2 };
  }
  settleViewport(state);
}

function show(editor: Editor, view: Viewport | undefined, fitted = false): void {
  if (view === undefined) return;
  editor.state.view = view;
  editor.state.fitted = fitted;
  editor.changed('canvas');
}

export function zoomFit(editor: Editor): void {
  const image = imageBounds(editor.state);
  if (image !== undefined) show(editor, fit(image, editor.state.stage), true);
}

/** Zooms about a point of the stage, its middle where none is given. */
export function zoomBy(
  editor: Editor,
  factor: number,
  at?: { readonly x: number; readonly y: number },
): void {
  const { state } = editor;
  const image = imageBounds(state);
  if (state.view === undefined || image === undefined) return;
  const middle = { x: state.stage.width / 2, y: state.stage.height / 2 };
  const smallest = Math.min(0.1, fit(image, state.stage).scale / 2);
  show(editor, zoomAt(state.view, factor, at ?? middle, smallest));
}

export const zoomIn = (editor: Editor): void => {
  zoomBy(editor, STEP);
};
export const zoomOut = (editor: Editor): void => {
  zoomBy(editor, 1 / STEP);
};

/** One image pixel to one CSS pixel, about the selected box or else the middle of the stage. */
export function zoomActual(editor: Editor): void {
  const { state } = editor;
  if (state.view === undefined) return;
  const box = selectedBox(state);
  if (box === undefined) zoomBy(editor, 1 / state.view.scale);
  else {
    const middle = { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 };
    show(editor, centred(middle, 1, state.stage));
  }
}

export function zoomSelected(editor: Editor): void {
  const box = selectedBox(editor.state);
  if (box === undefined) editor.announce('Select a box to zoom to');
  else show(editor, zoomToBox(upright(box), editor.state.stage));
}

/** Brings the selected box to the middle where its own is out of sight. */
export function showSelected(editor: Editor): void {
  const { state } = editor;
  const box = selectedBox(state);
  if (box === undefined || state.view === undefined) return;
  const { view, stage } = state;
  const middle = { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 };
  const x = middle.x * view.scale + view.x;
  const y = middle.y * view.scale + view.y;
  if (x < 0 || y < 0 || x > stage.width || y > stage.height) show(editor, centred(middle, view.scale, stage));
}

export function panBy(editor: Editor, dx: number, dy: number): void {
  const { state } = editor;
  const image = imageBounds(state);
  if (state.view !== undefined && image !== undefined) {
    show(editor, pan(state.view, dx, dy, image, state.stage));
  }
}

function selectedBox(state: State) {
  const index = state.selection.indices.at(-1);
  return index === undefined ? undefined : boxesOf(state, state.selection.layer)[index];
}
