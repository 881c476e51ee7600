import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { GroupQuery } from '../../src/protocol/rollouts.ts';
import { eachRun } from './support/eachRun.ts';
import type { OpenRun } from './support/openRun.ts';

const ALL: GroupQuery = { where: '', sort: 'file', descending: false };

describe('rollouts without any reward', () => {
  let folder = '';
  let run: OpenRun;

  eachRun((...fresh) => {
    [folder, run] = fresh;
  });

  /** A dump of two rollouts for each group: their rewards. */
  const open = async (...groups: readonly (readonly (number | null)[])[]): Promise<void> => {
    const dump = path.join(folder, 'some.rollouts.jsonl');
    const lines = groups.flatMap((rewards, group) =>
      rewards.map((reward) =>
        JSON.stringify({
          step: 1,
          prompt: `Question ${group}?`,
          completion: `<answer>${group}</answer>`,
          rewards: reward === null ? {} : { answer: reward },
        }),
      ),
    );
    writeFileSync(dump, `${lines.join('\n')}\n`);
    await run.open(dump);
  };
  const listed = async (query: Partial<GroupQuery>): Promise<readonly (number | null)[]> => {
    await run.call('list', { ...ALL, ...query });
    return (await run.call('entries', { start: 0, count: 10 })).map(({ mean }) => mean);
  };

  it('have no mean, spread or advantage, and no number to filter by', async () => {
    await open([null, null]);
    expect(await listed({})).toEqual([null, null]);
    const { summary, rollouts } = await run.call('group', { id: 0 });
    expect(summary).toMatchObject({ mean: null, spread: null, flat: false });
    expect(rollouts.map(({ advantage }) => advantage)).toEqual([null, null]);
    expect(await listed({ where: 'mean<1' })).toEqual([]);
    expect(await listed({ where: 'spread<1' })).toEqual([]);
  });

  it('do not count in the mean of their step, and come last in either order', async () => {
    await open([null, null], [1, 0], [null, null], [1, 1]);
    expect(await listed({})).toEqual([0.75, null, 0.5, null, 1]);
    expect(await listed({ sort: 'mean' })).toEqual([0.5, 1, null, null]);
    expect(await listed({ sort: 'mean', descending: true })).toEqual([1, 0.5, null, null]);
  });

  it('are told what a rollout with every reward gets', async () => {
    await open([0, 0]);
    expect((await run.call('state', null)).fullTotal).toBe(1);
  });
});
