import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directionOf, pairedDifference } from '../../src/core/rollouts/runs/difference.ts';
import { changesOf, pairSamples } from '../../src/core/rollouts/runs/pairs.ts';
import { SampleMeans } from '../../src/core/rollouts/runs/sampleMeans.ts';

type Rollout = readonly [key: number, total: number];

function means(rollouts: readonly Rollout[]): SampleMeans {
  const made = new SampleMeans(['total']);
  for (const [i, [key, total]] of rollouts.entries()) made.add(key, i, () => total);
  return made;
}

describe('what a run makes of its samples', () => {
  it('is the mean of the values there are', () => {
    const made = means([[7, 1], [-3, 4], [7, 2], [7, NaN]]); // prettier-ignore
    expect(made.size).toBe(2);
    expect([made.mean(0, 0), made.mean(1, 0)]).toEqual([1.5, 4]);
    expect([made.rollouts.at(0), made.first.at(1)]).toEqual([3, 1]);
    expect(means([[1, NaN]]).mean(0, 0)).toBeNaN();
  });

  it('is compared sample by sample', () => {
    const [base, run] = [means([[1, 0], [2, 1], [3, 1], [4, NaN]]), means([[3, 3], [1, 0], [9, 1], [4, 1]])]; // prettier-ignore
    const pairs = pairSamples(base, run);
    expect([...pairs.base].map((slot) => base.keys.at(slot))).toEqual([1, 3, 4]);
    expect([pairs.onlyBase, pairs.onlyRun]).toEqual([1, 1]);
    expect([...changesOf(base, run, pairs, 0)]).toEqual([0, 2, NaN]);
  });
});

const value = fc.double({ min: -4, max: 4, noNaN: true });
const difference = (base: readonly number[], run: readonly number[]) =>
  pairedDifference(Float64Array.from(base), Float64Array.from(run));

describe('the difference of two runs', () => {
  it('counts every pair once, and turns around with the runs', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value)), (pairs) => {
        const [base, run] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const there = difference(base, run);
        const back = difference(run, base);
        expect(there.improved + there.regressed + there.equal).toBe(pairs.length);
        expect([back.improved, back.regressed, back.equal]).toEqual([
          there.regressed,
          there.improved,
          there.equal,
        ]);
        expect(back.mean).toBeCloseTo(-there.mean, 10);
        expect(there.meanRun - there.meanBase).toBeCloseTo(there.mean, 10);
      }),
    );
  });

  it('has an interval around its mean, always the same', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 40 }), (pairs) => {
        const [base, run] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const { mean, interval } = difference(base, run);
        expect(interval?.method).toBe('bootstrap');
        expect(interval?.low).toBeLessThanOrEqual(mean + 1e-9);
        expect(interval?.high).toBeGreaterThanOrEqual(mean - 1e-9);
        expect(difference(base, run).interval).toEqual(interval);
      }),
      { numRuns: 30 },
    );
  });

  it('is bootstrapped as wide as the normal distribution says for many samples', () => {
    const changes = Array.from({ length: 4000 }, (_, i) => Math.sin(i * 12.9898) * 2);
    const few = difference(changes.map(() => 0), changes); // prettier-ignore
    const spread = Math.sqrt(changes.reduce((sum, x) => sum + (x - few.mean) ** 2, 0) / (changes.length - 1));
    const half = (1.96 * spread) / Math.sqrt(changes.length);
    expect(few.interval?.low).toBeCloseTo(few.mean - half, 2);
    expect(few.interval?.high).toBeCloseTo(few.mean + half, 2);
    const many = [...changes, ...changes, ...changes];
    expect(difference(many.map(() => 0), many).interval?.method).toBe('normal'); // prettier-ignore
  });

  it('has none of a single sample, and leaves out what has no value', () => {
    expect(difference([1], [2])).toEqual({
      samples: 1,
      meanBase: 1,
      meanRun: 2,
      mean: 1,
      improved: 1,
      regressed: 0,
      equal: 0,
    });
    expect(difference([NaN, 1], [1, NaN]).samples).toBe(0);
  });

  it('takes rounding for no change', () => {
    expect([0.1 + 0.2 - 0.3, 1e-6, -1e-6, NaN].map(directionOf)).toEqual([
      'equal',
      'improved',
      'regressed',
      undefined,
    ]);
  });
});
