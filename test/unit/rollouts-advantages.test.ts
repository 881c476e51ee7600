import { describe, expect, it } from 'vitest';
import { ADVANTAGE_PRESETS } from '../../src/core/rollouts/advantage.ts';
import { fittingPreset } from '../../src/core/rollouts/fit.ts';
import { FittedAdvantages } from '../../src/core/rollouts/fittedAdvantages.ts';
import { membersOf, tableAdvantages } from '../../src/core/rollouts/tableAdvantages.ts';

const groupOf = Int32Array.from([0, 1, 0, 1, 0, 1, 2, 2, 2]);
const grouped = {
  members: membersOf(groupOf, 3),
  rewards: [
    [1, 0, 0, 1, 1, 1, 0, 0.25, 1],
    [0.3, NaN, 0.6, 0.9, 0.1, 0.2, 0.2, 0.7, 0.4],
  ],
  weights: [1, 2],
  step: [1, 1, 1, 1, 1, 1, 2, 2, 2],
};

describe('advantages of a whole dump', () => {
  it('lists the rollouts of each group in order', () => {
    expect(grouped.members.map((members) => [...members])).toEqual([
      [0, 2, 4],
      [1, 3, 5],
      [6, 7, 8],
    ]);
  });

  it.each(ADVANTAGE_PRESETS.filter((preset) => preset !== 'trl' && preset !== 'verl'))(
    'finds the preset %s by the advantages it gives',
    (preset) => {
      const logged = tableAdvantages(grouped, 9, preset).map((value) => Math.round(value * 1e4) / 1e4);
      expect(fittingPreset(grouped, logged)).toBe(preset);
    },
  );

  it('finds none where nothing fits, and none where nothing was learnt', () => {
    expect(fittingPreset(grouped, [3, 1, 4, 1, 5, 9, 2, 6, 5])).toBeUndefined();
    expect(fittingPreset(grouped, new Array<number>(9).fill(0))).toBeUndefined();
    expect(fittingPreset(grouped, new Array<number>(9).fill(NaN))).toBeUndefined();
  });
});

describe('the advantages that are expected under the preset that fits', () => {
  it.each(ADVANTAGE_PRESETS)('are those of the whole table, group by group: %s', (preset) => {
    const whole = tableAdvantages(grouped, groupOf.length, preset);
    const fitted = new FittedAdvantages(preset, grouped);
    for (const members of grouped.members) {
      const expected = [...members].map((rollout) => ({ value: whole[rollout], preset }));
      expect(fitted.of(members)).toEqual(expected);
    }
  });
});
