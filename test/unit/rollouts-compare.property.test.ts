import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/core/rollouts/compare/compare.ts';
import type { CompareInput } from '../../src/core/rollouts/compare/comparison.ts';
import { rankChange, ranking } from '../../src/core/rollouts/compare/ranks.ts';
import { slowest } from '../../src/core/rollouts/compare/slowest.ts';
import { ABSENT } from '../../src/core/rollouts/table.ts';

/** Rewards in steps of 0.25, so that ties are common; now and then none, or not scored. */
const reward = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -4, max: 8 }).map((value) => value / 4) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, ABSENT) },
);
const pair = fc.tuple(reward, reward);
const dump = fc.array(fc.array(pair, { minLength: 1, maxLength: 8 }), { maxLength: 12 });

const TOLERANCE = 1e-6;

type Pairs = readonly (readonly (readonly [number, number])[])[];

function inputOf(pairs: Pairs, more: Partial<CompareInput> = {}): CompareInput {
  const flat = pairs.flat();
  let next = 0;
  const side = (which: 0 | 1): CompareInput['a'] => ({
    values: Float64Array.from(flat, (each) => each[which]),
    failed: () => which === 1,
  });
  return {
    a: side(0),
    b: side(1),
    groups: pairs.map((group) => group.map(() => next++)),
    step: flat.map(() => 1),
    tolerance: TOLERANCE,
    preset: 'msSwift',
    ...more,
  };
}

const swapSides = (input: CompareInput): CompareInput => ({ ...input, a: input.b, b: input.a });

