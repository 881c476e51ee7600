import * as vscode from 'vscode';
import type { Dataset } from '../../core/dataset.ts';
import { EditError, invert, type Edit, type ValueEdit } from '../../core/edit.ts';
import type { RowId } from '../../core/sample.ts';
import type { ApplyParams, RowAction } from '../../protocol/dataset.ts';
import { CallError } from '../../protocol/rpc.ts';
import { Journal, TextSession, type Step } from './journal.ts';
import { Queue } from '../../node/queue.ts';

/** Whoever asks for changes: a panel. Its own changes never make its next request stale. */
export type Author = object;

export interface DocumentChange {
  readonly revision: number;
  readonly rows: readonly RowId[] | 'all';
  /** True where rows were added, deleted or moved. */
  readonly order: boolean;
  readonly why: string;
  /** The named step that was undone or done again. */
  readonly step?: { readonly name: string; readonly done: boolean };
  /** What was applied; undefined where the rows were read anew. */
  readonly edit?: Edit;
}

export interface UndoableEdit {
  readonly label: string;
  undo(): Promise<void>;
  redo(): Promise<void>;
}

/**
 * An open dataset: its rows, who changed them, and what VS Code is told about it. Everything that changes
 * rows goes through one queue. Reading and writing files is DatasetFile's.
 */
export class DatasetDocument implements vscode.CustomDocument {
  readonly queue = new Queue();
  journal = new Journal();
  private session: { readonly author: Author; readonly text: TextSession } | undefined;
  /** Counts the times the rows were read anew; steps of an earlier era cannot be taken back. */
  private era = 0;
  /** Revision at which each author last changed a row. */
  private authors = new Map<RowId, Map<Author | undefined, number>>();
  private revisionOffset = 0;

  /** Has the editors send what a text field still holds; set by who knows them. */
  flush: () => Promise<void> = () => Promise.resolve();

  private readonly changed = new vscode.EventEmitter<DocumentChange>();
  readonly onDidChange = this.changed.event;
  private readonly edited = new vscode.EventEmitter<UndoableEdit>();
  readonly onDidEdit = this.edited.event;
  private readonly savedEmitter = new vscode.EventEmitter<number>();
  readonly onDidSave = this.savedEmitter.event;
  private readonly disposed = new vscode.EventEmitter<undefined>();
  readonly onDidDispose = this.disposed.event;

  constructor(
    readonly uri: vscode.Uri,
    private rows: Dataset,
    /** Why it cannot be edited; undefined where it can. */
    readonly readOnly: string | undefined,
  ) {}

  get dataset(): Dataset {
    return this.rows;
  }

  /** Grows with every change for as long as the document is open, through reloads too. */
  get revision(): number {
    return this.revisionOffset + this.rows.revision;
  }

  /** Changes values of a row. @throws CallError `StaleError` where somebody else changed the row meanwhile. */
  apply(params: ApplyParams, author: Author): Promise<number> {
    return this.queue.run(async () => {
      this.refuseReadOnly();
      if (params.rev < this.foreignRevision(params.row, author)) {
        throw new CallError('StaleError', 'The row was changed elsewhere; look at it again.');
      }
      if (params.session === undefined) {
        const edit = await this.rows.patchRow(params.row, params.edits);
        await this.edit(params.label, edit, author, params.step);
      } else {
        await this.type(params.row, params.edits, params.session, params.label, author);
      }
      return this.revision;
    });
  }

  endSession(session: string, author: Author): Promise<void> {
    return this.queue.run(() => {
      if (this.session?.author === author && this.session.text.key === session) this.closeSession();
      return Promise.resolve();
    });
  }

  /** Puts a row back as it is saved. */
  revertRow(row: RowId, author: Author): Promise<void> {
    return this.queue.run(async () => {
      this.refuseReadOnly();
      const saved = await this.rows.savedText(row);
      if (saved === undefined) throw new EditError('the row is not in the file yet, or too large');
      await this.edit('Back to Saved', await this.rows.replaceText(row, saved.text), author);
    });
  }

  /** Adds, duplicates, deletes or moves rows; answers the row to be shown next. */
  rowAction(action: RowAction, author: Author): Promise<RowId | undefined> {
    return this.queue.run(async () => {
      this.refuseReadOnly();
      switch (action.kind) {
        case 'add': {
          const edit = this.rows.addRow(action.at, EMPTY_ROW);
          await this.edit('Add sample', edit, author);
          return firstInserted(edit);
        }
        case 'duplicate': {
          const edit = await this.rows.duplicateRow(action.row);
          await this.edit('Duplicate sample', edit, author);
          return firstInserted(edit);
        }
        case 'delete': {
          const places = action.rows.map((row) => this.rows.positionOf(row)).filter((place) => place >= 0);
          const label = action.rows.length === 1 ? 'Delete sample' : `Delete ${action.rows.length} samples`;
          await this.edit(label, await this.rows.deleteRows(action.rows), author);
          return this.rows.idAt(Math.min(Math.min(...places), this.rows.length - 1));
        }
        case 'move':
          await this.edit('Move sample', this.rows.moveRow(action.row, action.to), author);
          return action.row;
      }
    });
  }

