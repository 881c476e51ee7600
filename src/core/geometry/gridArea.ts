import type { Box } from '../sample.ts';
import type { UnionAreas } from './unionArea.ts';

/** As many boxes as an integer has bits to mark them with. */
export const GRID_LIMIT = 31;

/** The lines of a grid along one axis, and which boxes span the strip between each line and the next, as bits. */
class Axis {
  /** The distinct edges in order. */
  readonly lines = new Float64Array(2 * GRID_LIMIT);
  count = 0;
  readonly masks = new Int32Array(2 * GRID_LIMIT);
  private readonly lows = new Float64Array(GRID_LIMIT);
  private readonly highs = new Float64Array(GRID_LIMIT);

  add(box: number, one: number, other: number): void {
    this.lows[box] = one < other ? one : other;
    this.highs[box] = one < other ? other : one;
    this.insert(one);
    this.insert(other);
  }

  /** Sets the masks, once all `boxes` are added. */
  mark(boxes: number): void {
    const { lines, masks, lows, highs, count } = this;
    masks.fill(0, 0, count);
    for (let box = 0; box < boxes; box++) {
      const low = lows[box] ?? 0;
      const high = highs[box] ?? 0;
      let at = 0;
      while ((lines[at] ?? 0) < low) at++;
      for (; (lines[at] ?? 0) < high; at++) masks[at] = (masks[at] ?? 0) | (1 << box);
    }
  }

  private insert(line: number): void {
    const { lines } = this;
    let place = this.count;
    while (place > 0 && (lines[place - 1] ?? 0) > line) place--;
    if (place > 0 && lines[place - 1] === line) return;
    for (let at = this.count++; at > place; at--) lines[at] = lines[at - 1] ?? 0;
    lines[place] = line;
  }
}

const columns = new Axis();
const rows = new Axis();

/**
 * The areas of unionAreas for at most GRID_LIMIT boxes: the edges cut the plane into a grid, and each column and
 * each row knows as a bit mask which boxes span it. For the few boxes of a sample this beats the sweep severalfold,
 * and it allocates nothing but its result.
 */
export function gridAreas(a: readonly Box[], b: readonly Box[]): UnionAreas {
  columns.count = 0;
  rows.count = 0;
  addBoxes(a, 0);
  addBoxes(b, a.length);
  const boxes = a.length + b.length;
  columns.mark(boxes);
  rows.mark(boxes);
  const ofA = (1 << a.length) - 1;

  let areaA = 0;
  let areaB = 0;
  let intersection = 0;
  let union = 0;
  for (let column = 0; column + 1 < columns.count; column++) {
    const columnMask = columns.masks[column] ?? 0;
    if (columnMask === 0) continue;
    let heightA = 0;
    let heightB = 0;
    let both = 0;
    let either = 0;
    for (let row = 0; row + 1 < rows.count; row++) {
      const mask = columnMask & (rows.masks[row] ?? 0);
      if (mask === 0) continue;
      const height = (rows.lines[row + 1] ?? 0) - (rows.lines[row] ?? 0);
      const inA = (mask & ofA) !== 0;
      const inB = (mask & ~ofA) !== 0;
      either += height;
      if (inA) heightA += height;
      if (inB) heightB += height;
      if (inA && inB) both += height;
    }
    const width = (columns.lines[column + 1] ?? 0) - (columns.lines[column] ?? 0);
    areaA += width * heightA;
    areaB += width * heightB;
    intersection += width * both;
    union += width * either;
  }
  return { a: areaA, b: areaB, intersection, union };
}

function addBoxes(boxes: readonly Box[], first: number): void {
  let number = first;
  for (const box of boxes) {
    columns.add(number, box[0], box[2]);
    rows.add(number, box[1], box[3]);
    number++;
  }
}
