import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RolloutMapping } from '../../src/core/rollouts/formats/mapped.ts';
import type { DumpRecord } from '../../src/node/rollouts/dumpFile.ts';
import { eachRun } from './support/eachRun.ts';
import type { OpenRun } from './support/openRun.ts';
import { recordsOf } from './support/records.ts';

const fixture = (name: string): string => path.join(import.meta.dirname, '../fixtures/rollouts', name);

const read = (name: string, mapping?: RolloutMapping): Promise<readonly DumpRecord[]> =>
  recordsOf(fixture(name), mapping);

/** Written by pandas as TRL does: step, prompt, completion, rewards, extra columns, advantage. */
describe('extra columns of TRL', () => {
  let run: OpenRun;
  eachRun((_folder, fresh) => {
    run = fresh;
  });

  it('are those that are no floating-point numbers, and all that follow them', async () => {
    const [record] = await read('trl-extras');
    expect(record?.rollouts[0]).toMatchObject({
      logged: { accuracy_reward: 1, format_reward: 1 },
      columns: { boxes: 0, answer_text: '00', confidence: 0.9 },
    });
    const state = await run.open(fixture('trl-extras'));
    expect(state).toMatchObject({ logged: ['accuracy_reward', 'format_reward'], preset: 'msSwift' });
    expect(state).not.toHaveProperty('rewardsNote');
  });

  it('are told from rewards by the logged advantages where types do not tell', async () => {
    const state = await run.open(fixture('trl-float-extra'));
    expect(state).toMatchObject({ preset: 'msSwift', fullTotal: 2 });
    expect(state.rewardsNote).toMatch(
      /^confidence counts as no reward: .* follow from accuracy_reward, format_reward alone/,
    );
    const { rollouts } = await run.call('group', { id: 0 });
    expect(rollouts.map(({ total }) => total)).toEqual([2, 1, 0, 2]);
  });

  it('are uncertain where nothing tells, which is told', async () => {
    const state = await run.open(fixture('trl-weighted'));
    expect(state).not.toHaveProperty('preset');
    expect(state.rewardsNote).toMatch(
      /^which of accuracy_reward, format_reward, confidence are rewards is not certain, /,
    );
  });

  it('are what a person does not name as rewards', async () => {
    const mapping = { rewards: ['accuracy_reward', 'boxes'] };
    const [record] = await read('trl-extras', mapping);
    expect(record?.rollouts[0]).toMatchObject({
      logged: { accuracy_reward: 1, boxes: 0 },
      columns: { format_reward: 1, confidence: 0.9 },
    });
    const state = await run.open(fixture('trl-weighted'), undefined, { mapping });
    expect(state.logged).toEqual(['accuracy_reward']);
    expect(state).not.toHaveProperty('rewardsNote');
  });

  it('stay as they are in a run that has none of the named rewards', async () => {
    const [record] = await read('trl-extras', { rewards: ['iou'] });
    expect(Object.keys(record?.rollouts[0]?.logged ?? {})).toContain('accuracy_reward');
  });
});

describe('rows that TRL logs again', () => {
  it('are left out: a whole file where nothing was generated, and what its buffer still held', async () => {
    const records = await read('trl-repeats');
    const steps = records.flatMap(({ rollouts }) => rollouts.map(({ step }) => step));
    // 12 rows of step 1, all of them again in step 2, and the last 8 of them before 4 new ones in step 3.
    expect(steps).toEqual([...Array<number>(12).fill(1), ...Array<number>(4).fill(3)]);
    expect(records.reduce((sum, { repeated = 0 }) => sum + repeated, 0)).toBe(20);
  });
});
