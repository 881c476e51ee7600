import { changesSince, type Changes } from './changes.ts';
import { spliceRow } from './codec/splice.ts';
import { trimPatch } from './codec/trimPatch.ts';
import { applyPatches, EditError, invert, type Edit, type StoredRow, type ValueEdit } from './edit.ts';
import { hashText } from './hash.ts';
import { patchEdit, type PatchEdit } from './patchEdit.ts';
import { largeRow, parseRow, rowText, sameText, type Row, type RowText } from './row.ts';
import { RowOrder, type Run } from './rowOrder.ts';
import type { RowSource } from './rowSource.ts';
import type { RowId } from './sample.ts';
import { SavedRows } from './savedRows.ts';
import { planSave, type SavePlan } from './savePlan.ts';

/** What an edit changed. */
export interface Change {
  readonly revision: number;
  /** Rows whose text changed, and rows that came back or were added. */
  readonly rows: readonly RowId[];
  /** True where rows were added, deleted or moved, so that positions differ. */
  readonly order: boolean;
}

/**
 * The rows of a file with the edits made since it was read. Only what was touched is held in memory.
 *
 * A row's id is its index at opening, or a fresh number for an added row; it survives edits, moves and
 * saves. Builders (`patchRow`, `deleteRows`, …) read what they need and return an `Edit` without applying
 * it; `apply` is immediate, and refuses an edit that does not fit with an `EditError`, changing nothing.
 */
export class Dataset {
  private readonly saved: SavedRows;
  private currentOrder: RowOrder;
  /** Texts that differ from the file's, and those of rows that the file does not have. */
  private texts = new Map<RowId, RowText>();
  /** Rows whose own line end is not the one that the file had to give them. */
  private eols: ReadonlyMap<RowId, string> = new Map();
  private readonly revisions = new Map<RowId, number>();
  private nextId: RowId;
  private currentRevision = 0;

  constructor(source: RowSource) {
    this.currentOrder = RowOrder.of([{ id: 0, count: source.rows }]);
    this.saved = new SavedRows(source, this.currentOrder);
    this.nextId = source.rows;
  }

  get source(): RowSource {
    return this.saved.source;
  }

  get length(): number {
    return this.currentOrder.length;
  }

  /** Counts the edits applied; the revision of the dataset as a whole. */
  get revision(): number {
    return this.currentRevision;
  }

  get order(): RowOrder {
    return this.currentOrder;
  }

  /** True where a save would write other bytes than the file has. */
  get isDirty(): boolean {
    return this.texts.size > 0 || !this.currentOrder.equals(this.saved.order);
  }

  idAt(position: number): RowId | undefined {
    return this.currentOrder.idAt(position);
  }

  /** -1 where the row is not, or no longer, in the dataset. */
  positionOf(id: RowId): number {
    return this.currentOrder.positionOf(id);
  }

  /** True where the row was added, or its text differs from the file's. */
  isEdited(id: RowId): boolean {
    return this.texts.has(id);
  }

  /** The revision at which the row last changed; 0 where it never did. */
  revisionOf(id: RowId): number {
    return this.revisions.get(id) ?? 0;
  }

  /** Place of the row in the file as last saved; -1 where it is not in it. */
  savedIndexOf(id: RowId): number {
    return this.saved.indexOf(id);
  }

  /** The row at a place in the file as last saved. */
  idAtSaved(index: number): RowId | undefined {
    return this.saved.order.idAt(index);
  }

  /** 1-based line of the row in the file as last saved; 0 where it is not in it. */
  lineOf(id: RowId): number {
    const index = this.saved.indexOf(id);
    return index < 0 ? 0 : this.source.line(index);
  }

  /** Edited and added rows. */
  get editedRows(): readonly RowId[] {
    return [...this.texts.keys()];
  }

  async row(id: RowId): Promise<Row> {
    const [row] = await this.rows([id]);
    if (row === undefined) throw new EditError(`there is no row ${id}`);
    return row;
  }

  /** The rows with these ids, in this order, as edited. Neighbours in the file are read at once. */
  async rows(ids: readonly RowId[]): Promise<readonly Row[]> {
    const texts = new Map(ids.map((id) => [id, this.textOf(id)]));
    const missing = ids.filter((id) => texts.get(id) === undefined);
    const read = new Map<RowId, Row>();
    for (const [id, raw] of await this.saved.read(missing)) {
      read.set(id, raw.tooLarge ? largeRow(id, raw) : parseRow(id, rowText(raw.bytes)));
    }
    return ids.flatMap((id) => {
      const text = texts.get(id);
      const row = text === undefined ? read.get(id) : parseRow(id, text);
      return row === undefined ? [] : [row];
    });
  }

