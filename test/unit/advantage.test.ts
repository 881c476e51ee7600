import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ADVANTAGE_PRESETS,
  ADVANTAGE_RULES,
  advantages,
  batchValues,
  groupStatistics,
  weightedTotal,
  type AdvantagePreset,
  type Group,
} from '../../src/core/rollouts/advantage.ts';
import { FlatGroups } from '../../src/core/rollouts/flatGroups.ts';
import { Moments } from '../../src/core/rollouts/moments.ts';

const ONE = [1];
/** A group of rollouts with one reward each. */
const group = (...totals: (number | null)[]): Group => totals.map((total) => [total]);
const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
const close = (values: readonly number[]): unknown[] =>
  values.map((value) => expect.closeTo(value, 12) as unknown);

describe('a weighted total', () => {
  it('is Σ wᵢ rᵢ', () => {
    expect(weightedTotal([1, 0.5, 0], [1, 2, 3])).toBe(2);
  });
  it('leaves out what has no value', () => {
    expect(weightedTotal([null, 0.5, 1], [1, 2, 3])).toBe(4);
  });
  it('is none where nothing has a value, and 0 where a zero has', () => {
    expect(weightedTotal([null, null], [1, 1])).toBeNull();
    expect(weightedTotal([null, 0], [1, 1])).toBe(0);
  });
});

describe('statistics of a group', () => {
  it('are the totals, their mean and their sample deviation', () => {
    const rewards = [
      [1, 1],
      [1, 0],
      [0, null],
    ];
    expect(groupStatistics(rewards, [2, 2])).toEqual({ totals: [4, 2, 0], mean: 2, spread: 2, flat: false });
  });

  it('are flat where all totals are equal, or there is only one', () => {
    expect(groupStatistics(group(0.1, 0.1, 0.1), ONE)).toMatchObject({ mean: 0.1, spread: 0, flat: true });
    expect(groupStatistics(group(3), ONE)).toMatchObject({ mean: 3, spread: 0, flat: true });
    expect(groupStatistics([], ONE)).toEqual({ totals: [], mean: 0, spread: 0, flat: true });
  });

  it('are flat where the totals differ by rounding alone', () => {
    expect(
      groupStatistics(
        [
          [0.1, 0.2],
          [0.3, 0],
        ],
        [1, 1],
      ).flat,
    ).toBe(true);
  });

  it('count a rollout without any reward as 0 in ms-swift, and not at all in TRL', () => {
    expect(groupStatistics(group(4, 2, null), ONE, 'msSwift')).toMatchObject({ mean: 2, spread: 2 });
    expect(groupStatistics(group(4, 2, null), ONE, 'trl')).toMatchObject({ mean: 3, spread: Math.SQRT2 });
  });
});

describe('moments', () => {
  it('agree with the definition', () => {
    const numbers = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2 });
    fc.assert(
      fc.property(numbers, (values) => {
        const mean = sum(values) / values.length;
        const variance = sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1);
        const moments = Moments.of(values);
        expect(moments.mean).toBeCloseTo(mean, 9);
        expect(moments.spread).toBeCloseTo(Math.sqrt(variance), 6);
      }),
    );
  });
});

describe('advantages, by hand', () => {
  // Mean 2, sample deviation 2.
  const rewards = group(4, 2, 0);

  it('ms-swift and TRL: (r − mean) ÷ (spread + 1e-4)', () => {
    for (const preset of ['msSwift', 'trl'] as const) {
      expect(advantages(rewards, ONE, preset)).toEqual([2 / 2.0001, 0, -2 / 2.0001]);
    }
  });

  it('verl: (r − mean) ÷ (spread + 1e-6)', () => {
    expect(advantages(rewards, ONE, 'verl')).toEqual([2 / 2.000_001, 0, -2 / 2.000_001]);
  });

  it('verl: a single rollout has mean 0 and spread 1', () => {
    expect(advantages(group(3), ONE, 'verl')).toEqual([3 / 1.000_001]);
  });

  it('unscaled: r − mean', () => {
    expect(advantages(rewards, ONE, 'none')).toEqual([2, 0, -2]);
  });

  it('batch: (r − mean of the group) ÷ (spread of the batch + 1e-4)', () => {
    // The batch 4, 2, 0, 10, 10, 10: mean 6, squares 4 + 16 + 36 + 3 · 16 = 104, spread √(104 / 5).
    const batch = Moments.of([...rewards, ...group(10, 10, 10)].flat());
    const scale = Math.sqrt(104 / 5) + 1e-4;
    expect(advantages(rewards, ONE, 'batch', batch)).toEqual(close([2 / scale, 0, -2 / scale]));
    expect(advantages(group(10, 10, 10), ONE, 'batch', batch)).toEqual([0, 0, 0]);
  });

  it('RLOO: r − mean of the others', () => {
    // 4 − (2 + 0) / 2, 2 − (4 + 0) / 2, 0 − (4 + 2) / 2.
    expect(advantages(rewards, ONE, 'rloo')).toEqual([3, 0, -3]);
    expect(advantages(group(3), ONE, 'rloo')).toEqual([0]);
  });

  it('normalize then sum: each reward over the group, then the sum over the batch', () => {
    // Both rewards have a spread of √½ around their means; the second counts twice.
    const two: Group = [
      [1, 10],
      [0, 11],
    ];
    const unit = 0.5 / (Math.SQRT1_2 + 1e-4);
    const sums = [unit - 2 * unit, -unit + 2 * unit];
    expect(batchValues(two, [1, 2], 'normalizeThenSum')).toEqual(close(sums));
    const spread = Math.SQRT2 * unit;
    const expected = sums.map((value) => value / (spread + 1e-4));
    expect(advantages(two, [1, 2], 'normalizeThenSum')).toEqual(close(expected));
    // Within a batch whose sums have another mean and spread.
    const batch = { mean: 0.25, spread: 2 };
    const inBatch = sums.map((value) => (value - 0.25) / 2.0001);
    expect(advantages(two, [1, 2], 'normalizeThenSum', batch)).toEqual(close(inBatch));
  });

  it('normalize then sum: a reward that a rollout does not have is left out of its sum', () => {
    const some: Group = [
      [1, null],
      [0, 5],
    ];
    const unit = 0.5 / (Math.SQRT1_2 + 1e-4);
    expect(batchValues(some, [1, 1], 'normalizeThenSum')).toEqual(close([unit, -unit]));
  });

  it('a rollout without any reward has advantage 0 in TRL, and its group goes on without it', () => {
    const spread = Math.SQRT2 + 1e-4;
    expect(advantages(group(4, 2, null), ONE, 'trl')).toEqual(close([1 / spread, -1 / spread, 0]));
    expect(advantages(group(4, 2, null), ONE, 'rloo')).toEqual([2, -2, 0]);
    expect(advantages(group(1, null), ONE, 'normalizeThenSum')).toEqual([0, 0]);
  });

  it('a rollout without any reward is one of 0 in ms-swift', () => {
    expect(advantages(group(4, 2, null), ONE, 'msSwift')).toEqual([2 / 2.0001, 0, -2 / 2.0001]);
  });
});

