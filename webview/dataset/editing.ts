/**
 * Sending edits. They go to the host one at a time, in order, while the sample on screen already shows them;
 * of a text that is being typed only the newest state is sent. VS Code owns undo: nothing is kept here.
 */
import { applyValueEdit } from '../../src/core/codec/applyValueEdit.ts';
import type { ValueEdit } from '../../src/core/edit.ts';
import { isObject, type Json } from '../../src/core/json.ts';
import { readSample } from '../../src/core/readSample.ts';
import type { RowId } from '../../src/core/sample.ts';
import { whyNotEdited, type EditableColumn } from '../../src/core/whyNotEdited.ts';
import { messageOf } from '../ui/errors.ts';
import type { ApplyParams } from '../../src/protocol/dataset.ts';
import { followStep } from './deciding.ts';
import type { Editor } from './editor.ts';
import { reload } from './samples.ts';

/** How an edit's undo step is known: a text's `session` while it grows, the `step` that its undo will name. */
type Names = Pick<ApplyParams, 'session' | 'step'>;

interface Change extends Names {
  readonly row: RowId;
  readonly label: string;
  edits: readonly ValueEdit[];
}

/** What waits to be sent: changes, and ends of text sessions in their place between them. */
type Entry = Change | { readonly end: string };

export class EditQueue {
  private readonly waiting: Entry[] = [];
  private running: Promise<void> | undefined;

  constructor(private readonly editor: Editor) {}

  get length(): number {
    return this.waiting.length + (this.running === undefined ? 0 : 1);
  }

  push(entry: Entry): void {
    const last = this.waiting.at(-1);
    if ('edits' in entry && last !== undefined && 'edits' in last && isSameSession(last, entry)) {
      last.edits = entry.edits;
    } else this.waiting.push(entry);
    this.running ??= this.run();
  }

  /** Resolves once everything has been sent and answered. */
  async drained(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  private async run(): Promise<void> {
    for (let entry = this.waiting.shift(); entry !== undefined; entry = this.waiting.shift()) {
      try {
        await this.send(entry);
      } catch (error) {
        this.failed(error, [entry, ...this.waiting.splice(0)]);
      }
    }
    this.running = undefined;
  }

  private async send(entry: Entry): Promise<void> {
    const { host, state } = this.editor;
    if ('end' in entry) {
      await host.call('endSession', { session: entry.end });
      return;
    }
    const { current } = state;
    const rev = current?.id === entry.row ? current.rev : state.rev;
    const answer = await host.call('apply', { ...entry, rev });
    state.rev = Math.max(state.rev, answer.rev);
    if (state.current?.id === entry.row) state.current = { ...state.current, rev: answer.rev };
  }

  /** The row is shown as the host has it, so that what is on screen is never an edit that was refused. */
  private failed(error: unknown, lost: readonly Entry[]): void {
    for (const entry of lost) {
      if (!('end' in entry) && entry.step !== undefined) {
        followStep(this.editor.state, { name: entry.step, done: false });
      }
    }
    const stale = error instanceof Error && error.name === 'StaleError';
    this.editor.notify(
      stale ? 'warning' : 'error',
      stale
        ? 'This sample was changed elsewhere at the same moment. It was read again; your last edit was not applied.'
        : `The edit was not applied: ${messageOf(error)}`,
    );
    void reload(this.editor);
  }
}

function isSameSession(a: Change, b: Change): boolean {
  return a.session !== undefined && a.session === b.session && a.row === b.row && isPlainSet(a, b);
}

/** Two changes that set the very same value: the later one says it all. */
function isPlainSet(a: Change, b: Change): boolean {
  const [first] = a.edits;
  const [second] = b.edits;
  return (
    a.edits.length === 1 &&
    b.edits.length === 1 &&
    first?.op === 'set' &&
    second?.op === 'set' &&
    JSON.stringify(first.path) === JSON.stringify(second.path)
  );
}

/** Whether a column of the sample on the canvas is only edited as text, which the person is then told. */
export function refused(editor: Editor, column: EditableColumn): boolean {
  const sample = editor.state.current?.sample;
  const why = sample === undefined ? undefined : whyNotEdited(sample, column);
  if (why !== undefined) editor.notify('warning', why);
  return why !== undefined;
}

/** Changes the sample on the canvas, on screen at once. False where there is nothing to change or it may not be. */
export function apply(
  editor: Editor,
  edits: readonly ValueEdit[],
  label: string,
  names: Names = {},
): boolean {
  const { state } = editor;
  const { current, opened } = state;
  if (current?.row === undefined || opened === undefined || edits.length === 0) return false;
  if (opened.readOnly) {
    editor.announce('This file is read-only');
    return false;
  }
  const row = edits.reduce<Json>(applyValueEdit, structuredClone(current.row));
  if (!isObject(row)) return false;
  state.current = { ...current, row, sample: readSample(row, opened.settings.columns) };
  editor.queue.push({ row: current.id, edits, label, ...names });
  editor.changed('canvas', 'inspector', 'rewards', 'toolbar');
  return true;
}
