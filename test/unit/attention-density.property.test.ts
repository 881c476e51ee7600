import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regionDensity } from '../../src/core/attention/density.ts';
import { heatmap, type Heatmap } from '../../src/core/attention/heatmap.ts';
import { levelsOf } from '../../src/core/attention/levels.ts';
import type { Box } from '../../src/core/sample.ts';

const WIDTH = 60;
const HEIGHT = 40;
const SIZE = { width: WIDTH, height: HEIGHT };

const maps = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([rows, columns]) =>
    fc
      .array(fc.double({ min: 0.01, max: 10, noNaN: true }), {
        minLength: rows * columns,
        maxLength: rows * columns,
      })
      .map((values) => heatmap(rows, columns, Float64Array.from(values))),
  );
const wholeBox = fc.tuple(
  fc.integer({ min: 0, max: WIDTH - 1 }),
  fc.integer({ min: 0, max: HEIGHT - 1 }),
  fc.integer({ min: 1, max: WIDTH }),
  fc.integer({ min: 1, max: HEIGHT }),
);
const boxes = fc
  .array(
    wholeBox.filter(([x1, y1, x2, y2]) => x1 !== x2 && y1 !== y2),
    { minLength: 1, maxLength: 4 },
  )
  .map((list): readonly Box[] => list);

function densityOf(map: Heatmap, of: readonly Box[]): number {
  const density = regionDensity(map, of, SIZE);
  if (!('value' in density)) throw new Error(density.why);
  return density.value;
}

/** Each pixel's share of every cell, summed. Boxes have whole coordinates. */
function bruteForce({ rows, columns, values }: Heatmap, of: readonly Box[]): number {
  const overlap = (a: number, b: number, c: number, d: number): number =>
    Math.max(0, Math.min(b, d) - Math.max(a, c));
  let [attention, area] = [0, 0];
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const inside = of.some(
        ([x1, y1, x2, y2]) =>
          x >= Math.min(x1, x2) && x < Math.max(x1, x2) && y >= Math.min(y1, y2) && y < Math.max(y1, y2),
      );
      if (!inside) continue;
      area++;
      for (let row = 0; row < rows; row++) {
        const high = overlap(y, y + 1, (row * HEIGHT) / rows, ((row + 1) * HEIGHT) / rows);
        if (high === 0) continue;
        for (let column = 0; column < columns; column++) {
          const wide = overlap(x, x + 1, (column * WIDTH) / columns, ((column + 1) * WIDTH) / columns);
          attention += wide * high * (values[row * columns + column] ?? 0);
        }
      }
    }
  }
  return attention / area / (values.reduce((sum, value) => sum + value, 0) / values.length);
}

