import type { Box } from '../sample.ts';

/** A closed ring of corners, without a corner on a straight side; the last joins the first. */
export type Ring = readonly (readonly [x: number, y: number])[];

/**
 * The outlines of where two unions of boxes agree and differ. Rings go clockwise (y down) round what is inside and
 * the other way round holes, so that their signed areas add up; regions that meet in a corner have rings of their own.
 */
export interface UnionRegions {
  readonly intersection: readonly Ring[];
  /** Of `a` alone, and of `b` alone. */
  readonly onlyA: readonly Ring[];
  readonly onlyB: readonly Ring[];
}

/** Most cells of the grid that all edges cut: some 150 boxes, whose outlines nobody could follow any more. */
const MAX_CELLS = 100_000;
const A = 1;
const B = 2;

/**
 * The regions whose areas `unionAreas` measures, undefined for more boxes than could be drawn. Coordinates must be
 * finite; a box is the same with its corners swapped.
 */
export function unionRegions(a: readonly Box[], b: readonly Box[]): UnionRegions | undefined {
  const xs = distinct([...a, ...b].flatMap((box) => [box[0], box[2]]));
  const ys = distinct([...a, ...b].flatMap((box) => [box[1], box[3]]));
  if (xs.length * ys.length > MAX_CELLS) return undefined;
  const columns = Math.max(0, xs.length - 1);
  const rows = Math.max(0, ys.length - 1);
  const cells = new Uint8Array(columns * rows);
  cover(cells, columns, a, xs, ys, A);
  cover(cells, columns, b, xs, ys, B);
  const outline = (kind: number): Ring[] => rings(cells, columns, rows, kind, xs, ys);
  return { intersection: outline(A | B), onlyA: outline(A), onlyB: outline(B) };
}

function distinct(values: readonly number[]): number[] {
  // Adding 0 makes one of both zeros.
  return [...new Set(values.map((value) => value + 0))].sort((p, q) => p - q);
}

/** Marks the cells of each box. */
function cover(
  cells: Uint8Array,
  columns: number,
  boxes: readonly Box[],
  xs: readonly number[],
  ys: readonly number[],
  mark: number,
): void {
  const column = new Map(xs.map((x, index) => [x, index]));
  const row = new Map(ys.map((y, index) => [y, index]));
  for (const [x1, y1, x2, y2] of boxes) {
    const left = column.get(Math.min(x1, x2)) ?? 0;
    const right = column.get(Math.max(x1, x2)) ?? 0;
    const top = row.get(Math.min(y1, y2)) ?? 0;
    const bottom = row.get(Math.max(y1, y2)) ?? 0;
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const cell = y * columns + x;
        cells[cell] = (cells[cell] ?? 0) | mark;
      }
    }
  }
}

/** Directions of a side, clockwise: right, down, left, up. */
const STEPS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const;

/** Follows the sides of the cells that are marked exactly `kind`, with the inside on the right hand. */
function rings(
  cells: Uint8Array,
  columns: number,
  rows: number,
  kind: number,
  xs: readonly number[],
  ys: readonly number[],
): Ring[] {
  const inside = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < columns && y < rows && cells[y * columns + x] === kind;
  const width = columns + 1;
  /** By corner of the grid: the directions, as bits, in which a side leaves it. */
  const leaving = new Uint8Array(width * (rows + 1));
  const leave = (x: number, y: number, direction: number): void => {
    const corner = y * width + x;
    leaving[corner] = (leaving[corner] ?? 0) | (1 << direction);
  };
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      if (!inside(x, y)) continue;
      if (!inside(x, y - 1)) leave(x, y, 0);
      if (!inside(x + 1, y)) leave(x + 1, y, 1);
      if (!inside(x, y + 1)) leave(x + 1, y + 1, 2);
      if (!inside(x - 1, y)) leave(x, y + 1, 3);
    }
  }
  const found: Ring[] = [];
  for (let corner = 0; corner < leaving.length; corner++) {
    while (leaving[corner] !== 0) found.push(follow(leaving, width, corner, xs, ys));
  }
  return found;
}

/** Takes one ring out of `leaving`, from a corner that a side leaves. */
function follow(
  leaving: Uint8Array,
  width: number,
  start: number,
  xs: readonly number[],
  ys: readonly number[],
): Ring {
  const ring: [number, number][] = [];
  let x = start % width;
  let y = Math.floor(start / width);
  let direction = -1;
  do {
    const next = turn(leaving[y * width + x] ?? 0, direction);
    if (next !== direction) ring.push([xs[x] ?? 0, ys[y] ?? 0]);
    leaving[y * width + x] = (leaving[y * width + x] ?? 0) & ~(1 << next);
    direction = next;
    const [dx, dy] = STEPS[direction] ?? [0, 0];
    x += dx;
    y += dy;
  } while (y * width + x !== start);
  return ring;
}

/** Where two regions meet in a corner, turning right stays with the same one. */
function turn(directions: number, before: number): number {
  const from = before < 0 ? 0 : before;
  for (const by of [1, 0, 3, 2]) {
    const direction = (from + by) % 4;
    if ((directions & (1 << direction)) !== 0) return direction;
  }
  return 0;
}
