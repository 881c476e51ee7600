import { describe, expect, it } from 'vitest';
import { binAt, binEdges } from '../../src/core/rollouts/plots/bins.ts';
import { PairMoments } from '../../src/core/rollouts/plots/correlation.ts';
import { spreadByPart } from '../../src/core/rollouts/plots/quantiles.ts';
import { stepAxis } from '../../src/core/rollouts/plots/spans.ts';

describe('the axis of steps', () => {
  it('has a span for each step while there are few', () => {
    const { spans, spanOf } = stepAxis([30, 10, 20, 10], 5);
    expect(spans).toEqual([10, 20, 30].map((step) => ({ from: step, to: step })));
    expect([10, 20, 30].map((step) => spanOf.get(step))).toEqual([0, 1, 2]);
  });

  it('puts neighbours together where there are many, all of them about as many', () => {
    const { spans, spanOf } = stepAxis(
      Array.from({ length: 1001 }, (_, step) => step),
      100,
    );
    expect(spans).toHaveLength(100);
    expect([spans[0], spans.at(-1)]).toEqual([
      { from: 0, to: 10 },
      { from: 991, to: 1000 },
    ]);
    for (const [step, span] of spanOf) {
      expect(spans[span]?.from).toBeLessThanOrEqual(step);
      expect(spans[span]?.to).toBeGreaterThanOrEqual(step);
    }
  });
});

describe('bins', () => {
  it.each<[number, number, number[]]>([
    [0, 1, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
    [0.03, 3.2, [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5]],
    [-1, 1, [-1, -0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1]],
    [512, 1490, [500, 600, 700, 800, 900, 1000, 1100, 1200, 1300, 1400, 1500]],
    [1, 1, [1, 1.05]],
  ])('from %d to %d have edges that people write', (least, most, edges) => {
    expect(binEdges(least, most, 10)).toEqual(edges);
  });

  it('come to an end for numbers that have no room between them', () => {
    expect(binEdges(1e16, 1e16 + 2, 20).length).toBeLessThan(50);
    expect(binEdges(-1e308, 1e308, 20)).toEqual([-1e308, 1e308]);
  });

  it('hold what is between their edges, the last also its upper one', () => {
    const edges = binEdges(0, 1, 20);
    for (let value = 0; value <= 100; value++) {
      const bin = binAt(edges, value / 100);
      expect(edges[bin]).toBeLessThanOrEqual(value / 100);
      if (value < 100) expect(edges[bin + 1]).toBeGreaterThan(value / 100);
    }
    expect(binAt(edges, 1)).toBe(19);
    expect(binAt(binEdges(1, 1, 20), 1)).toBe(0);
  });
});

describe('the spread of values in parts', () => {
  it('has count, mean and quantiles as numpy does, of finite values alone', () => {
    const values = Float64Array.from([4, 1, 3, 2, NaN, 10, 7]);
    const { count, mean, low, median, high } = spreadByPart(
      values,
      Int32Array.from([0, 0, 0, 0, 0, 2, -1]),
      3,
    );
    expect(count).toEqual([4, 0, 1]);
    expect(mean).toEqual([2.5, NaN, 10]);
    expect(median).toEqual([2.5, NaN, 10]);
    expect(low[0]).toBeCloseTo(1.3, 12);
    expect(high[0]).toBeCloseTo(3.7, 12);
  });
});

describe("Pearson's r", () => {
  const r = (pairs: readonly (readonly [number, number])[]): number | null => {
    const moments = new PairMoments();
    for (const [x, y] of pairs) moments.add(x, y);
    return moments.r;
  };

  it('keeps a spread that is small beside the mean, and takes rounding for none', () => {
    const far = Array.from({ length: 1000 }, (_, i) => [1e6 + 0.001 * (i % 10), i % 10] as const);
    expect(r(far)).toBeCloseTo(1, 6);
    expect(r(far.map(([, y], i) => [i % 2 === 0 ? 0.1 + 0.2 : 0.3, y]))).toBeNull();
  });

  it('is 1 for what rises together, less for the rest, nothing where one has no spread', () => {
    expect(
      r([
        [0, 1],
        [1, 3],
        [2, 5],
        [NaN, 9],
      ]),
    ).toBeCloseTo(1, 12);
    expect(
      r([
        [0, 1],
        [1, 0],
        [2, -1],
      ]),
    ).toBeCloseTo(-1, 12);
    expect(
      r([
        [1, 2],
        [2, 1],
        [3, 4],
        [4, 3],
      ]),
    ).toBeCloseTo(0.6, 12);
    expect([
      r([
        [1, 2],
        [1, 3],
      ]),
      r([]),
    ]).toEqual([null, null]);
  });
});