const value = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 8 });
const anyGroup = fc.integer({ min: 1, max: 4 }).chain((rewards) =>
  fc.record({
    group: fc.array(fc.array(value, { minLength: rewards, maxLength: rewards }), {
      minLength: 2,
      maxLength: 12,
    }),
    weights: fc.array(fc.double({ min: 0, max: 3, noNaN: true }), {
      minLength: rewards,
      maxLength: rewards,
    }),
  }),
);

/** Whether one rollout alone has a reward, which verl does not centre. */
const isAlone = (preset: AdvantagePreset, rewards: Group): boolean =>
  preset === 'verl' && rewards.filter((values) => values.some((one) => one !== null)).length === 1;

describe.each(ADVANTAGE_PRESETS)('advantages of %s', (preset) => {
  it('cancel out', () => {
    fc.assert(
      fc.property(anyGroup, ({ group: rewards, weights }) => {
        fc.pre(!isAlone(preset, rewards));
        const all = advantages(rewards, weights, preset);
        expect(all).toHaveLength(rewards.length);
        expect(Math.abs(sum(all))).toBeLessThan(1e-6);
      }),
    );
  });

  it('do not depend on what is added to every total', () => {
    fc.assert(
      fc.property(
        anyGroup,
        fc.double({ min: -2, max: 2, noNaN: true }),
        ({ group: rewards, weights }, by) => {
          fc.pre(!isAlone(preset, rewards));
          const whole = rewards.map((values) => values.map((one) => one ?? 0));
          const moved = whole.map((values) => [...values, by]);
          const before = advantages(whole, weights, preset);
          advantages(moved, [...weights, 1], preset).forEach((after, index) => {
            expect(after).toBeCloseTo(before[index] ?? NaN, 6);
          });
        },
      ),
    );
  });

  it('states its formula', () => {
    expect(ADVANTAGE_RULES[preset].label).not.toBe('');
    expect(ADVANTAGE_RULES[preset].formula).toMatch(/mean/);
  });
});

// Where each reward is normalized by itself another order is right.
describe.each(ADVANTAGE_PRESETS.filter((preset) => preset !== 'normalizeThenSum'))(
  'advantages of %s',
  (preset) => {
    it('follow the order of the totals', () => {
      fc.assert(
        fc.property(anyGroup, ({ group: rewards, weights }) => {
          const whole = rewards.map((values) => values.map((one) => one ?? 0));
          const { totals } = groupStatistics(whole, weights, preset);
          const all = advantages(whole, weights, preset);
          totals.forEach((total, i) => {
            totals.forEach((other, j) => {
              if ((total ?? 0) > (other ?? 0)) expect(all[i]).toBeGreaterThanOrEqual(all[j] ?? NaN);
            });
          });
        }),
      );
    });
  },
);

describe('flat groups', () => {
  it('are counted with all rewards, with each alone, and without each', () => {
    const flat = new FlatGroups([1, 1], 'trl');
    // Both rewards differ; the first alone does; they cancel out; nothing differs.
    flat.add([
      [1, 1],
      [0, 0],
    ]);
    flat.add([
      [1, 1],
      [0, 1],
    ]);
    flat.add([
      [1, 0],
      [0, 1],
    ]);
    flat.add([
      [1, 1],
      [1, 1],
    ]);
    expect(flat.counts).toEqual({ groups: 4, flat: 2, alone: [1, 2], without: [2, 1] });
  });

  it('take the weights into account', () => {
    const flat = new FlatGroups([1, 2], 'trl');
    flat.add([
      [1, 0],
      [0, 1],
    ]);
    expect(flat.counts.flat).toBe(0);
  });

  it('without their only reward have no spread', () => {
    const flat = new FlatGroups([1], 'msSwift');
    flat.add(group(1, 0));
    expect(flat.counts).toEqual({ groups: 1, flat: 0, alone: [0], without: [1] });
  });
});
