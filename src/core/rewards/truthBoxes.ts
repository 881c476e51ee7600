import type { Json } from '../json.ts';
import type { Box } from '../sample.ts';
import { strip } from '../text/whitespace.ts';
import { PythonError, pythonType } from './pythonError.ts';

/** Most levels of lists of which numpy 2 makes an array. */
const MOST_DIMENSIONS = 64;

/**
 * The true boxes as the reference reads them: `np.array(bboxs)`, then the first four elements of each row as floats
 * for `shapely.geometry.box`. Throws PythonError of the type that numpy, Python or shapely raises.
 *
 * An int of more than 308 digits is an OverflowError in Python, while the float 1e400 is infinite and scores 0. A parsed
 * row has Infinity for both, so both are read as the float.
 */
export function truthBoxes(bboxs: Json): readonly Box[] {
  if (!Array.isArray(bboxs))
    throw new PythonError('TypeError', `bboxs is of type ${pythonType(bboxs)}, not a list`);
  if (isPlain(bboxs)) return bboxs;
  requireArray(bboxs);
  const withText = holdsText(bboxs);
  return bboxs.map((row, index) => toBox(row, `bboxs[${index}]`, withText));
}

/** Lists of four numbers each, which is nearly every row: these are used as they are. */
function isPlain(bboxs: readonly Json[]): bboxs is readonly Json[] & readonly Box[] {
  for (const row of bboxs) {
    if (!Array.isArray(row) || row.length !== 4) return false;
    for (const value of row) if (typeof value !== 'number') return false;
  }
  return true;
}

/** Throws PythonError where numpy can make no array of it: on every level all are lists, of one length, or none is. */
function requireArray(list: readonly Json[]): void {
  let level: readonly Json[] = list;
  for (let depth = 1; level.some((item) => Array.isArray(item)); depth++) {
    if (depth === MOST_DIMENSIONS) {
      throw new PythonError('ValueError', `bboxs is nested more than ${MOST_DIMENSIONS} lists deep`);
    }
    const [first] = level;
    const length = Array.isArray(first) ? first.length : -1;
    if (!level.every((item) => Array.isArray(item) && item.length === length)) {
      throw new PythonError('ValueError', 'the boxes in bboxs have different lengths');
    }
    level = level.flatMap((item) => (Array.isArray(item) ? item : [item]));
  }
}

/** Of something that is nested no deeper than an array can be. */
function holdsText(value: Json): boolean {
  return Array.isArray(value) ? value.some(holdsText) : typeof value === 'string';
}

function toBox(row: Json, name: string, withText: boolean): Box {
  const elements = elementsOf(row, name);
  if (elements.length < 4) {
    const found = `${elements.length} ${elements.length === 1 ? 'element' : 'elements'}`;
    throw new PythonError('IndexError', `${name} has ${found}, a box needs 4`);
  }
  const coordinate = (at: number): number => toFloat(elements[at] ?? null, `${name}[${at}]`, withText);
  // The order of shapely's corners, which decides whose error comes first.
  const x2 = coordinate(2);
  const y1 = coordinate(1);
  const y2 = coordinate(3);
  const x1 = coordinate(0);
  return [x1, y1, x2, y2];
}

/** What indexing a row gives: the elements of a list, the characters of a text. */
function elementsOf(row: Json, name: string): readonly Json[] {
  if (Array.isArray(row)) return row;
  if (typeof row === 'string') return Array.from(row);
  if (row === null) throw new PythonError('TypeError', `${name} is null, not a box`);
  if (typeof row === 'object')
    throw new PythonError('KeyError', `${name} is an object, not a list of 4 numbers`);
  throw new PythonError('IndexError', `${name} is ${String(row)}, not a box: bboxs must be a list of boxes`);
}

function toFloat(value: Json, name: string, withText: boolean): number {
  if (typeof value === 'number') return value;
  // Beside a text, numpy turns a bool into the text "True".
  if (typeof value === 'boolean' && !withText) return Number(value);
  if (typeof value === 'string' || typeof value === 'boolean') return parseFloatText(String(value), name);
  if (Array.isArray(value)) {
    const [only] = value;
    if (value.length === 1 && only !== undefined) return toFloat(only, name, withText);
  }
  throw new PythonError('TypeError', `${name} is of type ${pythonType(value)}, not a number`);
}

/** Python's `float(text)`. */
function parseFloatText(text: string, name: string): number {
  const number = strip(text).replace(/(?<=\d)_(?=\d)/g, '');
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(number)) return Number(number);
  if (/^[+-]?(inf|infinity|nan)$/i.test(number)) return Infinity;
  throw new PythonError('ValueError', `${name} is ${JSON.stringify(text)}, not a number`);
}
