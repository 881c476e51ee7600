import { LineShifts, Offsets, type RowIndex } from './lineIndex.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const NEWLINE = 0x0a;

/** What a byte outside strings means; a table, because every byte of the file is looked up. */
const OTHER = 0;
const SPACE = 1;
const OPEN = 2;
const CLOSE = 3;
const KINDS = new Uint8Array(256);
for (const byte of [0x20, 0x09, 0x0d, NEWLINE]) KINDS[byte] = SPACE;
for (const byte of [0x5b, 0x7b]) KINDS[byte] = OPEN;
for (const byte of [0x5d, 0x7d]) KINDS[byte] = CLOSE;

/**
 * Finds the elements of a JSON array file. Elements are told apart by depth and strings alone, so one that
 * is malformed inside does not hide the others.
 */
export class ArrayIndexer {
  private readonly starts = new Offsets();
  private readonly ends = new Offsets();
  private readonly shifts = new LineShifts();
  private offset: number;
  private line = 1;
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** Offset after the last byte of the current element that is no white space; -1 before its first. */
  private elementEnd = -1;
  private tail = -1;
  private stray = false;

  constructor(bom = 0) {
    this.offset = bom;
  }

  /** True once something other than white space follows the array: this is no array file. */
  get hasMore(): boolean {
    return this.stray;
  }

  /** The bytes that follow those of the last call; the first call begins after the byte order mark. */
  push(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (this.inString) {
        i = this.string(chunk, i);
        continue;
      }
      const kind = KINDS[byte];
      if (this.depth > 1 && kind === OTHER && byte !== QUOTE) continue;
      if (byte === NEWLINE) this.line++;
      if (kind !== SPACE) this.token(byte, this.offset + i);
    }
    this.offset += chunk.length;
  }

  finish(): RowIndex {
    const closed = this.tail >= 0;
    if (!closed && this.elementEnd >= 0) this.endElement();
    const rows = this.starts.length;
    this.shifts.note(rows, this.line + 1);
    this.starts.push(closed && rows === 0 ? this.tail : (this.ends.last() ?? this.offset));
    const index: RowIndex = {
      format: 'json',
      starts: this.starts.finish(),
      ends: this.ends.finish(),
      lines: this.shifts.finish(),
      finalNewline: true,
    };
    if (!closed) return { ...index, problem: 'the array that the file holds is never closed by "]"' };
    return this.stray ? { ...index, problem: 'something follows the array that the file holds' } : index;
  }

  /** Passes over string bytes from `from` on; returns the last one passed. */
  private string(chunk: Uint8Array, from: number): number {
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i];
      if (byte === NEWLINE) this.line++;
      if (this.escaped) this.escaped = false;
      else if (byte === BACKSLASH) this.escaped = true;
      else if (byte === QUOTE) {
        this.inString = false;
        this.elementEnd = this.offset + i + 1;
        return i;
      }
    }
    this.elementEnd = this.offset + chunk.length;
    return chunk.length - 1;
  }

  private token(byte: number, at: number): void {
    if (this.tail >= 0) {
      this.stray = true;
      return;
    }
    if (this.depth === 0) {
      this.depth = 1;
      return;
    }
    if (this.depth === 1 && byte === COMMA) {
      if (this.elementEnd < 0) this.beginElement(at);
      this.endElement();
      return;
    }
    const kind = KINDS[byte];
    if (kind === CLOSE && --this.depth === 0) {
      if (this.elementEnd >= 0) this.endElement();
      this.tail = at;
      return;
    }
    if (this.elementEnd < 0) this.beginElement(at);
    this.elementEnd = at + 1;
    if (kind === OPEN) this.depth++;
    else if (byte === QUOTE) this.inString = true;
  }

  private beginElement(at: number): void {
    this.shifts.note(this.starts.length, this.line);
    this.starts.push(at);
    this.elementEnd = at;
  }

  private endElement(): void {
    this.ends.push(this.elementEnd);
    this.elementEnd = -1;
  }
}
