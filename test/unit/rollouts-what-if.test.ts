import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankChange, ranks } from '../../src/core/rollouts/compare/ranks.ts';
import {
  describeChange,
  groupChange,
  sampleChange,
  type ScoredGroup,
} from '../../src/core/rollouts/whatIf.ts';

const scored = (
  totals: readonly (number | null)[],
  advantages: readonly number[] = [],
  flat = false,
): ScoredGroup => ({
  totals,
  advantages,
  flat,
});

describe('ranks', () => {
  it('are shared by even values, and of none where there is no value', () => {
    expect(ranks([1, 3, 3, null, 2, undefined, NaN], 0)).toEqual([
      4,
      1,
      1,
      undefined,
      3,
      undefined,
      undefined,
    ]);
    expect(ranks([1, 1.05], 0.1)).toEqual([1, 1]);
  });

  it('change only where the order of two rollouts does', () => {
    const totals = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(totals, totals, (a, b) => {
        const [x, y] = [a.slice(0, b.length), b.slice(0, a.length)];
        const { swapped, parted } = rankChange(x, y, 0);
        const change = groupChange(scored(x), scored(y));
        if (swapped + parted === 0) expect(change.moved).toBe(0);
        if (change.moved > 0) expect(swapped + parted).toBeGreaterThan(0);
        expect(groupChange(scored(x), scored(x))).toMatchObject({ moved: 0, rescored: 0, turned: 0 });
      }),
    );
  });
});

describe('what another annotation changes', () => {
  it('is told in a line', () => {
    const change = groupChange(
      scored([1, 2, 3, 3], [-1, -0.2, 0.6, 0.6]),
      scored([1, 3, 2, 3], [-1, 0.6, -0.2, 0.6]),
    );
    expect(change).toMatchObject({
      wasRank: [4, 3, 1, 1],
      rank: [4, 1, 3, 1],
      moved: 2,
      rescored: 2,
      turned: 2,
    });
    expect(describeChange(change)).toBe('order of 2 of 4 changed; advantages of 2 changed sign');
  });

  it.each([
    ['totals and order stay as they are; the group stays flat', [1, 1], [1, 1], true, true],
    ['totals of 2 of 2 changed, their order did not; the group stays flat', [1, 1], [2, 2], true, true],
    ['order of 1 of 2 changed; the group is no longer flat', [1, 1], [1, 2], true, false],
    ['order of 1 of 2 changed; the group becomes flat and teaches nothing', [1, 2], [2, 2], false, true],
    ['totals of 1 of 2 changed, their order did not', [1, 2], [1, 3], false, false],
  ])('says: %s', (line, was, now, wasFlat, flat) => {
    expect(describeChange(groupChange(scored(was, [], wasFlat), scored(now, [], flat)))).toBe(line);
  });

  it('is added up over the groups of a sample', () => {
    const changes = [
      groupChange(scored([1, 1], [0, 0], true), scored([1, 2], [-1, 1])),
      groupChange(scored([1, 2], [-1, 1]), scored([2, 1], [1, -1])),
      groupChange(scored([1, null]), scored([1, null])),
    ];
    expect(sampleChange(changes)).toEqual({
      groups: 3,
      rollouts: 6,
      reordered: 2,
      turned: 2,
      flattened: 0,
      revived: 1,
    });
  });
});
