import { isUtf8 } from 'node:buffer';
import { MAX_LINE, readBlocks, type Block } from './blocks.ts';

export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Without its line end; undefined where `problem` tells why it cannot be read. */
  readonly text: string | undefined;
  readonly problem?: string;
}

const NEWLINE = 0x0a;
const BOM = '\ufeff';

/** A file by its path, or standard input for `-`. Throws UsageError where it cannot be read. */
export async function* readLines(file: string, stdin: NodeJS.ReadableStream): AsyncGenerator<Line[]> {
  for await (const block of readBlocks(file, stdin)) yield linesOf(block);
}

export function linesOf(block: Block): Line[] {
  const { line, tooLong } = block;
  if (tooLong !== undefined) {
    const problem = `the line has ${tooLong} bytes, at most ${MAX_LINE} can be read`;
    return [{ number: line, text: undefined, problem }];
  }
  const bytes = Buffer.from(block.bytes.buffer);
  if (!isUtf8(bytes)) return badLines(bytes, line);
  const texts = bytes.toString('utf8').split('\n');
  if (texts.at(-1) === '') texts.pop();
  return texts.map((text, at) => toLine(text, line + at));
}

/** Those of a block of which at least one is not UTF-8. */
function badLines(bytes: Buffer, first: number): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    const part = bytes.subarray(start, end);
    const number = first + lines.length;
    lines.push(
      isUtf8(part)
        ? toLine(part.toString('utf8'), number)
        : { number, text: undefined, problem: 'the line is not valid UTF-8' },
    );
    start = end + 1;
  }
  return lines;
}

function toLine(text: string, number: number): Line {
  return { number, text: number === 1 && text.startsWith(BOM) ? text.slice(1) : text };
}
