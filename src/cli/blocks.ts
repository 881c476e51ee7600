import { createReadStream } from 'node:fs';
import { UsageError } from './command.ts';

/** Whole lines, in an array of their own, which can be handed to a thread. */
export interface Block {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The number of its first line, from 1. */
  readonly line: number;
  /** How many rows, which are the lines that are not blank, come before. */
  readonly row: number;
  /** Where it stands for one line of more bytes than are ever held: how many that line has. */
  readonly tooLong?: number;
}

const NEWLINE = 0x0a;
const CHUNK = 1 << 20;
/** In bytes: of a longer line only this much is ever held. */
export const MAX_LINE = 256 * 1024 * 1024;

/** A file by its path, or standard input for `-`. Throws UsageError where it cannot be read. */
export async function* readBlocks(file: string, stdin: NodeJS.ReadableStream): AsyncGenerator<Block> {
  const source: AsyncIterable<Buffer | string> =
    file === '-' ? stdin : createReadStream(file, { highWaterMark: CHUNK });
  const cutter = new BlockCutter();
  const chunks = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const chunk = await read(chunks, file);
      if (chunk === undefined) break;
      yield* cutter.push(chunk);
    }
    yield* cutter.finish();
  } finally {
    await chunks.return?.();
  }
}

async function read(chunks: AsyncIterator<Buffer | string>, file: string): Promise<Buffer | undefined> {
  try {
    const next = await chunks.next();
    if (next.done === true) return undefined;
    return typeof next.value === 'string' ? Buffer.from(next.value) : next.value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot read ${file}: ${reason}`);
  }
}

/** Cuts chunks of bytes after their last line end; holds no more than the line that is not finished. */
export class BlockCutter {
  private line = 1;
  private row = 0;
  private readonly pending: Buffer[] = [];
  private pendingLength = 0;

  constructor(private readonly maxLine = MAX_LINE) {}

  /** The lines that end in `chunk`. */
  *push(chunk: Buffer): Generator<Block> {
    let rest = chunk;
    const first = chunk.indexOf(NEWLINE);
    if (first >= 0 && this.pendingLength + first > this.maxLine) {
      yield this.longLine(this.pendingLength + first);
      rest = chunk.subarray(first + 1);
    }
    const end = rest.lastIndexOf(NEWLINE) + 1;
    if (end > 0) yield this.block(rest.subarray(0, end));
    this.hold(rest.subarray(end));
  }

  /** The last line, where the input does not end with a line end. */
  *finish(): Generator<Block> {
    if (this.pendingLength > this.maxLine) yield this.longLine(this.pendingLength);
    else if (this.pendingLength > 0) yield this.block(Buffer.alloc(0));
  }

  private hold(bytes: Buffer): void {
    if (bytes.length === 0) return;
    // A copy, for the rest of the chunk is not needed any more.
    if (this.pendingLength <= this.maxLine) this.pending.push(Buffer.from(bytes));
    this.pendingLength += bytes.length;
  }

  private block(end: Buffer): Block {
    const bytes = new Uint8Array(this.pendingLength + end.length);
    let at = 0;
    for (const part of this.pending) {
      bytes.set(part, at);
      at += part.length;
    }
    bytes.set(end, at);
    const block = { bytes, line: this.line, row: this.row };
    this.count(Buffer.from(bytes.buffer));
    this.forget();
    return block;
  }

  private longLine(length: number): Block {
    this.forget();
    return { bytes: new Uint8Array(0), line: this.line++, row: this.row++, tooLong: length };
  }

  private forget(): void {
    this.pending.length = 0;
    this.pendingLength = 0;
  }

  private count(bytes: Buffer): void {
    for (let start = 0; start < bytes.length;) {
      const found = bytes.indexOf(NEWLINE, start);
      const end = found < 0 ? bytes.length : found;
      if (!isBlankLine(bytes, start, end)) this.row++;
      this.line++;
      start = end + 1;
    }
  }
}

/** Without decoding what starts with a visible ASCII character. */
function isBlankLine(bytes: Buffer, start: number, end: number): boolean {
  if (start < end && startsVisibly(bytes[start] ?? 0)) return false;
  return isBlank(bytes.toString('utf8', start, end));
}

/** In ASCII. */
function startsVisibly(first: number): boolean {
  return first > 0x20 && first < 0x80;
}

/** Whether a line is no row: it is skipped, and not counted. */
export function isBlank(line: string): boolean {
  return !startsVisibly(line.charCodeAt(0)) && line.trim() === '';
}
