/** Which sample is on the canvas, and keeping it in step with the host. */
import { readSample } from '../../src/core/readSample.ts';
import type { JsonPath } from '../../src/core/json.ts';
import type { RowId, Sample } from '../../src/core/sample.ts';
import type { RowDetail, RowTarget } from '../../src/protocol/dataset.ts';
import { count } from '../ui/format.ts';
import { messageOf } from '../ui/errors.ts';
import { settleViewport, showSelected } from './canvas/view.ts';
import type { Editor } from './editor.ts';
import { leaveField } from './fields.ts';
import { NOTHING_SELECTED, type Current, type State } from './state.ts';
import { chooseText } from './underTest.ts';
import { reportView } from './viewState.ts';

/** Shows a sample. Of several calls in quick succession the last one wins. */
export async function select(editor: Editor, id: RowId): Promise<void> {
  const { state } = editor;
  leaveField(editor);
  const fresh = state.current?.id !== id;
  state.wanted = id;
  editor.changed('list', 'toolbar');
  try {
    if (!(await load(editor, id))) return;
  } catch (error) {
    if (state.wanted === id) editor.notify('error', `The sample could not be read: ${messageOf(error)}`);
    return;
  }
  if (fresh) {
    state.selection = NOTHING_SELECTED;
    state.preview = undefined;
    if (!state.keepZoom) state.view = undefined;
    settleViewport(state);
    const summary = state.current?.detail.summary;
    if (summary !== undefined) {
      editor.announce(`Sample ${count(summary.position + 1)}: ${summary.title}`);
    }
  }
  reportView(editor);
  editor.changed();
}

/** Shows a sample, and selects the box or the completion that is meant. */
export async function selectTarget(editor: Editor, { row, path, completion }: RowTarget): Promise<void> {
  await select(editor, row);
  const { state } = editor;
  if (state.wanted === row && completion !== undefined) chooseText(editor, completion);
  const box = boxAt(state.current?.sample, path);
  if (state.wanted !== row || box < 0) return;
  state.selection = { layer: 'truth', indices: [box] };
  showSelected(editor);
  editor.changed();
}

/** Index of the box that a path into the row leads to; −1 where it leads elsewhere. */
export function boxAt(sample: Sample | undefined, path: JsonPath | undefined): number {
  if (sample === undefined || path === undefined) return -1;
  const { path: column, shape, value } = sample.boxes;
  if (!column.every((step, place) => path[place] === step)) return -1;
  const index = shape === 'flat' ? 0 : path[column.length];
  return typeof index === 'number' && value[index] !== undefined ? index : -1;
}

/** Reads the sample on the canvas again, after any change to it; one that is on its way is read anew as well. */
export async function reload(editor: Editor): Promise<void> {
  const { state } = editor;
  const { current } = state;
  state.reloads++;
  if (current === undefined || state.wanted !== current.id) return;
  try {
    await load(editor, current.id);
  } catch (error) {
    editor.notify('error', `The sample could not be read again: ${messageOf(error)}`);
  }
  editor.changed();
}

/** False where another sample was asked for meanwhile. */
async function load(editor: Editor, id: RowId): Promise<boolean> {
  const { state } = editor;
  const { reloads } = state;
  await editor.queue.drained();
  const detail = await editor.host.call('row', { id });
  if (state.wanted !== id) return false;
  if (state.reloads !== reloads) return load(editor, id);
  // While the answer travelled another edit may have been made here: it is newer than what was read.
  if (state.current?.id === id && editor.queue.length > 0) return load(editor, id);
  state.current = currentOf(state, detail);
  state.selection = keepSelection(state);
  return true;
}

export function currentOf(state: State, detail: RowDetail): Current {
  const columns = state.opened?.settings.columns;
  const read = (row: RowDetail['row']): Sample | undefined =>
    row === undefined ? undefined : readSample(row, columns);
  const sample = read(detail.row);
  return {
    id: detail.summary.id,
    rev: state.rev,
    detail,
    row: detail.row,
    sample,
    saved: detail.saved === undefined ? sample : read(detail.saved),
  };
}

/** Drops selected boxes that are no longer there. */
function keepSelection({ selection, current }: State): State['selection'] {
  if (selection.layer !== 'truth') return selection;
  const boxes = current?.sample?.boxes.value ?? [];
  const indices = selection.indices.filter((index) => boxes[index] !== undefined);
  return indices.length === selection.indices.length ? selection : { layer: 'truth', indices };
}