describe('region attention density', () => {
  it('is the mean inside over the mean of all, a part of a cell counting by its area', () => {
    const map = heatmap(1, 2, Float64Array.of(1, 3));
    // Half of the weak cell and half of the strong one: 2 over 2.
    expect(densityOf(map, [[15, 0, 45, 40]])).toBeCloseTo(1, 12);
    expect(densityOf(map, [[30, 0, 60, 40]])).toBeCloseTo(1.5, 12);
    // A third of the weak cell, all of the strong one: (1/3·1 + 3)/(4/3) over 2.
    expect(densityOf(map, [[20, 0, 60, 40]])).toBeCloseTo(1.25, 12);
  });

  it('is what summing pixel by pixel gives', () => {
    fc.assert(
      fc.property(maps, boxes, (map, of) => {
        expect(densityOf(map, of)).toBeCloseTo(bruteForce(map, of), 9);
      }),
      { numRuns: 40 },
    );
  });

  it('is 1 for even attention, and for a box over the whole image', () => {
    fc.assert(
      fc.property(maps, boxes, (map, of) => {
        const even = heatmap(
          map.rows,
          map.columns,
          map.values.map(() => 0.37),
        );
        expect(densityOf(even, of)).toBeCloseTo(1, 9);
        expect(densityOf(map, [[-5, -5, 100, 100]])).toBeCloseTo(1, 9);
      }),
    );
  });

  it('changes neither with the unit of attention nor with a finer grid of the same attention', () => {
    fc.assert(
      fc.property(maps, boxes, fc.double({ min: 0.001, max: 1000, noNaN: true }), (map, of, unit) => {
        const { rows, columns, values } = map;
        const density = densityOf(map, of);
        expect(
          densityOf(
            heatmap(
              rows,
              columns,
              values.map((value) => value * unit),
            ),
            of,
          ),
        ).toBeCloseTo(density, 8);
        const fine = Float64Array.from({ length: rows * columns * 6 }, (_, cell) => {
          const [x, y] = [cell % (columns * 2), Math.floor(cell / (columns * 2))];
          return values[Math.floor(y / 3) * columns + Math.floor(x / 2)] ?? 0;
        });
        expect(densityOf(heatmap(rows * 3, columns * 2, fine), of)).toBeCloseTo(density, 8);
      }),
    );
  });

  it('averages to 1 over the parts of an image, by their areas', () => {
    fc.assert(
      fc.property(
        maps,
        fc.integer({ min: 1, max: WIDTH - 1 }),
        fc.integer({ min: 1, max: HEIGHT - 1 }),
        (map, x, y) => {
          const parts: readonly Box[] = [
            [0, 0, x, y],
            [x, 0, WIDTH, y],
            [0, y, x, HEIGHT],
            [x, y, WIDTH, HEIGHT],
          ];
          const sum = parts.reduce(
            (total, [x1, y1, x2, y2]) => total + densityOf(map, [[x1, y1, x2, y2]]) * (x2 - x1) * (y2 - y1),
            0,
          );
          expect(sum / (WIDTH * HEIGHT)).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  it('counts once what several boxes cover, whatever their order and corners', () => {
    fc.assert(
      fc.property(maps, boxes, (map, of) => {
        const turned = [...of].reverse().map(([x1, y1, x2, y2]): Box => [x2, y2, x1, y1]);
        expect(densityOf(map, [...turned, ...of])).toBeCloseTo(densityOf(map, of), 9);
      }),
    );
  });

  it('says why there is none', () => {
    const map = heatmap(2, 2, Float64Array.of(1, 2, 3, 4));
    expect(regionDensity(map, [], SIZE)).toEqual({ why: 'no true box lies in the image' });
    expect(regionDensity(map, [[70, 0, 90, 40]], SIZE)).toEqual({ why: 'no true box lies in the image' });
    expect(regionDensity(heatmap(1, 2, Float64Array.of(0, 0)), [[0, 0, 9, 9]], SIZE)).toEqual({
      why: 'the heatmap has no attention',
    });
    expect(regionDensity(map, new Array<Box>(1001).fill([0, 0, 9, 9]), SIZE)).toEqual({
      why: 'the sample has 1001 boxes',
    });
  });
});

describe('a heatmap as it is drawn', () => {
  it('goes from the weakest cell to the strongest', () => {
    expect(levelsOf(heatmap(1, 3, Float64Array.of(2, 4, 3)))).toEqual({
      rows: 1,
      columns: 3,
      bytes: Uint8Array.of(0, 255, 128),
      least: 2,
      most: 4,
    });
  });

  it('shows even attention as nothing', () => {
    expect([...levelsOf(heatmap(1, 2, Float64Array.of(5, 5))).bytes]).toEqual([0, 0]);
  });

  it('averages a grid that is finer than a screen shows', () => {
    const values = Float64Array.from({ length: 512 * 600 }, (_, cell) => (cell % 600) % 2);
    const { rows, columns, least, most } = levelsOf(heatmap(512, 600, values));
    expect([rows, columns]).toEqual([256, 256]);
    expect(least).toBeGreaterThan(0.3);
    expect(most).toBeLessThan(0.7);
  });
});
