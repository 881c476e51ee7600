import { rowBytes, type RowText } from './row.ts';
import { lastAtMost, type RowOrder } from './rowOrder.ts';
import type { RawRow, RowSource } from './rowSource.ts';
import type { RowId } from './sample.ts';

/** A part of the file to write: bytes of the file that was read, or new ones. */
export type Segment =
  | { readonly kind: 'copy'; readonly from: number; readonly to: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** A dataset at one moment. */
export interface Snapshot {
  readonly source: RowSource;
  readonly order: RowOrder;
  /** The order of `source`'s rows. */
  readonly savedOrder: RowOrder;
  /** Texts of rows that differ from `source` or are not in it. */
  readonly texts: ReadonlyMap<RowId, RowText>;
  /** Line ends that rows go back to once nothing follows them. */
  readonly eols: ReadonlyMap<RowId, string>;
}

export interface SavePlan {
  readonly segments: readonly Segment[];
  /** Bytes of the file that the segments make. */
  readonly size: number;
  readonly order: RowOrder;
  readonly texts: ReadonlyMap<RowId, RowText>;
  readonly eols: ReadonlyMap<RowId, string>;
}

/**
 * Plans a save: rows that nobody touched are copied together with what stands between them, so that the
 * file differs from the old one in the edited places only.
 *
 * JSON Lines: a row takes its line end along, and blank lines stay where the row before them is, even when
 * the row they followed is deleted. Array: what stands between two old neighbours stays between them.
 */
export async function planSave(snapshot: Snapshot): Promise<SavePlan> {
  const plan = new Planner(snapshot);
  await plan.run();
  const { segments, texts, eols } = plan;
  const size = segments.reduce(
    (sum, part) => sum + (part.kind === 'copy' ? part.to - part.from : part.bytes.length),
    0,
  );
  return { segments, size, order: snapshot.order, texts, eols };
}

const encoder = new TextEncoder();

class Planner {
  readonly segments: Segment[] = [];
  readonly texts: Map<RowId, RowText>;
  readonly eols: Map<RowId, string>;
  private readonly source: RowSource;
  /** Ids of rows with a text of their own, ascending. */
  private readonly edited: readonly RowId[];
  private position = 0;
  /** The row written last, if its line has no end yet. */
  private unended: RowId | undefined;

  constructor(private readonly snapshot: Snapshot) {
    this.source = snapshot.source;
    this.texts = new Map(snapshot.texts);
    this.eols = new Map(snapshot.eols);
    this.edited = [...snapshot.texts.keys()].sort((a, b) => a - b);
  }

  async run(): Promise<void> {
    const { source, snapshot } = this;
    this.copy(0, source.start(0));
    await this.blankLinesAfter(-1);
    for (const run of snapshot.order.runs) {
      for (let id = run.id; id < run.id + run.count;) {
        const count = this.untouched(id, run.id + run.count - id);
        if (count > 0) await this.copyRows(id, count);
        else await this.writeRow(id);
        const step = Math.max(1, count);
        id += step;
        this.position += step;
      }
    }
    if (source.format === 'json') this.copy(source.start(source.rows), source.size);
  }

  /** How many rows from `id` on, at most `limit`, stand in the file one after the other as they are now. */
  private untouched(id: RowId, limit: number): number {
    const { savedOrder, texts } = this.snapshot;
    const index = savedOrder.positionOf(id);
    if (index < 0 || texts.has(id)) return 0;
    const together = savedOrder.slice(index, index + limit)[0]?.count ?? 0;
    const { edited } = this;
    const next = edited[lastAtMost(edited.length, id, (i) => edited[i] ?? 0) + 1] ?? Infinity;
    return Math.min(together, next - id);
  }

  private isLast(count: number): boolean {
    return this.position + count === this.snapshot.order.length;
  }

  private async copyRows(id: RowId, count: number): Promise<void> {
    const { source } = this;
    const first = this.snapshot.savedOrder.positionOf(id);
    const end = first + count;
    // All but the last row go with what follows them; what follows the last one depends on its new neighbour.
    this.copy(source.start(first), source.start(end - 1));
    const last = id + count - 1;
    if (source.format === 'jsonl' && !this.isLast(count) && (end < source.rows || source.finalNewline)) {
      this.copy(source.start(end - 1), source.start(end));
    } else {
      const [raw] = await source.read(end - 1, 1);
      if (raw === undefined) throw new RangeError(`row ${end - 1} is not in the file`);
      this.copy(raw.start, raw.end);
      this.after(last, raw, end - 1, count);
    }
    await this.blankLinesAfter(end - 1);
  }

  private async writeRow(id: RowId): Promise<void> {
    const text = this.texts.get(id);
    if (text === undefined) throw new RangeError(`row ${id} has no text`);
    this.write(rowBytes(text));
    const index = this.snapshot.savedOrder.positionOf(id);
    const [raw] = index < 0 ? [] : await this.source.read(index, 1);
    this.after(id, raw, index, 1);
    if (index >= 0) await this.blankLinesAfter(index);
  }

  /** Writes what follows row `id`, the last of `count` that were written: its own bytes where they fit. */
  private after(id: RowId, raw: RawRow | undefined, index: number, count: number): void {
    const { source } = this;
    const last = this.isLast(count);
    if (source.format === 'json') {
      if (last) return;
      if (raw !== undefined && index < source.rows - 1) this.copy(raw.end, raw.next);
      else this.write(encoder.encode(source.separator));
      return;
    }
    const own = this.eols.get(id) ?? raw?.eol ?? this.texts.get(id)?.eol;
    const eol = own ?? (last && !source.finalNewline && source.rows > 0 ? '' : source.separator);
    const blankLines = raw !== undefined && raw.next > raw.end + raw.eol.length;
    if (eol === '' && last && !blankLines) this.unended = id;
    else if (eol !== '' && raw?.eol === eol) this.copy(raw.end, raw.end + eol.length);
    else this.endLine(id, eol);
    if (raw !== undefined) this.copy(raw.end + raw.eol.length, raw.next);
    const text = this.texts.get(id);
    if (raw === undefined && text !== undefined) this.texts.set(id, { ...text, eol });
  }

  /** Writes the end of a row's line; a row that has none gets one for as long as something follows it. */
  private endLine(id: RowId, eol: string): void {
    if (eol === '') this.eols.set(id, '');
    this.write(encoder.encode(eol === '' ? this.source.separator : eol));
  }

  /** Copies the blank lines of deleted rows that stood right after row `index`. */
  private async blankLinesAfter(index: number): Promise<void> {
    const { source } = this;
    const { order, savedOrder } = this.snapshot;
    if (source.format === 'json' || source.line(source.rows) === source.rows + 1) return;
    for (let next = index + 1; next < source.rows; next++) {
      if (order.positionOf(savedOrder.idAt(next) ?? -1) >= 0) return;
      if (source.line(next + 1) === source.line(next) + 1) continue;
      const [raw] = await source.read(next, 1);
      if (raw === undefined) continue;
      if (this.unended !== undefined) this.endLine(this.unended, '');
      this.unended = undefined;
      this.copy(raw.end + raw.eol.length, raw.next);
    }
  }

  private copy(from: number, to: number): void {
    if (from >= to) return;
    const last = this.segments.at(-1);
    if (last?.kind === 'copy' && last.to === from) {
      this.segments[this.segments.length - 1] = { kind: 'copy', from: last.from, to };
    } else this.segments.push({ kind: 'copy', from, to });
  }

  private write(bytes: Uint8Array): void {
    if (bytes.length > 0) this.segments.push({ kind: 'bytes', bytes });
  }
}
