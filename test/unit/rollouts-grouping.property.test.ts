import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advantages } from '../../src/core/rollouts/advantage.ts';
import { assignGroups } from '../../src/core/rollouts/grouping.ts';

/** A run of groups of one size: of each its rewards, and whether it asks what the one before asked of another image. */
const runs = fc.constantFrom(2, 4, 8).chain((size) =>
  fc.record({
    size: fc.constant(size),
    groups: fc.array(
      fc.record({
        again: fc.boolean(),
        rewards: fc
          .array(fc.integer({ min: 0, max: 1000 }), { minLength: size, maxLength: size })
          .filter((rewards) => new Set(rewards).size > 1),
      }),
      { minLength: 1, maxLength: 8 },
    ),
  }),
);

describe('groups that a run does not name', () => {
  it('are found by their advantages, however often a question comes again', () => {
    fc.assert(
      fc.property(runs, ({ size, groups }) => {
        const prompt: number[] = [];
        const advantage: number[] = [];
        let asked = 0;
        for (const { again, rewards } of groups) {
          if (!again) asked++;
          const values = rewards.map((reward) => [reward / 100]);
          for (const value of advantages(values, [1], 'msSwift')) {
            prompt.push(asked);
            advantage.push(value);
          }
        }
        const count = prompt.length;
        const zeros = new Array<number>(count).fill(0);
        const named = zeros.map(() => -1);
        const found = assignGroups({ count, step: zeros, prompt, named, advantage });
        const truth = prompt.map((_, i) => Math.floor(i / size));
        expect(found.basis).toBe('checked');
        expect([...found.groupOf]).toEqual(truth);
      }),
    );
  });
});