  /** The rows at positions `start` to `start + count`. */
  async window(start: number, count: number): Promise<readonly Row[]> {
    const runs = this.currentOrder.slice(Math.max(0, start), start + count);
    return this.rows(runs.flatMap((run) => Array.from({ length: run.count }, (_, i) => run.id + i)));
  }

  /** The row as in the file; undefined where the file does not have it. */
  async savedRow(id: RowId): Promise<Row | undefined> {
    const known = this.saved.text(id);
    if (known !== undefined) return parseRow(id, known);
    const raw = (await this.saved.read([id])).get(id);
    if (raw === undefined) return undefined;
    return raw.tooLarge ? largeRow(id, raw) : parseRow(id, rowText(raw.bytes));
  }

  /** The text of a row in the file; undefined where the file does not have it or it is too large. */
  async savedText(id: RowId): Promise<RowText | undefined> {
    await this.saved.load([id]);
    return this.saved.text(id);
  }

  /** Changes values inside a row. Throws `EditError` where the row is no object, `SpliceError` where a path is not there. */
  async patchRow(id: RowId, edits: readonly ValueEdit[]): Promise<Edit> {
    const row = await this.editable(id);
    if (row.state !== 'ok')
      throw new EditError(`this row cannot be edited: ${row.message ?? 'it is malformed'}`);
    return patchEdit(id, row.text, spliceRow(row.text, edits));
  }

  /** Replaces the whole text of a row: how a malformed row is put right by hand. */
  async replaceText(id: RowId, text: string): Promise<Edit> {
    const row = await this.editable(id);
    const stored = this.textOf(id);
    if (row.state === 'tooLarge' || stored?.encoding !== undefined) {
      throw new EditError(`this row cannot be edited: ${row.message ?? 'its text is not readable'}`);
    }
    if (this.source.format === 'jsonl' && /[\r\n]/.test(text)) {
      throw new EditError('a row of a JSON Lines file must stand on one line');
    }
    const patch = trimPatch({ at: 0, removed: row.text, inserted: text });
    return patchEdit(id, row.text, patch === undefined ? [] : [patch]);
  }

  addRow(at: number, text: string): Edit {
    return { kind: 'insert', at, rows: [{ id: this.nextId++, text }] };
  }

  /** A byte for byte copy right after the row. */
  async duplicateRow(id: RowId): Promise<Edit> {
    await this.editable(id);
    const { eol: _, ...copy } = this.stored(id);
    return { kind: 'insert', at: this.positionOf(id) + 1, rows: [{ ...copy, id: this.nextId++ }] };
  }

  /** Deletes rows; those that stand together go in one step. Rows that are too large cannot be deleted. */
  async deleteRows(ids: readonly RowId[]): Promise<Edit> {
    const positions = [...new Set(ids)].map((id) => this.positionOf(id)).filter((position) => position >= 0);
    positions.sort((a, b) => b - a);
    await this.saved.load(ids);
    const edits: { kind: 'delete'; at: number; rows: StoredRow[] }[] = [];
    for (const position of positions) {
      const row = this.stored(this.currentOrder.idAt(position) ?? -1);
      const last = edits.at(-1);
      if (last?.at === position + 1) {
        last.at = position;
        last.rows.unshift(row);
      } else edits.push({ kind: 'delete', at: position, rows: [row] });
    }
    const [only] = edits;
    return edits.length === 1 && only !== undefined ? only : { kind: 'group', edits };
  }

  /** Moves a row so that it then stands at position `to`. */
  moveRow(id: RowId, to: number): Edit {
    const from = this.positionOf(id);
    if (from < 0) throw new EditError(`there is no row ${id}`);
    return { kind: 'move', from, to: Math.max(0, Math.min(to, this.length - 1)) };
  }

  /** Reads the saved texts that an edit needs, where it was not built here: after a restart. */
  async prepare(edit: Edit): Promise<void> {
    await this.saved.load(touched(edit));
  }

  /** Applies an edit; a group as a whole or not at all. */
  apply(edit: Edit): Change {
    const rows = new Set<RowId>();
    const before = this.currentOrder;
    this.perform(edit, rows);
    this.currentRevision++;
    for (const id of rows) this.revisions.set(id, this.currentRevision);
    return {
      revision: this.currentRevision,
      rows: [...rows],
      order: !this.currentOrder.equals(before),
    };
  }

  /** What to write so that the file holds the rows as they are now. */
  plan(): Promise<SavePlan> {
    return planSave({
      source: this.source,
      order: this.currentOrder,
      savedOrder: this.saved.order,
      texts: new Map(this.texts),
      eols: this.eols,
    });
  }

