import type { Place, Rollout } from '../rollout.ts';

/** A log in plain text, whose records are blocks of lines. */
export interface TextFormat {
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  /** Whether `line` begins a block; `before` is the last line before it that is not blank. */
  begins(line: string, before: string | undefined): boolean;
  /** Whether a block has been written in full, with `rest`, a line without an end, after it at the end of the file. */
  isComplete(block: string, rest: string): boolean;
  /** Throws RecordError. */
  read(block: string, place: Place): Rollout;
}

/** The parts of a block between markers that begin a line, in their order; undefined where a marker is missing. */
export function cut(block: string, markers: readonly string[]): readonly string[] | undefined {
  const [first = '', ...rest] = markers;
  if (!block.startsWith(first)) return undefined;
  // From the end, because what a model wrote may hold any line, and what the trainer wrote after it is short.
  const last = rest.slice(1).reverse();
  const parts: string[] = [];
  let end = block.length;
  for (const marker of last) {
    const at = block.lastIndexOf(`\n${marker}`, end);
    if (at < 0) return undefined;
    parts.unshift(block.slice(at + 1 + marker.length, end));
    end = at;
  }
  const [second] = rest;
  if (second === undefined) return [block.slice(first.length, end), ...parts];
  const at = block.indexOf(`\n${second}`);
  if (at < 0 || at > end) return undefined;
  return [block.slice(first.length, at), block.slice(at + 1 + second.length, end), ...parts];
}