describe('comparing two ways of scoring', () => {
  it('finds nothing between a side and itself', () => {
    fc.assert(
      fc.property(dump, (pairs) => {
        const input = inputOf(pairs);
        const { summary, differing, oneSided, changed } = compare({ ...input, b: input.a });
        expect([differing.length, oneSided.length, changed.length]).toEqual([0, 0, 0]);
        expect(summary).toMatchObject({ differ: 0, largest: 0, swapped: 0, parted: 0, turned: 0 });
      }),
    );
  });

  it('counts every rollout once on each side, and every difference', () => {
    fc.assert(
      fc.property(dump, (pairs) => {
        const { summary, differing, oneSided } = compare(inputOf(pairs));
        const flat = pairs.flat();
        for (const side of [summary.a, summary.b])
          expect(side.rewards + side.failed + side.none + side.absent).toBe(flat.length);
        const finite = flat.filter((each) => each.every(Number.isFinite));
        expect(summary.compared).toBe(finite.length);
        expect(summary.differ).toBe(finite.filter(([a, b]) => a !== b).length);
        expect(summary.oneSided).toBe(
          flat.filter(([a, b]) => a !== ABSENT && b !== ABSENT && Number.isNaN(a) !== Number.isNaN(b)).length,
        );
        expect([differing.length, oneSided.length]).toEqual([summary.differ, summary.oneSided]);
      }),
    );
  });

  it('has the largest difference first', () => {
    fc.assert(
      fc.property(dump, (pairs) => {
        const flat = pairs.flat();
        const sizes = [...compare(inputOf(pairs)).differing].map((at) => {
          const [a, b] = flat[at] ?? [0, 0];
          return Math.abs(a - b);
        });
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      }),
    );
  });

  it('says the same of both directions', () => {
    fc.assert(
      fc.property(dump, (pairs) => {
        const input = inputOf(pairs);
        const [there, back] = [compare(input), compare(swapSides(input))];
        expect([...back.differing]).toEqual([...there.differing]);
        const { meanA, meanB, a, b, flatA, flatB, ...same } = there.summary;
        expect(back.summary).toMatchObject({ meanA: meanB, meanB: meanA, flatA: flatB, flatB: flatA });
        expect([back.summary.a, back.summary.b]).toEqual([b, a]);
        expect(back.summary.correlation ?? 0).toBeCloseTo(same.correlation ?? 0, 9);
        expect({ ...back.summary, correlation: 0 }).toMatchObject({ ...same, correlation: 0 });
      }),
    );
  });

  it('sees no change of order in a scale or a shift, but in a reversal of every uneven pair', () => {
    const finite = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(finite, (values) => {
        const uneven = values.flatMap((a, i) => values.slice(i + 1).filter((b) => a !== b)).length;
        const [scaled, reversed] = [values.map((value) => value * 3 + 1), values.map((value) => -value)];
        expect(rankChange(values, scaled, TOLERANCE)).toEqual({ swapped: 0, parted: 0 });
        expect(rankChange(values, reversed, TOLERANCE)).toEqual({ swapped: uneven, parted: 0 });
      }),
    );
  });

  it('ranks from the best down, those without a reward last', () => {
    expect(ranking([0.5, NaN, 1, 0.5, ABSENT])).toEqual([2, 0, 3, 1, 4]);
    expect(rankChange([1, 1, 0], [1, 0, 0], TOLERANCE)).toEqual({ swapped: 0, parted: 2 });
    expect(rankChange([1, NaN, 0], [0, 1, 1], TOLERANCE)).toEqual({ swapped: 1, parted: 0 });
  });

  it('tells groups whose advantages turn, and those that no longer teach anything', () => {
    const pairs: Pairs = [
      [
        [1, 0],
        [0, 1],
      ],
      [
        [1, 1],
        [0, 1],
      ],
    ];
    const { summary, changed } = compare(inputOf(pairs));
    expect(summary).toMatchObject({
      groups: 2,
      reranked: 2,
      swapped: 1,
      parted: 1,
      turnedGroups: 1,
      turned: 2,
      flatA: 0,
      flatB: 1,
      meanA: 0.5,
      meanB: 0.75,
    });
    expect(changed).toEqual([
      { group: 0, swapped: 1, parted: 0, turned: 2 },
      { group: 1, swapped: 0, parted: 1, turned: 0 },
    ]);
  });

  it('tells failures from rewards of 0 and from none', () => {
    const pairs: Pairs = [
      [
        [0, NaN],
        [0, 0],
        [NaN, 0],
        [1, ABSENT],
      ],
    ];
    const { summary, oneSided } = compare(inputOf(pairs));
    expect([...oneSided]).toEqual([0, 2]);
    expect(summary).toMatchObject({
      compared: 1,
      differ: 0,
      a: { rewards: 3, failed: 0, none: 1, absent: 0 },
      b: { rewards: 2, failed: 1, none: 0, absent: 1 },
    });
  });

  it('looks at the rollouts of a filter alone, and at the groups that hold one of them', () => {
    const pairs: Pairs = [
      [
        [1, 0],
        [0, 1],
      ],
      [
        [1, 0],
        [0, 1],
      ],
    ];
    const mask = Uint8Array.from([1, 0, 0, 0]);
    const { summary, differing, changed } = compare(inputOf(pairs, { mask }));
    expect([...differing]).toEqual([0]);
    expect(summary).toMatchObject({ compared: 1, groups: 1 });
    expect(changed.map(({ group }) => group)).toEqual([0]);
  });

  it('has the correlation that the definition gives', () => {
    const finite = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
      minLength: 3,
      maxLength: 30,
    });
    fc.assert(
      fc.property(finite, (pairs) => {
        const { correlation } = compare(inputOf([pairs])).summary;
        const mean = (which: 0 | 1): number =>
          pairs.reduce((sum, each) => sum + each[which], 0) / pairs.length;
        const [x, y] = [mean(0), mean(1)];
        const sum = (of: (a: number, b: number) => number): number =>
          pairs.reduce((all, [a, b]) => all + of(a - x, b - y), 0);
        const spread = Math.sqrt(sum((a) => a * a) * sum((_, b) => b * b));
        if (spread === 0) expect(correlation).toBeNull();
        else expect(correlation).toBeCloseTo(sum((a, b) => a * b) / spread, 9);
      }),
    );
  });

  it('lists the slowest with the median of all', () => {
    const times = [3, NaN, 9, 1, 9];
    const time = (rollout: number): number => times[rollout] ?? NaN;
    expect(slowest(times.length, time, 2)).toEqual({ rollouts: [2, 4], median: 3 });
    expect(slowest(1, () => NaN, 2)).toEqual({ rollouts: [], median: null });
  });
});
