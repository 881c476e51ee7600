/**
 * Text being typed. What the person sees in a focused field is their draft; every input is sent at once under
 * one session, so that it is one undo step, until the field is left, or the host asks for a flush before it
 * undoes or saves.
 */
import type { ValueEdit } from '../../src/core/edit.ts';
import { setAnswers, setQuestion, setText } from '../../src/core/sampleEdits.ts';
import type { RowId, Sample } from '../../src/core/sample.ts';
import { endSeries } from './boxes.ts';
import { apply } from './editing.ts';
import type { Editor } from './editor.ts';
import type { State } from './state.ts';

export type FieldName = 'question' | 'answers' | 'caption';

export interface Draft {
  readonly row: RowId;
  readonly field: FieldName;
  readonly text: string;
  /** Open from the first keystroke until the next blur or flush. */
  readonly session: string | undefined;
}

export const FIELD_LABELS: Readonly<Record<FieldName, string>> = {
  question: 'Question',
  answers: 'Answers',
  caption: 'Caption',
};

/** The text of a column as its field writes it: answers one on a line. */
export function textOf(sample: Sample, field: FieldName): string {
  return field === 'answers' ? sample.answers.value.join('\n') : sample[field].value;
}

/** One answer a line; blank lines are only room to type in. */
function answersOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

function editsFor(sample: Sample, field: FieldName, text: string): ValueEdit[] {
  if (field === 'answers') return setAnswers(sample, answersOf(text));
  return field === 'question' ? setQuestion(sample, text) : setText(sample.caption, text);
}

/**
 * What a field shows. A draft whose session was closed by a flush stays only as long as it says what the
 * column holds: an undo, or a change made elsewhere, takes its place even while the field has focus.
 */
export function shownText({ current, draft }: State, field: FieldName): string {
  if (current?.sample === undefined) return '';
  const { sample } = current;
  if (draft?.row !== current.id || draft.field !== field) return textOf(sample, field);
  const holds = draft.session !== undefined || editsFor(sample, field, draft.text).length === 0;
  return holds ? draft.text : textOf(sample, field);
}

let sessions = 0;

export function typed(editor: Editor, field: FieldName, text: string): void {
  const { state } = editor;
  const { current } = state;
  if (current?.sample === undefined) return;
  if (state.draft !== undefined && (state.draft.field !== field || state.draft.row !== current.id)) {
    leaveField(editor);
  }
  const session = state.draft?.session ?? `${field} ${current.id} ${++sessions}`;
  state.draft = { row: current.id, field, text, session };
  const label = `Edit ${FIELD_LABELS[field].toLowerCase()}`;
  apply(editor, editsFor(current.sample, field, text), label, { session });
  editor.changed('inspector');
}

/** Ends the session of the field that is being typed in; everything typed has been queued before. */
export function endSession(editor: Editor): void {
  const { state } = editor;
  if (state.draft?.session === undefined) return;
  editor.queue.push({ end: state.draft.session });
  state.draft = { ...state.draft, session: undefined };
}

/** The field lost focus, or another sample is to be shown. */
export function leaveField(editor: Editor): void {
  endSession(editor);
  if (editor.state.draft === undefined) return;
  editor.state.draft = undefined;
  editor.changed('inspector');
}

/** Everything typed and nudged is with the host, and its sessions are closed: what follows is a new undo step. */
export async function flush(editor: Editor): Promise<null> {
  endSession(editor);
  endSeries(editor);
  await editor.queue.drained();
  return null;
}
