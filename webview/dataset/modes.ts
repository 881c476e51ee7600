import type { Mode } from '../../src/protocol/dataset.ts';
import type { Editor } from './editor.ts';
import { isEditable } from './layers.ts';
import { NOTHING_SELECTED, type Tool } from './state.ts';
import { reportView } from './viewState.ts';

/** In Annotate mode predictions and rewards are out of sight, so that the truth does not drift towards them. */
export function setMode(editor: Editor, mode: Mode): void {
  const { state } = editor;
  if (state.mode === mode) return;
  state.mode = mode;
  state.traces = { ...state.traces, hovered: undefined, focused: undefined };
  if (mode === 'annotate') {
    state.layer = 'truth';
    if (state.selection.layer === 'prediction') state.selection = NOTHING_SELECTED;
  }
  editor.announce(mode === 'debug' ? 'Debug mode' : 'Annotate mode');
  reportView(editor);
  editor.changed();
}

export function toggleMode(editor: Editor): void {
  setMode(editor, editor.state.mode === 'debug' ? 'annotate' : 'debug');
}

export function toggleLayer(editor: Editor): void {
  const { state } = editor;
  if (state.mode !== 'debug') {
    editor.announce('Layers are switched in Debug mode');
    return;
  }
  state.layer = state.layer === 'truth' ? 'prediction' : 'truth';
  state.selection = { layer: state.layer, indices: [] };
  editor.announce(state.layer === 'truth' ? 'Editing the truth' : 'Editing the prediction');
  editor.changed('canvas', 'toolbar', 'inspector', 'readouts');
}

export function setTool(editor: Editor, tool: Tool): void {
  const { state } = editor;
  if (tool !== 'select' && !isEditable(state, state.layer)) {
    editor.announce('This file is read-only');
    return;
  }
  state.tool = tool;
  if (tool === 'select') state.rubber = undefined;
  else editor.announce(tool === 'draw' ? 'Draw a box' : 'Draw boxes; Escape ends');
  editor.changed('canvas', 'toolbar');
}
