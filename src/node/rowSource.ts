import { createHash } from 'node:crypto';
import { fstatSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { lineOfRow, type RowIndex } from '../core/codec/lineIndex.ts';
import {
  LARGE_ROW_HEAD,
  MAX_ROW_BYTES,
  type Fingerprint,
  type RawRow,
  type RowFormat,
  type RowSource,
} from '../core/rowSource.ts';
import { bytesInMemory, bytesOnDisk, bytesWithHead, type FileBytes } from './fileBytes.ts';
import { CancelledError, FileChangedError, fileError } from './fileError.ts';
import { indexFile } from './indexFile.ts';
import { indexInWorker, type WorkerOptions } from './indexInWorker.ts';

/** Files up to this size are indexed right here, for starting a thread would take longer, and held in memory. */
const MEMORY_BYTES = 8 * 1024 * 1024;
/** Rows read at once. */
const BATCH_BYTES = 4 * 1024 * 1024;
/** Bytes at both ends of a file that its fingerprint covers. */
export const FINGERPRINT_BYTES = 64 * 1024;

/**
 * Opens a dataset file and indexes its rows. The file stays open, so that rows are read from the very file
 * that was indexed even when another takes its place. Throws `FileError`, or `CancelledError`.
 */
export async function openRowSource(file: string, options: WorkerOptions = {}): Promise<FileRowSource> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    if (options.signal?.aborted === true) throw new CancelledError('opening was cancelled');
    const onDisk = bytesOnDisk(handle.fd);
    const small = onDisk.size <= MEMORY_BYTES;
    const bytes = small ? await bytesWithHead(handle.fd) : onDisk;
    const json = /\.json$/i.test(file);
    const index = await (small
      ? indexFile(bytes, { json })
      : indexInWorker({ fd: handle.fd, json }, options));
    const separator = await separatorOf(bytes, index);
    const source = new FileRowSource(file, handle, bytes, index, await fingerprint(bytes), separator);
    if (small) source.hold();
    return source;
  } catch (error) {
    await handle?.close();
    if (error instanceof CancelledError) throw error;
    throw fileError(error, 'open', file);
  }
}

/** The fingerprint of a file as it is now; throws `FileError`. */
export async function fingerprintOf(file: string): Promise<Fingerprint> {
  try {
    const handle = await open(file, 'r');
    try {
      return await fingerprint(bytesOnDisk(handle.fd));
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(error, 'read', file);
  }
}

/**
 * Whether nothing has written to a file between two fingerprints. A file that was only touched counts as
 * written to: its middle may differ, and a save must not take that back.
 */
export function sameFile(a: Fingerprint, b: Fingerprint): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.hash === b.hash;
}

export class FileRowSource implements RowSource {
  readonly format: RowFormat;
  readonly rows: number;
  readonly size: number;
  readonly finalNewline: boolean;
  readonly problem?: string;
  /** The number by which the file system knows the file that was opened, whatever stands at its path by now. */
  readonly inode: number;
  /** Rows over the limit whose end was looked for: to find it takes reading the row. */
  private readonly largeEnds = new Map<number, number>();
  /** Resolves once a small file is in memory. */
  held: Promise<void> = Promise.resolve();

