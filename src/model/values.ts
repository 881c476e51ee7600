/**
 * Where forms, menus, receipts and tables put what belongs to a key: beside it, under it, or, with a key for
 * the row and one for the column, where the two cross.
 */
import type { Box } from '../core/sample.ts';
import { levelBox, type FoundText } from './judged.ts';
import type { TextKind } from './question.ts';
import { besides } from './readingOrder.ts';

export interface Key extends FoundText {
  /** It says nothing but what the question says, so that a value must stand elsewhere. */
  readonly bare: boolean;
}

export interface Value {
  readonly text: FoundText;
  readonly why: string;
}

/** Of the narrower one's width: so much of it stands over or under the other. */
const IN_COLUMN = 0.3;
/** Of the key's height: what is farther below belongs to something else. */
const MAX_DROP = 2;
const NUMBER = /\p{Nd}/u;

/** @param others texts that are no keys */
export function valuesOf(
  keys: readonly Key[],
  others: readonly FoundText[],
  kind: TextKind | undefined,
): Value[] {
  const crossings = keys.flatMap((row) =>
    keys.flatMap((column) => (row === column ? [] : crossing(row, column, others))),
  );
  if (crossings.length > 0) return crossings;
  return keys.flatMap((key) => valueOf(key, others, kind) ?? []);
}

function crossing(row: Key, column: Key, others: readonly FoundText[]): Value[] {
  if (!row.bare || !column.bare || besides(levelBox(row), levelBox(column))) return [];
  // In a form each key has its own value under it; the keys of a table's rows have the next key there.
  if (numberBelow(row, others) !== undefined) return [];
  const why = `where "${row.text}" and "${column.text}" cross`;
  return others
    .filter(
      (text) =>
        besides(levelBox(row), levelBox(text)) &&
        inColumn(levelBox(column), levelBox(text)) &&
        levelBox(text)[1] > levelBox(column)[1],
    )
    .map((text) => ({ text, why }));
}

function valueOf(key: Key, others: readonly FoundText[], kind: TextKind | undefined): Value | undefined {
  const box = levelBox(key);
  const row = others
    .filter((text) => besides(levelBox(text), box))
    .sort((a, b) => gapBeside(box, levelBox(a)) - gapBeside(box, levelBox(b)));
  const wanted = row.find(({ text }) => kind?.text.test(text) === true);
  if (wanted !== undefined && kind !== undefined) {
    return { text: wanted, why: `${kind.name} beside "${key.text}"` };
  }
  // Without a form to go by only a number is told from the next key, and only for a key without one.
  if (!key.bare || NUMBER.test(key.text)) return undefined;
  const right = row.find((text) => NUMBER.test(text.text) && levelBox(text)[0] >= box[2]);
  const below = numberBelow(key, others);
  const nearer =
    below !== undefined &&
    right !== undefined &&
    gapBeside(box, levelBox(right)) < levelBox(below)[1] - box[3];
  if (below !== undefined && !nearer) return { text: below, why: `the value under "${key.text}"` };
  return right === undefined ? undefined : { text: right, why: `the value beside "${key.text}"` };
}

function numberBelow(key: Key, others: readonly FoundText[]): FoundText | undefined {
  return others
    .filter((text) => NUMBER.test(text.text) && isBelow(levelBox(key), levelBox(text)))
    .sort((a, b) => levelBox(a)[1] - levelBox(b)[1])[0];
}

function gapBeside(key: Box, box: Box): number {
  return Math.max(box[0] - key[2], key[0] - box[2]);
}

function isBelow(key: Box, box: Box): boolean {
  const drop = box[1] - key[3];
  return drop >= 0 && drop <= MAX_DROP * (key[3] - key[1]) && inColumn(key, box);
}

function inColumn(a: Box, b: Box): boolean {
  const shared = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  return shared >= IN_COLUMN * Math.min(a[2] - a[0], b[2] - b[0]);
}
