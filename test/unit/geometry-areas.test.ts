import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridAreas, GRID_LIMIT } from '../../src/core/geometry/gridArea.ts';
import { area, iou } from '../../src/core/geometry/iou.ts';
import { sweepAreas } from '../../src/core/geometry/sweepArea.ts';
import { unionAreas, type UnionAreas } from '../../src/core/geometry/unionArea.ts';
import type { Box } from '../../src/core/sample.ts';

/** A double as an integer multiple of 2^-1074, the smallest double: exact. */
function exactly(value: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const word = bits.getBigUint64(0);
  const exponent = (word >> 52n) & 0x7ffn;
  const fraction = word & 0xfffffffffffffn;
  const magnitude = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return word >> 63n === 1n ? -magnitude : magnitude;
}

const UNIT = 1n << 1074n;

/** An area in units of 2^-2148 as a double, to within 2^-53 of it and no finer than 2^-100. */
function toNumber(exact: bigint): number {
  const scaled = (exact << 100n) / (UNIT * UNIT);
  return Number(scaled) / 2 ** 100;
}

/** The areas by definition, cell by cell, in exact arithmetic. */
function exactAreas(a: readonly Box[], b: readonly Box[]): UnionAreas {
  const all = [...a, ...b].map((box) => box.map(exactly));
  const cuts = (...axes: number[]): bigint[] =>
    [...new Set(all.flatMap((box) => axes.map((axis) => box[axis] ?? 0n)))].sort((p, q) => (p < q ? -1 : 1));
  const xs = cuts(0, 2);
  const ys = cuts(1, 3);
  const inside = (low: bigint, high: bigint, p: bigint, q: bigint): boolean =>
    p < q ? p <= low && high <= q : q <= low && high <= p;
  const sums = { a: 0n, b: 0n, intersection: 0n, union: 0n };
  for (const [i, x2] of xs.entries()) {
    const x1 = xs[i - 1];
    if (x1 === undefined) continue;
    for (const [j, y2] of ys.entries()) {
      const y1 = ys[j - 1];
      if (y1 === undefined) continue;
      const covers = ([left = 0n, top = 0n, right = 0n, bottom = 0n]: bigint[]): boolean =>
        inside(x1, x2, left, right) && inside(y1, y2, top, bottom);
      const cell = (x2 - x1) * (y2 - y1);
      const inA = all.slice(0, a.length).some(covers);
      const inB = all.slice(a.length).some(covers);
      if (inA) sums.a += cell;
      if (inB) sums.b += cell;
      if (inA && inB) sums.intersection += cell;
      if (inA || inB) sums.union += cell;
    }
  }
  return {
    a: toNumber(sums.a),
    b: toNumber(sums.b),
    intersection: toNumber(sums.intersection),
    union: toNumber(sums.union),
  };
}

function expectClose(found: UnionAreas, expected: UnionAreas): void {
  for (const [name, value] of Object.entries(expected) as [keyof UnionAreas, number][]) {
    expect(Math.abs(found[name] - value), name).toBeLessThanOrEqual(1e-14 * value);
  }
}

const coordinate = fc.oneof(
  fc.integer({ min: -8, max: 8 }),
  // Away from the smallest doubles, whose products are none.
  fc.double({ min: -1000, max: 1000, noNaN: true }).map((value) => Math.round(value * 2 ** 30) / 2 ** 30),
);
const box = fc.tuple(coordinate, coordinate, coordinate, coordinate);
const boxes = fc.array(box, { maxLength: 6 });