  /** Applies edits that a backup kept; they cannot be undone one by one. Only from inside the queue. */
  async restore(edits: readonly Edit[], why: string): Promise<void> {
    const edit: Edit = { kind: 'group', edits };
    await this.rows.prepare(edit);
    this.change(edit, why, undefined);
    this.journal.restored(edits);
  }

  /** Takes back every edit since the last save. Only from inside the queue. */
  async takeBackAll(why: string): Promise<void> {
    this.closeSession();
    const { inverse } = this.journal;
    await this.rows.prepare(inverse);
    this.change(inverse, why, undefined);
    this.journal = new Journal();
  }

  /** Goes on with rows that were read anew. Only from inside the queue. Returns what was there before. */
  replace(rows: Dataset, why: string): Dataset {
    const before = this.rows;
    this.session = undefined;
    this.revisionOffset = this.revision + 1 - rows.revision;
    this.rows = rows;
    this.era++;
    this.journal = new Journal();
    this.authors = new Map();
    this.changed.fire({ revision: this.revision, rows: 'all', order: true, why });
    return before;
  }

  closeSession(): void {
    this.session?.text.end();
    this.session = undefined;
  }

  didSave(): void {
    this.savedEmitter.fire(this.revision);
  }

  dispose(): void {
    this.disposed.fire(undefined);
    for (const emitter of [this.changed, this.edited, this.savedEmitter, this.disposed]) emitter.dispose();
    void this.queue.run(() => this.rows.source.close());
  }

  private async edit(label: string, edit: Edit, author: Author, name?: string): Promise<void> {
    this.closeSession();
    if (isEmpty(edit)) return;
    this.change(edit, label, author);
    await Promise.resolve();
    this.push({ label, edit, ...(name !== undefined && { name }) });
  }

  private async type(
    row: RowId,
    edits: readonly ValueEdit[],
    key: string,
    label: string,
    author: Author,
  ): Promise<void> {
    const edit = await this.rows.patchRow(row, edits);
    if (isEmpty(edit) || edit.kind !== 'patch') return;
    const { session } = this;
    if (session?.author === author && session.text.key === key && session.text.row === row) {
      this.change(edit, label, author);
      session.text.add(edit.patches);
      return;
    }
    this.closeSession();
    const text = new TextSession(key, row, (await this.rows.row(row)).text, label);
    this.change(edit, label, author);
    text.add(edit.patches);
    this.session = { author, text };
    this.push(text.step);
  }

  private push(step: Step): void {
    const { era } = this;
    this.journal.done(step);
    const again = (redo: boolean) => async (): Promise<void> => {
      // Only an open session may still grow: without one, a flush would make an edit that VS Code has not asked for.
      if (this.session !== undefined) await this.flush();
      await this.queue.run(async () => {
        this.closeSession();
        if (era !== this.era) {
          throw new EditError(`“${step.label}” belongs to the file as it was before it was read anew.`);
        }
        const edit = redo ? step.edit : invert(step.edit);
        await this.rows.prepare(edit);
        const named = step.name === undefined ? undefined : { name: step.name, done: redo };
        this.change(edit, `${redo ? 'Redo' : 'Undo'} ${step.label}`, undefined, named);
        if (redo) this.journal.done(step);
        else this.journal.undone(step);
      });
    };
    this.edited.fire({ label: step.label, undo: again(false), redo: again(true) });
  }

  private change(edit: Edit, why: string, author: Author | undefined, step?: DocumentChange['step']): void {
    const { rows, order } = this.rows.apply(edit);
    for (const row of rows) {
      const known = this.authors.get(row) ?? new Map<Author | undefined, number>();
      this.authors.set(row, known.set(author, this.revision));
    }
    this.changed.fire({ revision: this.revision, rows, order, why, edit, ...(step && { step }) });
  }

  private foreignRevision(row: RowId, author: Author): number {
    const others = [...(this.authors.get(row) ?? [])].filter(([who]) => who !== author);
    return Math.max(this.revisionOffset, ...others.map(([, revision]) => revision));
  }

  private refuseReadOnly(): void {
    if (this.readOnly !== undefined) throw new CallError('ReadOnlyError', this.readOnly);
  }
}

/** What a new sample starts as: the columns that the rewards read, under their published names. */
const EMPTY_ROW = JSON.stringify({
  messages: [{ role: 'user', content: '<image>' }],
  images: [''],
  image_caption: '',
  bboxs: [],
  possible_answers: [],
});

function firstInserted(edit: Edit): RowId | undefined {
  return edit.kind === 'insert' ? edit.rows[0]?.id : undefined;
}

function isEmpty(edit: Edit): boolean {
  switch (edit.kind) {
    case 'patch':
      return edit.patches.length === 0;
    case 'insert':
    case 'delete':
      return edit.rows.length === 0;
    case 'move':
      return edit.from === edit.to;
    case 'group':
      return edit.edits.every(isEmpty);
  }
}
