import { LineShifts, Offsets, type RowIndex } from './lineIndex.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);

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
      if (byte === NEWLINE) this.line++;
      if (byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === NEWLINE) continue;
      this.token(byte, this.offset + i);
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
    if (CLOSE.has(byte) && --this.depth === 0) {
      if (this.elementEnd >= 0) this.endElement();
      this.tail = at;
      return;
    }
    if (this.elementEnd < 0) this.beginElement(at);
    this.elementEnd = at + 1;
    if (OPEN.has(byte)) this.depth++;
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
