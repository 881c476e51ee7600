import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { traces } from '../../src/core/rollouts/formats/traces.ts';
import type { Rollout } from '../../src/core/rollouts/rollout.ts';
import type { DumpRecord } from '../../src/node/rollouts/dumpFile.ts';
import { eachRun } from './support/eachRun.ts';
import type { OpenRun } from './support/openRun.ts';
import { recordsOf } from './support/records.ts';

const fixture = (name: string): string => path.join(import.meta.dirname, '../fixtures/rollouts', name);
const EFFECTIVE = 'prime-rl/rollouts/step_4/train/effective';
const ALL = 'prime-rl/rollouts/step_4/train/all';

const read = (name: string): Promise<readonly DumpRecord[]> => recordsOf(fixture(name));

const rolloutsOf = async (name: string): Promise<readonly Rollout[]> =>
  (await read(name)).flatMap(({ rollouts }) => rollouts);

/** The records of prime-rl's file monitor and of verifiers' evaluations, which leave out what is null. */
describe('an episode', () => {
  it('is a rollout for each trace, with step, group, credit and the row of its task', async () => {
    const [first, judge] = await rolloutsOf(EFFECTIVE);
    expect(first).toMatchObject({
      rolloutId: 't1',
      step: 4,
      group: 'g1',
      sampleKey: 'mat',
      turns: [
        { role: 'system', text: 'Look well.' },
        { role: 'user', text: '<image>What is on the mat?', images: ['images/cat.jpg'] },
      ],
      completion: 'cat',
      logged: { acc: 1, style: null, reward: 1, num_turns: 1 },
      advantage: 0.5,
      truncated: false,
    });
    expect(first).not.toHaveProperty('error');
    // The image of a task is Docker's.
    expect(first?.columns).toEqual({
      env: 'mats-train',
      agent: 'solver',
      work: 'train',
      stop_condition: 'agent_completed',
      idx: 7,
      sample_id: 'mat',
      possible_answers: ['cat', 'a cat'],
      category: 'perception',
    });
    // It is no part of the group that the policy is trained on.
    expect(judge).toMatchObject({ group: 'g1 judge', completion: 'yes' });
  });

  it('that branched is the conversation as it ended, and keeps what else was answered', async () => {
    const rollout = (await rolloutsOf(EFFECTIVE)).find(({ rolloutId }) => rolloutId === 't2');
    expect(rollout).toMatchObject({
      turns: [
        { role: 'system', text: 'Look well.' },
        { role: 'user', text: 'You said: a dog. Go on.' },
      ],
      completion: 'cat',
      advantage: 0.5,
      columns: { other_branches: ['It may be a dog.'], reasoning: 'Ears, tail.' },
    });
  });

  it('was cut off where its last call was, or a limit ended it', async () => {
    const cut = (await rolloutsOf(EFFECTIVE)).filter(({ truncated }) => truncated);
    expect(cut.map(({ rolloutId }) => rolloutId)).toEqual(['t4']);
    const evaluated = await rolloutsOf('verifiers-v1');
    expect(evaluated.map(({ truncated }) => truncated)).toEqual([false, true]);
  });

  it('has an error where it failed, and none where a later attempt went well', async () => {
    const records = await read(ALL);
    expect(records[4]).toMatchObject({
      line: 5,
      rollouts: [],
      problem: 'the episode has no trace: SandboxError: no box',
    });
    expect(records[5]?.rollouts[0]).toMatchObject({
      error: 'ProviderError: 503',
      completion: '',
      turns: [{ role: 'user', text: 'What is on the mat?' }],
      logged: { acc: null, reward: null },
    });
    expect(records[6]?.rollouts[0]).not.toHaveProperty('error');
  });

  it('of an evaluation is grouped by its task', async () => {
    expect((await rolloutsOf('verifiers-v1')).map(({ group, step }) => [group, step])).toEqual([
      ['k7', 0],
      ['k7', 0],
    ]);
  });
});

describe('a folder of prime-rl', () => {
  let folder = '';
  let run: OpenRun;
  eachRun((...fresh) => {
    [folder, run] = fresh;
  });

  it('has what was trained on once, with the credit that was given later', async () => {
    const state = await run.open(fixture('prime-rl'));
    expect(state).toMatchObject({ rollouts: 7, repeated: 5, bad: 1, basis: 'named', preset: 'none' });
    const { rollouts } = await run.call('group', { id: 0 });
    expect(rollouts.map(({ loggedAdvantage }) => loggedAdvantage)).toEqual([0.5, 0.5, -0.5, -0.5]);
  });

  it('that is followed learns the credit once the step is trained on', async () => {
    const of = (name: string): string => path.join(folder, name, 'traces.jsonl');
    mkdirSync(path.join(folder, 'all'));
    copyFileSync(path.join(fixture(ALL), 'traces.jsonl'), of('all'));
    expect(await run.open(folder)).toMatchObject({ rollouts: 7, repeated: 0 });
    const advantages = async (): Promise<unknown> =>
      (await run.call('group', { id: 0 })).rollouts.map(({ loggedAdvantage }) => loggedAdvantage);
    expect(await advantages()).toEqual(Array(4).fill(undefined));
    mkdirSync(path.join(folder, 'effective'));
    copyFileSync(path.join(fixture(EFFECTIVE), 'traces.jsonl'), of('effective'));
    const state = await run.until(({ repeated, preset }) => repeated === 5 && preset !== undefined);
    expect(state.rollouts).toBe(7);
    expect(await advantages()).toEqual([0.5, 0.5, -0.5, -0.5]);
  });
});

describe('the message graph', () => {
  const node = (role: string, content: string, more: JsonObject = {}): JsonObject => ({
    message: { role, content },
    ...more,
  });
  const readOne = (...nodes: readonly JsonObject[]): Rollout | undefined =>
    traces.read({ traces: [{ nodes: [...nodes], rewards: {} }] }, { source: 'a', line: 1 })[0];

  it('tells answers of the model from those that a prompt quotes', () => {
    const rollout = readOne(
      node('user', 'What is 1 + 1?', { sampled: false }),
      node('assistant', '2', { parent: 0, sampled: false }),
      node('user', 'And 2 + 2?', { parent: 1, sampled: false }),
      node('assistant', '4', { parent: 2, sampled: true }),
    );
    expect(rollout?.turns.map(({ text }) => text)).toEqual(['What is 1 + 1?', '2', 'And 2 + 2?']);
    expect(rollout?.completion).toBe('4');
  });

  it('has no one advantage where tokens got different credit', () => {
    const given = (...advantages: number[]): number | undefined =>
      readOne(node('user', 'q'), node('assistant', 'a', { parent: 0, sampled: true, advantages }))?.advantage;
    expect([given(0.5, 0.5), given(0.5, 0.25), given()]).toEqual([0.5, undefined, undefined]);
  });

  it('that is none is a bad record', () => {
    expect(() => readOne(node('user', 'q', { parent: 0 }))).toThrow(/node 1 has the parent 0/);
  });

  it('of a trace by itself is read, too', () => {
    const trace = { nodes: [node('user', 'q'), node('assistant', 'a', { parent: 0 })], rewards: { acc: 1 } };
    expect(traces.matches(trace)).toBe(true);
    expect(traces.read(trace, { source: 'a', line: 1 })[0]).toMatchObject({
      completion: 'a',
      logged: { acc: 1, reward: 1 },
    });
  });
});
