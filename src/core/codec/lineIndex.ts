import { lastAtMost } from '../rowOrder.ts';
import type { RowFormat } from '../rowSource.ts';

/** Offsets of a file's rows: all that is held of a file. Plain data, so that a worker can hand it over. */
export interface RowIndex {
  readonly format: RowFormat;
  /** Offset of each row's text, and one more where the end of the file begins (see RowSource.start). */
  readonly starts: Float64Array;
  /** Array files: offset of each row's end. Lines end where the file says so when they are read. */
  readonly ends?: Float64Array;
  readonly lines: LineNumbers;
  readonly finalNewline: boolean;
  readonly problem?: string;
}

/**
 * 1-based line numbers of rows, kept only where they jump: from row `rows[i]` on, a row's line is its index
 * plus `shifts[i]`.
 */
export interface LineNumbers {
  readonly rows: Float64Array;
  readonly shifts: Float64Array;
}

export function lineOfRow(lines: LineNumbers, row: number): number {
  const place = lastAtMost(lines.rows.length, row, (i) => lines.rows[i] ?? 0);
  return row + (lines.shifts[place] ?? 1);
}

/** A list of numbers that grows by doubling, for millions of offsets. */
export class Offsets {
  private values = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) this.values = doubled(this.values);
    this.values[this.length++] = value;
  }

  last(): number | undefined {
    return this.length === 0 ? undefined : this.values[this.length - 1];
  }

  /** The numbers in memory of their own size. */
  finish(): Float64Array {
    return this.values.slice(0, this.length);
  }
}

function doubled(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}

/** Notes where line numbers jump. */
export class LineShifts {
  private readonly rows = new Offsets();
  private readonly shifts = new Offsets();
  private current = NaN;

  note(row: number, line: number): void {
    if (this.current === line - row) return;
    this.current = line - row;
    this.rows.push(row);
    this.shifts.push(line - row);
  }

  finish(): LineNumbers {
    return { rows: this.rows.finish(), shifts: this.shifts.finish() };
  }
}

const NEWLINE = 10;
const SPACE = 32;
const BOM = [0xef, 0xbb, 0xbf];

/** How many bytes of a byte order mark `head`, the first bytes of a file, begins with: 0 or 3. */
export function bomLength(head: Uint8Array): number {
  return BOM.every((byte, i) => head[i] === byte) ? 3 : 0;
}

/**
 * Finds the rows of a JSON Lines file: every line that holds more than white space. Chunks are handed in
 * one after the other; `indexOf` of the chunk does the work, which for Node's Buffer is native.
 */
export class LineIndexer {
  private starts = new Float64Array(1024);
  private count = 0;
  private readonly shifts = new LineShifts();
  private line = 1;
  /** True while every byte of the current line so far was white space. */
  private blank = true;
  private lineStart = 0;
  private offset = 0;

  /** `bom`: bytes to pass over at the beginning. */
  constructor(bom = 0) {
    this.lineStart = bom;
    this.offset = bom;
  }

  /** The bytes that follow those of the last call; the first call begins after the byte order mark. */
  push(chunk: Uint8Array): void {
    const { shifts, offset } = this;
    let { starts, count, line, blank, lineStart } = this;
    let shift = NaN;
    for (let from = 0; from < chunk.length;) {
      const newline = chunk.indexOf(NEWLINE, from);
      const end = newline < 0 ? chunk.length : newline;
      // Nearly every line begins with a brace. Until the compiler has seen this loop, what it calls is what it costs.
      if (blank && ((chunk[from] ?? 0) > SPACE || holdsMore(chunk, from, end))) {
        blank = false;
        if (line - count !== shift) shifts.note(count, line);
        shift = line - count;
        if (count === starts.length) starts = doubled(starts);
        starts[count++] = lineStart;
      }
      if (newline < 0) break;
      from = newline + 1;
      line++;
      blank = true;
      lineStart = offset + from;
    }
    this.starts = starts;
    this.count = count;
    this.line = line;
    this.blank = blank;
    this.lineStart = lineStart;
    this.offset += chunk.length;
  }

  finish(): RowIndex {
    const begun = this.offset > this.lineStart;
    this.shifts.note(this.count, begun ? this.line + 1 : this.line);
    if (this.count === this.starts.length) this.starts = doubled(this.starts);
    this.starts[this.count] = this.offset;
    return {
      format: 'jsonl',
      starts: this.starts.slice(0, this.count + 1),
      lines: this.shifts.finish(),
      finalNewline: this.blank,
    };
  }
}

function holdsMore(chunk: Uint8Array, from: number, end: number): boolean {
  for (let i = from; i < end; i++) {
    const byte = chunk[i];
    if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) return true;
  }
  return false;
}
