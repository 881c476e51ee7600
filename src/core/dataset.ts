import { spliceRow } from './codec/splice.ts';
import { trimPatch } from './codec/trimPatch.ts';
import {
  applyPatches,
  EditError,
  invert,
  type Edit,
  type StoredRow,
  type TextPatch,
  type ValueEdit,
} from './edit.ts';
import { largeRow, parseRow, rowText, sameText, type Row, type RowText } from './row.ts';
import { RowOrder, type Run } from './rowOrder.ts';
import type { RawRow, RowSource } from './rowSource.ts';
import type { RowId } from './sample.ts';
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
  private currentOrder: RowOrder;
  /** Rows of the file as last saved: the place of an id in it is its index in `source`. */
  private savedOrder: RowOrder;
  /** Texts that differ from the file's, and those of rows that the file does not have. */
  private texts = new Map<RowId, RowText>();
  /** Texts in the file of rows that were touched: what tells whether an edit was taken back. */
  private readonly savedTexts = new Map<RowId, RowText>();
  /** Rows whose own line end is not the one that the file had to give them. */
  private eols: ReadonlyMap<RowId, string> = new Map();
  private readonly revisions = new Map<RowId, number>();
  private nextId: RowId;
  private currentRevision = 0;

  constructor(private rowSource: RowSource) {
    this.currentOrder = RowOrder.of([{ id: 0, count: rowSource.rows }]);
    this.savedOrder = this.currentOrder;
    this.nextId = rowSource.rows;
  }

  get source(): RowSource {
    return this.rowSource;
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
    return this.texts.size > 0 || !this.currentOrder.equals(this.savedOrder);
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

  /** 1-based line of the row in the file as last saved; 0 where it is not in it. */
  lineOf(id: RowId): number {
    const index = this.savedOrder.positionOf(id);
    return index < 0 ? 0 : this.rowSource.line(index);
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
    const texts = new Map(ids.map((id) => [id, this.texts.get(id) ?? this.savedTexts.get(id)]));
    const missing = ids.filter((id) => texts.get(id) === undefined);
    const read = new Map<RowId, Row>();
    for (const [id, raw] of await this.readSaved(missing)) {
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
    const known = this.savedTexts.get(id);
    if (known !== undefined) return this.savedOrder.positionOf(id) < 0 ? undefined : parseRow(id, known);
    for (const [, raw] of await this.readSaved([id])) {
      return raw.tooLarge ? largeRow(id, raw) : parseRow(id, rowText(raw.bytes));
    }
    return undefined;
  }

  /** Changes values inside a row. Throws `EditError` where the row is no object, `SpliceError` where a path is not there. */
  async patchRow(id: RowId, edits: readonly ValueEdit[]): Promise<Edit> {
    const row = await this.editable(id);
    if (row.state !== 'ok')
      throw new EditError(`this row cannot be edited: ${row.message ?? 'it is malformed'}`);
    return { kind: 'patch', row: id, patches: spliceRow(row.text, edits) };
  }

  /** Replaces the whole text of a row: how a malformed row is put right by hand. */
  async replaceText(id: RowId, text: string): Promise<Edit> {
    const row = await this.editable(id);
    const stored = this.textOf(id);
    if (row.state === 'tooLarge' || stored?.encoding !== undefined) {
      throw new EditError(`this row cannot be edited: ${row.message ?? 'its text is not readable'}`);
    }
    if (this.rowSource.format === 'jsonl' && /[\r\n]/.test(text)) {
      throw new EditError('a row of a JSON Lines file must stand on one line');
    }
    const patch = trimPatch({ at: 0, removed: row.text, inserted: text });
    return { kind: 'patch', row: id, patches: patch === undefined ? [] : [patch] };
  }

  addRow(at: number, text: string): Edit {
    return { kind: 'insert', at, rows: [{ id: this.nextId++, text }] };
  }

  /** A byte for byte copy right after the row. */
  async duplicateRow(id: RowId): Promise<Edit> {
    await this.editable(id);
    const { eol: _, ...copy } = this.textOf(id) ?? { text: '' };
    return { kind: 'insert', at: this.positionOf(id) + 1, rows: [{ ...copy, id: this.nextId++ }] };
  }

  /** Deletes rows; those that stand together go in one step. Rows that are too large cannot be deleted. */
  async deleteRows(ids: readonly RowId[]): Promise<Edit> {
    const positions = [...new Set(ids)].map((id) => this.positionOf(id)).filter((position) => position >= 0);
    positions.sort((a, b) => b - a);
    await this.load(ids);
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
    await this.load(touched(edit));
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
      source: this.rowSource,
      order: this.currentOrder,
      savedOrder: this.savedOrder,
      texts: new Map(this.texts),
      eols: this.eols,
    });
  }

  /**
   * Takes the file that `plan` wrote as what is saved. Edits applied since the plan was made stay unsaved;
   * ids stay, so that older edits can still be taken back. Returns the source to be closed.
   */
  rebase(plan: SavePlan, source: RowSource): RowSource {
    if (source.rows !== plan.order.length) {
      throw new EditError(`the saved file holds ${source.rows} rows where ${plan.order.length} were written`);
    }
    const now = new Map(this.texts);
    const previous = this.rowSource;
    const touchedRows = new Set([...plan.texts.keys(), ...this.savedTexts.keys(), ...now.keys()]);
    const texts = new Map<RowId, RowText>();
    for (const id of touchedRows) {
      const current = now.get(id) ?? this.savedTexts.get(id);
      const saved = plan.texts.get(id) ?? this.savedTexts.get(id);
      const inFile = plan.order.positionOf(id) >= 0;
      if (inFile && saved !== undefined) this.savedTexts.set(id, saved);
      else this.savedTexts.delete(id);
      if (current === undefined || this.positionOf(id) < 0) continue;
      if (!inFile || saved === undefined || !sameText(current, saved)) texts.set(id, current);
    }
    this.texts = texts;
    this.savedOrder = plan.order;
    this.eols = plan.eols;
    this.rowSource = source;
    return previous;
  }

  private perform(edit: Edit, rows: Set<RowId>): void {
    switch (edit.kind) {
      case 'patch':
        this.patch(edit.row, edit.patches);
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

  private patch(id: RowId, patches: readonly TextPatch[]): void {
    const old = this.textOf(id);
    if (old === undefined || this.positionOf(id) < 0)
      throw new EditError(`row ${id} is not there to be edited`);
    this.setText(id, { ...old, text: applyPatches(old.text, patches) });
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
    const saved = this.savedOrder.positionOf(id) < 0 ? undefined : this.savedTexts.get(id);
    if (saved !== undefined && sameText(saved, text)) this.texts.delete(id);
    else this.texts.set(id, text);
  }

  private textOf(id: RowId): RowText | undefined {
    return this.texts.get(id) ?? this.savedTexts.get(id);
  }

  private stored(id: RowId): StoredRow {
    const text = this.textOf(id);
    if (text === undefined) throw new EditError(`row ${id} is too large to be deleted`);
    return { ...text, id };
  }

  /** A row that is in the dataset, its text loaded. */
  private async editable(id: RowId): Promise<Row> {
    if (this.positionOf(id) < 0) throw new EditError(`row ${id} was deleted`);
    await this.load([id]);
    return this.row(id);
  }

  /** Keeps the saved texts of rows that an edit touches. */
  private async load(ids: readonly RowId[]): Promise<void> {
    const missing = ids.filter((id) => !this.savedTexts.has(id));
    for (const [id, raw] of await this.readSaved(missing)) {
      if (!raw.tooLarge) this.savedTexts.set(id, this.savedText(raw));
    }
  }

  private savedText(raw: RawRow): RowText {
    const text = rowText(raw.bytes);
    return raw.eol === this.rowSource.separator || this.rowSource.format === 'json'
      ? text
      : { ...text, eol: raw.eol };
  }

  /** Rows as in the file, by id; ids that are not in it are left out. */
  private async readSaved(ids: readonly RowId[]): Promise<ReadonlyMap<RowId, RawRow>> {
    const source = this.rowSource;
    const places = [...new Set(ids)]
      .map((id) => ({ id, index: this.savedOrder.positionOf(id) }))
      .filter(({ index }) => index >= 0)
      .sort((a, b) => a.index - b.index);
    const result = new Map<RowId, RawRow>();
    for (let from = 0, to = 0; from < places.length; from = to) {
      const first = places[from]?.index ?? 0;
      for (to = from + 1; places[to]?.index === first + to - from; to++);
      const rows = await source.read(first, to - from);
      rows.forEach((raw, i) => {
        const place = places[from + i];
        if (place !== undefined) result.set(place.id, raw);
      });
    }
    // A save may have finished while the rows were read: what they are then compared with has changed.
    return source === this.rowSource ? result : this.readSaved(ids);
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
