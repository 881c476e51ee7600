import { describe, expect, it } from 'vitest';
import { advantages } from '../../src/core/rollouts/advantage.ts';
import { assignGroups, type Grouping } from '../../src/core/rollouts/grouping.ts';
import { groupNames } from '../../src/core/rollouts/groupNames.ts';

interface Row {
  readonly step?: number;
  readonly prompt: number;
  readonly named?: number;
  readonly advantage?: number;
}

function group(rows: readonly Row[]): Grouping {
  return assignGroups({
    count: rows.length,
    step: rows.map(({ step }) => step ?? 1),
    prompt: rows.map(({ prompt }) => prompt),
    named: rows.map(({ named }) => named ?? -1),
    advantage: rows.map(({ advantage }) => advantage ?? NaN),
  });
}

/** Rollouts of one prompt with the advantages that ms-swift gives these rewards as one group. */
function grouped(prompt: number, rewards: readonly number[], step = 1): Row[] {
  const values = rewards.map((reward) => [reward]);
  return advantages(values, [1], 'msSwift').map((advantage) => ({ step, prompt, advantage }));
}

describe('groups', () => {
  it('are those that the dump names, wherever their rollouts stand, within a step', () => {
    const rows = [
      { prompt: 1, named: 0 },
      { prompt: 1, named: 1 },
      { prompt: 1, named: 0 },
      { prompt: 1, named: 0, step: 2 },
    ];
    expect(group(rows)).toMatchObject({ basis: 'named', groups: 3 });
    expect([...group(rows).groupOf]).toEqual([0, 1, 0, 2]);
  });

  it('splits a question that was asked of several images in a row, by what the advantages sum to', () => {
    const rows = [...grouped(1, [1, 0, 0, 0.5]), ...grouped(1, [0, 3, 1, 1]), ...grouped(2, [1, 1, 0, 0])];
    const { groupOf, size, basis } = group(rows);
    expect({ size, basis }).toEqual({ size: 4, basis: 'checked' });
    expect([...groupOf]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
  });

  it('does not take halves that happen to sum to zero for groups', () => {
    const rows = [...grouped(1, [0, 2, 1, 1]), ...grouped(2, [1, 1, 0, 2])];
    expect(group(rows)).toMatchObject({ size: 4, basis: 'checked' });
  });

  it('does not take halves whose advantages are nearly those of a group for groups', () => {
    const rows = grouped(1, [3.71, 9.1, 6.82, 7.81, 9.44, 6.41, 3.44, 7.97]);
    expect(group(rows)).toMatchObject({ size: 8, groups: 1, basis: 'checked' });
  });

  it('goes by runs of equal prompts where all advantages are zero or none are logged', () => {
    const zeros = [...grouped(1, [1, 1, 1]), ...grouped(2, [0, 0, 0])];
    expect(group(zeros)).toMatchObject({ size: 3, basis: 'runs', groups: 2 });
    const none = [1, 1, 2, 2, 3, 3].map((prompt) => ({ prompt }));
    expect(group(none)).toMatchObject({ size: 2, basis: 'runs', groups: 3 });
  });

  it('says so where the advantages fit no size', () => {
    const rows = [1, 1, 2, 2].map((prompt) => ({ prompt, advantage: 0.7 }));
    expect(group(rows)).toMatchObject({ size: 2, basis: 'unsure' });
  });

  it('joins equal prompts of a step that a trainer has put in another order, but not those of two steps', () => {
    const rows = [1, 2, 1, 2, 2, 1].map((prompt) => ({ prompt, step: 1 }));
    expect([...group(rows).groupOf]).toEqual([0, 1, 0, 1, 1, 0]);
    const twice = [1, 1, 1, 1].map((prompt, i) => ({ prompt, step: i < 2 ? 1 : 2 }));
    expect([...group(twice).groupOf]).toEqual([0, 0, 1, 1]);
  });

  it('keeps its size where one run lost a record and the last is still growing', () => {
    const runs = [4, 4, 4, 4, 4, 4, 4, 4, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 1];
    const rows = runs.flatMap((length, prompt) => Array.from({ length }, () => ({ prompt })));
    expect(group(rows)).toMatchObject({ size: 4, groups: runs.length });
  });

  const ofRuns = (...runs: readonly number[]): Row[] =>
    runs.flatMap((length, prompt) => Array.from({ length }, () => ({ prompt })));

  it('have the size that runs of unequal length have in common, without any advantage', () => {
    expect(group(ofRuns(12, 4))).toMatchObject({ size: 4, groups: 4, basis: 'runs' });
    expect(group(ofRuns(4, 12))).toMatchObject({ size: 4, groups: 4, basis: 'runs' });
    expect(group(ofRuns(8, 16, 8, 24))).toMatchObject({ size: 8, groups: 7, basis: 'runs' });
    expect(group(ofRuns(12, 8, 4, 16))).toMatchObject({ size: 4, groups: 10, basis: 'runs' });
    expect(group(ofRuns(4, 4, 4, 2))).toMatchObject({ size: 4, groups: 4, basis: 'runs' });
  });

  it('are whole runs, and no certain ones, where the runs have no size in common', () => {
    const { size, groups, basis } = group(ofRuns(3, 5, 4, 7));
    expect({ size, groups, basis }).toEqual({ size: undefined, groups: 4, basis: 'unsure' });
  });

  it('stay single where most prompts were answered once and a question came up twice in a row', () => {
    expect(group(ofRuns(1, 1, 2, 1, 1, 3, 1))).toMatchObject({ size: 1, groups: 10, basis: 'runs' });
  });

  it('have the size that the advantages tell where the runs have none in common', () => {
    const rows = [
      ...grouped(1, [1, 0, 0, 0.5]),
      ...grouped(2, [1, 0, 0.25]),
      ...grouped(3, [0, 3, 1, 1]),
      ...grouped(4, [2, 0, 1, 0, 1]),
    ];
    expect(group(rows)).toMatchObject({ size: 4, basis: 'checked' });
  });

  it('are single rollouts where every prompt is another', () => {
    expect(group([1, 2, 3].map((prompt) => ({ prompt })))).toMatchObject({ size: 1, groups: 3 });
  });

  it('are named by their step and place', () => {
    const { groupOf, groups } = group(
      [1, 1, 2, 2, 3, 3].map((prompt, i) => ({ prompt, step: i < 4 ? 12 : 13 })),
    );
    expect(groupNames(groupOf, groups, [12, 12, 12, 12, 13, 13])).toEqual(['12-1', '12-2', '13-1']);
  });
});
