import { read as readCallback } from 'node:fs';
import { promisify } from 'node:util';

const readAt = promisify(readCallback);

const CHUNK = 1 << 20;
const NEWLINE = 0x0a;
/** Bytes of a longer line are passed over. */
const MAX_LINE = 256 * 1024 * 1024;

export interface Line {
  readonly offset: number;
  /** In bytes, with the line end. */
  readonly length: number;
  /** 1-based. */
  readonly number: number;
  /** Without the line end; undefined for a line that is too long to be read. */
  readonly text: string | undefined;
  /** False for the last line of a file while it has no line end. */
  readonly ended: boolean;
}

/** Reads the lines of a file that may be growing, from wherever it was left. */
export class LineReader {
  /** Where the next line begins. */
  position = 0;
  private number = 1;

  /**
   * The lines that are there in the open file, some at a time. One that has no end yet comes last, and comes again with the next call
   * unless `take` says that it was read.
   */
  async *lines(fd: number): AsyncGenerator<readonly Line[]> {
    let pending: Buffer[] = [];
    let pendingLength = 0;
    for (let from = this.position; ;) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const { bytesRead } = await readAt(fd, chunk, 0, CHUNK, from);
      if (bytesRead === 0) break;
      from += bytesRead;
      const bytes = chunk.subarray(0, bytesRead);
      const lines: Line[] = [];
      let start = 0;
      for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
        const length = pendingLength + end + 1 - start;
        const whole =
          pendingLength === 0
            ? bytes.subarray(start, end)
            : Buffer.concat([...pending, bytes.subarray(start, end)]);
        lines.push(this.line(length, length > MAX_LINE ? undefined : whole, true));
        this.position += length;
        this.number++;
        pending = [];
        pendingLength = 0;
        start = end + 1;
      }
      const rest = bytes.subarray(start);
      if (pendingLength <= MAX_LINE && rest.length > 0) pending.push(rest);
      pendingLength += rest.length;
      if (lines.length > 0) yield lines;
    }
    if (pendingLength === 0) return;
    yield [this.line(pendingLength, pendingLength > MAX_LINE ? undefined : Buffer.concat(pending), false)];
  }

  /** The line without an end was read all the same. */
  take(line: Line): void {
    this.position = line.offset + line.length;
  }

  private line(length: number, bytes: Buffer | undefined, ended: boolean): Line {
    const text = bytes?.toString('utf8').replace(/\r$/, '');
    return {
      offset: this.position,
      length,
      number: this.number,
      text: text === undefined ? undefined : withoutMark(text, this.position),
      ended,
    };
  }
}

/** The text at an offset of a file, without the byte order mark that some programs begin a file with. */
export const withoutMark = (text: string, offset: number): string =>
  offset === 0 && text.startsWith('\ufeff') ? text.slice(1) : text;
