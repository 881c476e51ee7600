import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupStatistics } from '../../src/core/rollouts/advantage.ts';

describe('statistics of a group', () => {
  it('are the mean, the sample deviation and the advantages', () => {
    const group = groupStatistics([4, 2, 0]);
    expect(group?.mean).toBe(2);
    expect(group?.spread).toBe(2);
    expect(group?.advantages).toEqual([2 / 2.0001, 0, -2 / 2.0001]);
  });

  it('teach nothing where all rewards are equal, or there is only one', () => {
    expect(groupStatistics([3, 3, 3])).toEqual({ mean: 3, spread: 0, advantages: [0, 0, 0] });
    expect(groupStatistics([3])).toEqual({ mean: 3, spread: 0, advantages: [0] });
    expect(groupStatistics([])).toBeUndefined();
  });

  it('have advantages that cancel out', () => {
    const totals = fc.array(fc.double({ min: 0, max: 4, noNaN: true }), { minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(totals, (rewards) => {
        const sum = groupStatistics(rewards)!.advantages.reduce((all, one) => all + one, 0);
        expect(Math.abs(sum)).toBeLessThan(1e-6);
      }),
    );
  });
});
