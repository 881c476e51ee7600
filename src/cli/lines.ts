import { createReadStream } from 'node:fs';
import { isUtf8 } from 'node:buffer';
import { UsageError } from './command.ts';

export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Without its line end; undefined where `problem` tells why it cannot be read. */
  readonly text: string | undefined;
  readonly problem?: string;
}

const NEWLINE = 0x0a;
const CHUNK = 1 << 20;
/** In bytes: of a longer line only this much is ever held. */
const MAX_LINE = 256 * 1024 * 1024;
const BOM = '\ufeff';

/** A file by its path, or standard input for `-`. Throws UsageError where it cannot be read. */
export async function* readLines(file: string, stdin: NodeJS.ReadableStream): AsyncGenerator<Line[]> {
  const source: AsyncIterable<Buffer | string> =
    file === '-' ? stdin : createReadStream(file, { highWaterMark: CHUNK });
  const splitter = new LineSplitter();
  try {
    for await (const chunk of source)
      yield splitter.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot read ${file}: ${reason}`);
  }
  yield splitter.finish();
}

/** Cuts chunks of bytes into lines; holds no more than the line that is not finished. */
class LineSplitter {
  private number = 0;
  private readonly pending: Buffer[] = [];
  private pendingLength = 0;

  /** The lines that end in `chunk`. */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.hold(chunk.subarray(start, end));
      lines.push(this.take());
      start = end + 1;
    }
    this.hold(chunk.subarray(start));
    return lines;
  }

  /** The last line, where the file does not end with a line break. */
  finish(): Line[] {
    return this.pendingLength === 0 ? [] : [this.take()];
  }

  private hold(bytes: Buffer): void {
    if (this.pendingLength <= MAX_LINE) this.pending.push(bytes);
    this.pendingLength += bytes.length;
  }

  private take(): Line {
    const length = this.pendingLength;
    const [only] = this.pending;
    const bytes = this.pending.length === 1 && only !== undefined ? only : Buffer.concat(this.pending);
    this.pending.length = 0;
    this.pendingLength = 0;
    const number = ++this.number;
    if (length > MAX_LINE) {
      return {
        number,
        text: undefined,
        problem: `the line has ${length} bytes, at most ${MAX_LINE} can be read`,
      };
    }
    if (!isUtf8(bytes)) return { number, text: undefined, problem: 'the line is not valid UTF-8' };
    const text = bytes.toString('utf8');
    return { number, text: number === 1 && text.startsWith(BOM) ? text.slice(1) : text };
  }
}