  /** `separator`: what `RowSource.separator` says. Takes the handle over. */
  constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    private content: FileBytes,
    private readonly index: RowIndex,
    readonly fingerprint: Fingerprint,
    readonly separator: string,
  ) {
    this.format = index.format;
    this.rows = index.starts.length - 1;
    this.size = fingerprint.size;
    this.finalNewline = index.finalNewline;
    this.inode = fstatSync(handle.fd).ino;
    if (index.problem !== undefined) this.problem = index.problem;
  }

  start(index: number): number {
    return this.index.starts[index] ?? this.size;
  }

  line(index: number): number {
    return lineOfRow(this.index.lines, index);
  }

  async read(first: number, count: number): Promise<readonly RawRow[]> {
    const end = Math.min(first + count, this.rows);
    const rows: RawRow[] = [];
    for (let from = Math.max(0, first), to = from; from < end; from = to) {
      for (to = from + 1; to < end && this.start(to + 1) - this.start(from) <= BATCH_BYTES; to++);
      const length = this.start(to) - this.start(from);
      if (to === from + 1 && length > MAX_ROW_BYTES) rows.push(await this.readLarge(from));
      else {
        const batch = await this.bytes(this.start(from), length);
        for (let row = from; row < to; row++) rows.push(this.slice(row, batch, this.start(from)));
      }
    }
    return rows;
  }

  /** Bytes of the file as it was opened. Throws `FileChangedError` where it has become shorter. */
  async bytes(from: number, length: number): Promise<Buffer> {
    const bytes = await this.content.peek(from, length);
    if (bytes.length < length) throw new FileChangedError(this.path);
    return bytes;
  }

  /**
   * Begins to take the file into memory, so that its rows stay what they are should it be written in place. The
   * first rows need not wait for that.
   */
  hold(): void {
    const read = async (): Promise<void> => {
      await setImmediate();
      this.content = (await bytesInMemory(this.handle.fd, this.fingerprint.mtimeMs)) ?? this.content;
    };
    // Where that fails it goes on as a large file does: what cannot be read is told when it is asked for.
    this.held = read().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.held;
    await this.handle.close();
  }

  private slice(row: number, batch: Buffer, base: number): RawRow {
    const start = this.start(row);
    const next = this.start(row + 1);
    const whole = batch.subarray(start - base, next - base);
    const length = this.index.ends === undefined ? lineLength(whole) : (this.index.ends[row] ?? next) - start;
    const eol = this.format === 'json' ? '' : lineEnd(whole, length);
    return { start, end: start + length, next, bytes: whole.subarray(0, length), eol, tooLarge: false };
  }

  private async readLarge(row: number): Promise<RawRow> {
    const start = this.start(row);
    const next = this.start(row + 1);
    const end = this.index.ends?.[row] ?? this.largeEnds.get(row) ?? (await this.findLineEnd(start, next));
    this.largeEnds.set(row, end);
    const tooLarge = end - start > MAX_ROW_BYTES;
    const bytes = await this.bytes(start, tooLarge ? LARGE_ROW_HEAD : end - start);
    const after = await this.bytes(end, Math.min(2, next - end));
    const eol = this.format === 'json' ? '' : lineEnd(after, 0);
    return { start, end, next, bytes, eol, tooLarge };
  }

  private async findLineEnd(start: number, next: number): Promise<number> {
    let before = 0;
    for (let from = start; from < next; from += BATCH_BYTES) {
      const chunk = await this.bytes(from, Math.min(BATCH_BYTES, next - from));
      const newline = chunk.indexOf(10);
      if (newline >= 0) {
        const previous = newline === 0 ? before : chunk[newline - 1];
        return from + newline - (previous === 13 ? 1 : 0);
      }
      before = chunk.at(-1) ?? 0;
    }
    return next;
  }
}

/** Bytes of the line that `bytes` begin with, without its end. */
function lineLength(bytes: Buffer): number {
  const newline = bytes.indexOf(10);
  if (newline < 0) return bytes.length;
  return newline > 0 && bytes[newline - 1] === 13 ? newline - 1 : newline;
}

function lineEnd(bytes: Buffer, at: number): string {
  if (at >= bytes.length) return '';
  return bytes[at] === 13 ? '\r\n' : '\n';
}

async function separatorOf(bytes: FileBytes, index: RowIndex): Promise<string> {
  const [first = 0, second = first] = index.starts;
  if (index.format === 'jsonl') {
    const before = await bytes.peek(Math.max(first, second - 2), 2);
    return before.toString('latin1') === '\r\n' ? '\r\n' : '\n';
  }
  const rows = index.starts.length - 1;
  const from = rows > 1 ? (index.ends?.[0] ?? first) : 0;
  const between = (await bytes.peek(from, (rows > 1 ? second : first) - from)).toString('latin1');
  if (rows > 1) return /^\s*,\s*$/.test(between) ? between : ',';
  return ',' + (/\[(\s*)$/.exec(between)?.[1] ?? '');
}

async function fingerprint(bytes: FileBytes): Promise<Fingerprint> {
  const { size, mtimeMs } = bytes;
  const hash = createHash('sha256');
  hash.update(await bytes.peek(0, FINGERPRINT_BYTES));
  hash.update(await bytes.peek(Math.max(0, size - FINGERPRINT_BYTES), FINGERPRINT_BYTES));
  return { size, mtimeMs, hash: hash.digest('hex') };
}
