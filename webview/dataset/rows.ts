/** The list of samples as filtered and sorted: its query, its pages and moving through it. */
import type { ListQuery } from '../../src/protocol/dataset.ts';
import { messageOf } from '../ui/errors.ts';
import type { Editor } from './editor.ts';
import { UNTIMED } from './host.ts';
import { RowPages } from './list/rowPages.ts';
import { select } from './samples.ts';

export interface Rows {
  readonly pages: RowPages;
  /** Brings the row at a place of the list into view. */
  reveal: (place: number) => void;
}

export function createRows(editor: Editor): Rows {
  const pages = new RowPages(
    (start, count) => editor.host.call('rows', { start, count }),
    () => {
      editor.changed('list');
    },
  );
  return { pages, reveal: () => undefined };
}

let querying: AbortController | undefined;

/** Sets filter and order. A newer query takes the place of one that is still running. */
export async function setQuery(editor: Editor, rows: Rows, query: ListQuery): Promise<void> {
  const { state } = editor;
  querying?.abort();
  const mine = (querying = new AbortController());
  state.query = query;
  state.listed = undefined;
  editor.changed('list');
  try {
    const answer = await editor.host.call('query', query, { ...UNTIMED, signal: mine.signal });
    if (querying !== mine) return;
    state.listed = answer.rows;
    rows.pages.invalidate(false);
    editor.changed('list');
    await revealCurrent(editor, rows);
  } catch (error) {
    if (querying !== mine) return;
    state.listed = 0;
    editor.notify('error', `The list could not be filtered: ${messageOf(error)}`);
  }
}

/** Brings the selected sample into view; where the filter hides it, the list stays as it is. */
export async function revealCurrent(editor: Editor, rows: Rows): Promise<void> {
  const { wanted } = editor.state;
  if (wanted === undefined) return;
  const place = await editor.host.call('place', { id: wanted });
  if (place >= 0 && editor.state.wanted === wanted) rows.reveal(place);
}

let ahead: number[] = [];
let stepping = false;

/** Selects the sample `by` places on, at most the first or the last. Steps asked for meanwhile follow as one. */
export async function step(editor: Editor, rows: Rows, by: number): Promise<void> {
  ahead.push(by);
  if (stepping) return;
  stepping = true;
  try {
    while (ahead.length > 0) await move(editor, rows, ahead.splice(0));
  } catch (error) {
    ahead = [];
    editor.notify('error', `The list could not be read: ${messageOf(error)}`);
  } finally {
    stepping = false;
  }
}

async function move(editor: Editor, rows: Rows, steps: readonly number[]): Promise<void> {
  const { state } = editor;
  const last = (state.listed ?? 0) - 1;
  if (last < 0) return;
  const place = state.wanted === undefined ? -1 : await editor.host.call('place', { id: state.wanted });
  const target = steps.reduce((at, by) => Math.max(0, Math.min(last, at + by)), place);
  if (target === place) {
    editor.announce(target > 0 ? 'This is the last sample' : 'This is the first sample');
    return;
  }
  const summary = await rows.pages.ask(target);
  if (summary === undefined) return;
  rows.reveal(target);
  // What it shows may still load when the next step begins.
  void select(editor, summary.id);
}