  /** What a backup has to keep: how the rows differ from the file. */
  changes(): Promise<Changes> {
    return changesSince(this.saved, this.currentOrder, new Map(this.texts));
  }

  /**
   * Takes the file that `plan` wrote as what is saved. Edits applied since the plan was made stay unsaved;
   * ids stay, so that older edits can still be taken back. Returns the source to be closed.
   */
  rebase(plan: SavePlan, source: RowSource): RowSource {
    if (source.rows !== plan.order.length || source.size !== plan.size) {
      throw new EditError('the file that was just saved has been changed by something else');
    }
    const previous = this.source;
    const ids = [...this.texts.keys(), ...this.saved.loaded].filter((id) => this.positionOf(id) >= 0);
    const current = new Map(ids.map((id) => [id, this.textOf(id)]));
    this.saved.replace(source, plan.order, plan.texts);
    this.texts = new Map();
    for (const [id, text] of current) if (text !== undefined) this.setText(id, text);
    this.eols = plan.eols;
    return previous;
  }

  private perform(edit: Edit, rows: Set<RowId>): void {
    switch (edit.kind) {
      case 'patch':
        this.patch(edit);
        rows.add(edit.row);
        return;
      case 'insert':
        this.insert(edit.at, edit.rows);
        for (const row of edit.rows) rows.add(row.id);
        return;
      case 'delete':
        this.remove(edit.at, edit.rows);
        return;
      case 'move':
        if (this.idAt(edit.from) === undefined || this.idAt(edit.to) === undefined) {
          throw new EditError(`there is no row at position ${edit.from + 1} or ${edit.to + 1}`);
        }
        this.currentOrder = this.currentOrder.move(edit.from, edit.to);
        return;
      case 'group':
        this.performAll(edit.edits, rows);
    }
  }

  private performAll(edits: readonly Edit[], rows: Set<RowId>): void {
    const done: Edit[] = [];
    try {
      for (const edit of edits) {
        this.perform(edit, rows);
        done.push(edit);
      }
    } catch (error) {
      for (const edit of done.reverse()) this.perform(invert(edit), rows);
      throw error;
    }
  }

  private patch({ row, patches, check }: PatchEdit): void {
    const old = this.textOf(row);
    if (old === undefined || this.positionOf(row) < 0)
      throw new EditError(`row ${row} is not there to be edited`);
    if (check !== undefined && hashText(old.text) !== check[0]) {
      throw new EditError('the row has changed since this edit was made');
    }
    this.setText(row, { ...old, text: applyPatches(old.text, patches) });
  }

  private insert(at: number, rows: readonly StoredRow[]): void {
    if (at < 0 || at > this.length || rows.some((row) => this.positionOf(row.id) >= 0)) {
      throw new EditError('the rows to insert are there already, or their place is not');
    }
    const runs: Run[] = rows.map((row) => ({ id: row.id, count: 1 }));
    this.currentOrder = this.currentOrder.insert(at, runs);
    for (const { id, ...text } of rows) {
      this.setText(id, text);
      this.nextId = Math.max(this.nextId, id + 1);
    }
  }

  private remove(at: number, rows: readonly StoredRow[]): void {
    if (rows.some((row, i) => this.idAt(at + i) !== row.id)) {
      throw new EditError('the rows to delete are not where this edit expects them');
    }
    this.currentOrder = this.currentOrder.remove(at, rows.length);
    for (const row of rows) this.texts.delete(row.id);
  }

  private setText(id: RowId, text: RowText): void {
    const saved = this.saved.text(id);
    if (saved !== undefined && sameText(saved, text)) this.texts.delete(id);
    else this.texts.set(id, text);
  }

  private textOf(id: RowId): RowText | undefined {
    return this.texts.get(id) ?? this.saved.text(id);
  }

  private stored(id: RowId): StoredRow {
    const text = this.textOf(id);
    if (text === undefined) {
      throw new EditError(
        `row ${this.positionOf(id) + 1} is too large: rows over 8 MB can be moved, but not copied or deleted, ` +
          'for undoing that would need all of their text in memory',
      );
    }
    return { ...text, id };
  }

  /** A row that is in the dataset, its text loaded. */
  private async editable(id: RowId): Promise<Row> {
    if (this.positionOf(id) < 0) throw new EditError(`row ${id} was deleted`);
    await this.saved.load([id]);
    return this.row(id);
  }
}

function touched(edit: Edit): readonly RowId[] {
  switch (edit.kind) {
    case 'patch':
      return [edit.row];
    case 'insert':
    case 'delete':
      return edit.rows.map((row) => row.id);
    case 'move':
      return [];
    case 'group':
      return edit.edits.flatMap(touched);
  }
}
