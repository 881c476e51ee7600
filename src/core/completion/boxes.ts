import type { Box } from '../sample.ts';
import { parseLiteral } from './python/literal.ts';
import { LiteralFailure, LiteralRaise } from './python/outcome.ts';
import type { Value } from './python/value.ts';
import { scanPlainBoxes } from './plainBoxes.ts';

/** What SATORI's bbox reward reads between `<bbox>` and `</bbox>`. Offsets are UTF-16 units of the completion. */
export type BoxParse =
  | {
      readonly kind: 'boxes';
      /** As written, in the model's coordinates; never empty. An int beyond a double is an infinity. */
      readonly boxes: readonly Box[];
      /** True for one flat `[x1, y1, x2, y2]`, which the reward wraps. */
      readonly flat: boolean;
      /** Where an int stands that no float can hold: scaling it raises OverflowError. */
      readonly tooLarge?: number;
    }
  /** Python's SyntaxError or ValueError, or a list that holds something else than boxes: scores 0. */
  | { readonly kind: 'failed'; readonly reason: string; readonly offset: number }
  /** An exception that the reference does not catch: it ends the whole batch. */
  | { readonly kind: 'raise'; readonly type: string; readonly message: string; readonly offset: number };

/**
 * Reads the boxes in [start, end) of `text` as `ast.literal_eval` and SATORI's checks on its result do
 * (Python 3.11). Integers and floats in brackets, which is nearly every completion, never reach the
 * full parser.
 */
export function parseBoxes(text: string, start = 0, end = text.length): BoxParse {
  const plain = scanPlainBoxes(text, start, end);
  if (plain !== undefined) return { kind: 'boxes', boxes: plain, flat: false };
  return parseBoxesInFull(text, start, end);
}

/** The same without the shortcut for plain boxes. */
export function parseBoxesInFull(text: string, start = 0, end = text.length): BoxParse {
  try {
    return toBoxes(parseLiteral(text, start, end));
  } catch (error) {
    if (error instanceof LiteralFailure) {
      return { kind: 'failed', reason: error.message, offset: error.offset };
    }
    if (error instanceof LiteralRaise) {
      return { kind: 'raise', type: error.type, message: error.message, offset: error.offset };
    }
    throw error;
  }
}

function toBoxes(value: Value): BoxParse {
  if (value.kind !== 'list') {
    return { kind: 'failed', reason: `expected a list of boxes, found a ${value.kind}`, offset: value.at };
  }
  const flat = !value.items.some((item) => item.kind === 'list');
  const rows = flat ? [value] : value.items;
  const boxes: Box[] = [];
  let tooLarge: number | undefined;
  for (const [index, row] of rows.entries()) {
    const name = `box ${index + 1}`;
    if (row.kind !== 'list') {
      return { kind: 'failed', reason: `${name} is a ${row.kind}, not a list`, offset: row.at };
    }
    if (row.items.length !== 4) {
      const found = `${row.items.length} ${row.items.length === 1 ? 'element' : 'elements'}`;
      return { kind: 'failed', reason: `${name} has ${found}, not 4 numbers`, offset: row.at };
    }
    const numbers: number[] = [];
    for (const item of row.items) {
      if (item.kind !== 'number') {
        return { kind: 'failed', reason: `${name} holds a ${item.kind} among its numbers`, offset: item.at };
      }
      if (item.tooLarge) tooLarge ??= item.at;
      numbers.push(item.value);
    }
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = numbers;
    boxes.push([x1, y1, x2, y2]);
  }
  return tooLarge === undefined ? { kind: 'boxes', boxes, flat } : { kind: 'boxes', boxes, flat, tooLarge };
}