describe('areas of unions of boxes', () => {
  it('equal the exact rational areas', () => {
    fc.assert(
      fc.property(boxes, boxes, (a, b) => {
        const exact = exactAreas(a, b);
        expectClose(gridAreas(a, b), exact);
        expectClose(sweepAreas(a, b), exact);
      }),
      { numRuns: 400 },
    );
  });

  it('are the same by the grid and by the sweep, as far as the grid goes', () => {
    const many = fc.array(box, { minLength: 10, maxLength: 15 });
    fc.assert(
      fc.property(many, many, (a, b) => {
        expectClose(gridAreas(a, b), sweepAreas(a, b));
      }),
      { numRuns: 300 },
    );
  });

  it('equal the exact rational areas beyond what the grid takes, whatever their size', () => {
    // Few and many distinct edges, near and far from the origin.
    const side = fc.oneof(
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: -1e6, max: 1e6 }),
      fc.constant(2 ** 50),
    );
    const some = fc.array(fc.tuple(side, side, side, side), {
      minLength: GRID_LIMIT,
      maxLength: GRID_LIMIT + 10,
    });
    fc.assert(
      fc.property(some, boxes, (a, b) => {
        expectClose(unionAreas(a, b), exactAreas(a, b));
      }),
      { numRuns: 30 },
    );
  });

  it('grow with the square of the scale, and stay where boxes are moved, mirrored or put in another order', () => {
    const whole = fc.integer({ min: -1000, max: 1000 });
    const some = fc.array(fc.tuple(whole, whole, whole, whole), { maxLength: 20 });
    const power = fc.integer({ min: -20, max: 20 });
    const map = (list: readonly Box[], change: (value: number) => number): Box[] =>
      list.map(([x1, y1, x2, y2]) => [change(x1), change(y1), change(x2), change(y2)]);
    fc.assert(
      fc.property(some, some, power, whole, (a, b, exponent, offset) => {
        const areas = unionAreas(a, b);
        const changed = (change: (value: number) => number): UnionAreas =>
          unionAreas(map(a, change), map(b, change));
        const scale = 2 ** exponent;
        for (const [name, value] of Object.entries(changed((x) => x * scale))) {
          expect(value).toBe(areas[name as keyof UnionAreas] * scale * scale);
        }
        expect(changed((x) => x + offset)).toEqual(areas);
        expect(changed((x) => -x)).toEqual(areas);
        expect(unionAreas(a.toReversed(), b.toReversed())).toEqual(areas);
        const { a: ofB, b: ofA, intersection, union } = unionAreas(b, a);
        expect({ a: ofA, b: ofB, intersection, union }).toEqual(areas);
      }),
    );
  });

  it('hold beyond what the grid takes', () => {
    const tiles = Array.from({ length: GRID_LIMIT + 9 }, (_, at): Box => [at, 0, at + 1, 1]);
    expect(unionAreas(tiles, [[-1, 0.5, 100, 2]])).toEqual({
      a: 40,
      b: 151.5,
      intersection: 20,
      union: 171.5,
    });
  });

  it.each<[string, Box[], number]>([
    ['count a box with its corners swapped in full', [[10, 20, 0, 0]], 200],
    ['count a box without area as nothing', [[0, 0, 5, 0], [1, 1, 1, 9]], 0], // prettier-ignore
    ['count duplicates once', [[0, 0, 2, 2], [0, 0, 2, 2], [2, 2, 0, 0]], 4], // prettier-ignore
    ['count overlaps once', [[0, 0, 2, 2], [1, 1, 3, 3]], 7], // prettier-ignore
    ['count touching boxes as they are', [[0, 0, 1, 1], [1, 0, 2, 1]], 2], // prettier-ignore
    ['are 0 for no boxes', [], 0],
  ])('%s', (_what, list, expected) => {
    expect(gridAreas(list, []).a).toBe(expected);
    expect(sweepAreas(list, []).a).toBe(expected);
  });

  it('are quick for very many boxes', () => {
    const staircase = Array.from({ length: 20_000 }, (_, at): Box => [at, at, at + 2, at + 2]);
    expect(unionAreas(staircase, staircase.slice(0, 1))).toEqual({
      a: 60_001,
      b: 4,
      intersection: 4,
      union: 60_001,
    });
  });
});

describe('IoU of two boxes', () => {
  it('is symmetric and between 0 and 1', () => {
    fc.assert(
      fc.property(box, box, (a, b) => {
        expect(iou(a, b)).toBe(iou(b, a));
        expect(iou(a, b)).toBeGreaterThanOrEqual(0);
        expect(iou(a, b)).toBeLessThanOrEqual(1);
      }),
    );
  });
  it('is 1 for a box with area and itself, in any order of corners', () => {
    fc.assert(
      fc.property(box, (a) => {
        fc.pre(area(a) > 0);
        expect(iou(a, [a[2], a[3], a[0], a[1]])).toBe(1);
      }),
    );
  });
  it('is 0 for boxes apart, touching or without area', () => {
    expect(iou([0, 0, 1, 1], [2, 2, 3, 3])).toBe(0);
    expect(iou([0, 0, 1, 1], [1, 0, 2, 1])).toBe(0);
    expect(iou([0, 0, 0, 0], [0, 0, 0, 0])).toBe(0);
  });
  it('stays where both boxes grow alike', () => {
    fc.assert(
      fc.property(box, box, fc.integer({ min: -20, max: 20 }), (a, b, exponent) => {
        const scaled = ([x1, y1, x2, y2]: Box): Box => {
          const scale = 2 ** exponent;
          return [x1 * scale, y1 * scale, x2 * scale, y2 * scale];
        };
        expect(iou(scaled(a), scaled(b))).toBe(iou(a, b));
      }),
    );
  });
  it('agrees with the areas of unions', () => {
    fc.assert(
      fc.property(box, box, (a, b) => {
        const { intersection, union } = unionAreas([a], [b]);
        expect(iou(a, b)).toBeCloseTo(union > 0 ? intersection / union : 0, 9);
      }),
    );
  });
});
