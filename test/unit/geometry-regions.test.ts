import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unionAreas } from '../../src/core/geometry/unionArea.ts';
import { unionRegions, type Ring } from '../../src/core/geometry/unionRegions.ts';
import type { Box } from '../../src/core/sample.ts';

/** Positive for a ring that goes clockwise where y points down. */
function signedArea(ring: Ring): number {
  return ring.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length]!;
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

const areaOf = (rings: readonly Ring[]): number => rings.reduce((sum, ring) => sum + signedArea(ring), 0);

/** By the even-odd rule, as a picture is filled. */
function isInside(rings: readonly Ring[], x: number, y: number): boolean {
  let crossings = 0;
  for (const ring of rings) {
    for (const [at, [x1, y1]] of ring.entries()) {
      const [x2, y2] = ring[(at + 1) % ring.length]!;
      if (x1 === x2 && x1 > x && Math.min(y1, y2) <= y && y < Math.max(y1, y2)) crossings++;
    }
  }
  return crossings % 2 === 1;
}

const coordinate = fc.integer({ min: 0, max: 9 });
const box: fc.Arbitrary<Box> = fc.tuple(coordinate, coordinate, coordinate, coordinate);
const boxes = fc.array(box, { maxLength: 7 });

function covers(list: readonly Box[], x: number, y: number): boolean {
  return list.some(
    ([x1, y1, x2, y2]) =>
      Math.min(x1, x2) < x && x < Math.max(x1, x2) && Math.min(y1, y2) < y && y < Math.max(y1, y2),
  );
}

describe('the outlines of two unions of boxes', () => {
  it('enclose the areas of intersection, missed and extra', () => {
    fc.assert(
      fc.property(boxes, boxes, (a, b) => {
        const regions = unionRegions(a, b)!;
        const areas = unionAreas(a, b);
        expect(areaOf(regions.intersection)).toBe(areas.intersection);
        expect(areaOf(regions.onlyA)).toBe(areas.a - areas.intersection);
        expect(areaOf(regions.onlyB)).toBe(areas.b - areas.intersection);
      }),
    );
  });

  it('hold exactly the points that they should, holes left out', () => {
    fc.assert(
      fc.property(boxes, boxes, (a, b) => {
        const { intersection, onlyA, onlyB } = unionRegions(a, b)!;
        for (let x = 0.5; x < 9; x++) {
          for (let y = 0.5; y < 9; y++) {
            const [inA, inB] = [covers(a, x, y), covers(b, x, y)];
            expect([intersection, onlyA, onlyB].map((rings) => isInside(rings, x, y))).toEqual([
              inA && inB,
              inA && !inB,
              inB && !inA,
            ]);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are closed, with a true corner at every point', () => {
    fc.assert(
      fc.property(boxes, boxes, (a, b) => {
        const { intersection, onlyA, onlyB } = unionRegions(a, b)!;
        for (const ring of [...intersection, ...onlyA, ...onlyB]) {
          expect(ring.length).toBeGreaterThanOrEqual(4);
          expect(ring.length % 2).toBe(0);
          for (const [at, [x, y]] of ring.entries()) {
            const [nextX, nextY] = ring[(at + 1) % ring.length]!;
            const [afterX] = ring[(at + 2) % ring.length]!;
            const across = nextY === y;
            expect(across ? nextX !== x : nextX === x).toBe(true);
            expect(across ? afterX === nextX : afterX !== nextX).toBe(true);
          }
        }
      }),
    );
  });

  it('goes round a hole the other way', () => {
    const frame: Box[] = [
      [0, 0, 9, 3],
      [0, 6, 9, 9],
      [0, 0, 3, 9],
      [6, 0, 9, 9],
    ];
    const { onlyA } = unionRegions(frame, [])!;
    expect(onlyA.map(signedArea).sort((p, q) => p - q)).toEqual([-9, 81]);
  });

  it('keeps regions that meet in a corner apart', () => {
    const { onlyA } = unionRegions(
      [
        [0, 0, 2, 2],
        [2, 2, 4, 4],
      ],
      [],
    )!;
    expect(onlyA.map((ring) => ring.length)).toEqual([4, 4]);
  });

  it('takes a box with its corners swapped for the same, and none for a box without area', () => {
    const { intersection, onlyA, onlyB } = unionRegions([[4, 4, 0, 0]], [[1, 1, 1, 3]])!;
    expect(intersection).toEqual([]);
    expect(onlyB).toEqual([]);
    expect(onlyA).toEqual([
      [
        [0, 0],
        [4, 0],
        [4, 4],
        [0, 4],
      ],
    ]);
  });

  it('has nothing to draw for nothing, and does not try with thousands of boxes', () => {
    expect(unionRegions([], [])).toEqual({ intersection: [], onlyA: [], onlyB: [] });
    const many = Array.from({ length: 3000 }, (_, at): Box => [at, at, at + 0.5, at + 0.5]);
    expect(unionRegions(many, many)).toBeUndefined();
  });
});
