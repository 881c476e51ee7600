import type { Box } from '../sample.ts';
import { parseLiteral } from './python/literal.ts';
import { LiteralFailure, LiteralRaise } from './python/outcome.ts';
import { Flag, Kind, KIND_NAMES, type Tree } from './python/tree.ts';
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

function toBoxes(tree: Tree): BoxParse {
  const root = tree.size - 1;
  if (tree.kind(root) !== Kind.list) {
    return failed(`expected a list of boxes, found a ${kindOf(tree, root)}`, tree.at(root));
  }
  const items = tree.children(root);
  const flat = !items.some((item) => tree.kind(item) === Kind.list);
  const boxes: Box[] = [];
  let tooLarge: number | undefined;
  for (const [index, row] of (flat ? [root] : items).entries()) {
    const name = `box ${index + 1}`;
    if (tree.kind(row) !== Kind.list)
      return failed(`${name} is a ${kindOf(tree, row)}, not a list`, tree.at(row));
    const numbers = tree.children(row);
    if (numbers.length !== 4) {
      const found = `${numbers.length} ${numbers.length === 1 ? 'element' : 'elements'}`;
      return failed(`${name} has ${found}, not 4 numbers`, tree.at(row));
    }
    for (const item of numbers) {
      if (tree.kind(item) !== Kind.number) {
        return failed(`${name} holds a ${kindOf(tree, item)} among its numbers`, tree.at(item));
      }
      if (tree.has(item, Flag.tooLarge)) tooLarge ??= tree.at(item);
    }
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = numbers;
    boxes.push([tree.value(x1), tree.value(y1), tree.value(x2), tree.value(y2)]);
  }
  return tooLarge === undefined ? { kind: 'boxes', boxes, flat } : { kind: 'boxes', boxes, flat, tooLarge };
}

function kindOf(tree: Tree, node: number): string {
  return KIND_NAMES[tree.kind(node)];
}

function failed(reason: string, offset: number): BoxParse {
  return { kind: 'failed', reason, offset };
}
