import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discover } from '../../src/core/functions/discover.ts';
import { findFunction } from '../../src/runner/node/functions.ts';
import type { RunParams } from '../../src/protocol/runner.ts';
import { EXAMPLES, params, rewardsOf, row, startRunners, type Runners } from './support/runners.ts';

let runners: Runners;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-scripts-'));
  runners = await startRunners(EXAMPLES);
});
afterAll(() => {
  runners.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const SAMPLE = {
  possible_answers: ['a bus', 'bus'],
  image_caption: 'A red bus stops here.',
  bboxs: [[1, 2, 3, 4]],
};
const RIGHT = row(
  '<caption>A red bus stops here.</caption> <bbox>[[1,2,3,4]]</bbox> <answer>Bus</answer>',
  SAMPLE,
);
const WRONG = row(
  '<caption>A car.</caption> <bbox>[[1,2,3,4],[5,6,7,8]]</bbox> <answer>car</answer>',
  SAMPLE,
);
const CHAT = [{ role: 'user', content: 'What is it?' }];

const run = (
  target: string,
  more: Partial<RunParams> = {},
  rows = [RIGHT, WRONG],
): ReturnType<Runners['python']['run']> => {
  const client = target.includes('.py') ? runners.python : runners.node;
  return client.run(params(path.join(EXAMPLES, target), [rows], more));
};

describe('the example of each convention', () => {
  it.each([
    ['trl_reward.py:answer_reward', 'trl', true, [1, 0]],
    ['trl_reward.py:caption_length_reward', 'trl', true, [1, 0.4]],
    ['swift_plugin.py:AnswerInTags', 'swift', true, [1, 0]],
    ['swift_plugin.py:answer_in_tags', 'swift', true, [1, 0]],
    ['swift_plugin.py:BoxCount', 'swift', true, [1, 0.5]],
    ['verl_reward.py:compute_score', 'verl', false, [1, 0.1]],
    ['easyr1_reward.py:compute_score', 'easyr1', true, [1, 0.1]],
    ['openrlhf_reward.py:reward_func', 'openrlhf', true, [1, 0]],
    ['verifiers_reward.py:correct_answer', 'verifiers', false, [1, 0]],
    ['verifiers_reward.py:unlike_the_others', 'verifiers', true, [1, 1]],
    ['reward.ts:reward', 'batch', true, [1, 0]],
    ['reward.mjs:reward', 'single', false, [1, 0.2]],
  ])('%s is recognised as %s and scores', async (target, contract, wholeBatch, rewards) => {
    const result = await run(target);
    expect(result.error).toBeUndefined();
    expect(result.loaded).toMatchObject({ contract, wholeBatch });
    expect(rewardsOf(result)).toEqual(rewards);
  });

  it('takes the only reward function of a file where none is named', async () => {
    expect((await run('verl_reward.py')).loaded?.symbol).toBe('compute_score');
    expect((await run('reward.ts')).loaded?.symbol).toBe('reward');
  });

  it('says which functions there are where several are', async () => {
    expect((await run('verifiers_reward.py')).error).toMatchObject({
      type: 'NoSuchFunction',
      message: expect.stringContaining('correct_answer, unlike_the_others') as string,
    });
    expect((await run('reward.ts:score')).error?.message).toBe(
      'the file exports no function score; there are reward',
    );
  });
});

describe('what scripts export', () => {
  it.each([
    [
      'object.cjs',
      'module.exports = { reward(completions) { return completions.map(() => 1); } };',
      'reward',
    ],
    ['member.cjs', 'module.exports = { reward: function (completions) { return [1, 1]; } };', 'reward'],
    ['named.cjs', 'exports.reward = (completions) => [1, 1];', 'reward'],
    ['whole.cjs', 'module.exports = function mine(completions) { return [1, 1]; };', 'default'],
    ['alias.mjs', 'function f(completions) { return [1, 1]; }\nexport { f as reward };', 'reward'],
    ['default.mjs', 'export default (completions) => [1, 1];', 'default'],
    ['both.mjs', 'export function f(completions) { return [1, 1]; }\nexport default f;', 'f'],
    ['object.mjs', 'export default { reward(completions) { return [1, 1]; } };', 'reward'],
    ['object.ts', 'export default { reward: (completions: string[]): number[] => [1, 1] };', 'reward'],
    ['variable.cjs', 'const all = { b(completions) { return [1, 1]; } };\nmodule.exports = all;', 'b'],
    [
      'variable.ts',
      'const all: Record<string, (c: string[]) => number[]> = { b: (completions) => [1, 1] };\nexport default all;',
      'b',
    ],
    ['quoted.cjs', 'function f(completions) { return [1, 1]; }\nmodule.exports = { "b": f };', 'b'],
    ['index.cjs', "exports['b'] = (completions) => [1, 1];", 'b'],
    ['chain.cjs', 'exports = module.exports = { b(completions) { return [1, 1]; } };', 'b'],
    ['chain2.cjs', 'module.exports = exports = { b(completions) { return [1, 1]; } };', 'b'],
    ['assign.cjs', 'Object.assign(module.exports, { b(completions) { return [1, 1]; } });', 'b'],
    ['spread.cjs', 'const a = { b(completions) { return [1, 1]; } };\nmodule.exports = { ...a };', 'b'],
    ['default.cjs', 'module.exports.default = (completions) => [1, 1];', 'default'],
    ['wrapped.mjs', 'const log = (f) => f;\nexport const b = log((completions) => [1, 1]);', 'b'],
    ['typed.ts', 'export const b: (c: string[]) => number[] = (completions) => [1, 1];', 'b'],
    ['cast.ts', 'export const b = ((completions) => [1, 1]) as (c: string[]) => number[];', 'b'],
    [
      'satisfies.ts',
      'const all = { b: (completions: string[]) => [1, 1] } satisfies object;\nexport default all;',
      'b',
    ],
  ])('is run as %s has it', async (name, text, symbol) => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    const named = await runners.node.run(params(`${file}:${symbol}`, [[RIGHT, WRONG]]));
    expect(rewardsOf(named)).toEqual([1, 1]);
    const only = await runners.node.run(params(file, [[RIGHT, WRONG]]));
    expect([only.loaded?.symbol, ...rewardsOf(only)]).toEqual([symbol, 1, 1]);
    expect(discover(file, text).map((found) => found.symbol)).toContain(symbol);
  });
});

describe('the only function of a script', () => {
  it('is the one that several names stand for', () => {
    const f = (): number[] => [];
    expect(findFunction({ default: f, 'module.exports': f }, { file: 'a.cjs' }).symbol).toBe('default');
    expect(findFunction({ default: f, f, 'module.exports': f }, { file: 'a.cjs' }).symbol).toBe('f');
    expect(() => findFunction({ default: () => [], f }, { file: 'a.mjs' })).toThrow('exports 2 functions');
  });
});

describe('what a convention passes', () => {
  it('gives chat completions where the prompt is a chat, and texts otherwise', async () => {
    const chat = [RIGHT, WRONG].map((each) => ({ ...each, prompt: CHAT }));
    expect(rewardsOf(await run('trl_reward.py:answer_reward', {}, chat))).toEqual([1, 0]);
    expect(rewardsOf(await run('trl_reward.py:answer_reward', { chat: false }, chat))).toEqual([1, 0]);
  });

  it('keeps None apart from zero', async () => {
    const without = row('<caption>A red bus.</caption>', { image_caption: null });
    expect(rewardsOf(await run('trl_reward.py:caption_length_reward', {}, [without, RIGHT]))).toEqual([
      null,
      1,
    ]);
    expect(rewardsOf(await run('reward.ts', {}, [row('x'), RIGHT]))).toEqual([null, 1]);
  });

  it('tells the further values of a dict', async () => {
    const { calls } = await run('verl_reward.py');
    expect(calls.map(({ outcomes }) => outcomes[0]?.extras)).toEqual([
      { acc: 1, format: 1 },
      { acc: 0, format: 1 },
    ]);
    const openrlhf = await run('openrlhf_reward.py');
    expect(openrlhf.calls[0]?.outcomes[1]?.extras).toEqual({ scores: 0, length: WRONG.completion.length });
  });

  it('passes constants of the trainer as keyword arguments', async () => {
    expect(rewardsOf(await run('verl_reward.py', { config: { format_weight: 0.5 } }))).toEqual([1, 0.5]);
    expect(rewardsOf(await run('easyr1_reward.py', { config: { format_weight: 0.5 } }))).toEqual([1, 0.5]);
  });

  it('ends a batch with its first exception as a trainer does, or goes on row by row', async () => {
    const rows = [RIGHT, row('x', { possible_answers: 3 as never }), WRONG];
    const broken = path.join(EXAMPLES, 'verifiers_reward.py:correct_answer');
    const bad = [RIGHT, { ...RIGHT, completion: 3 as never }, WRONG];
    const asTrainer = await runners.python.run(params(broken, [bad], { stopAtError: true }));
    expect(rewardsOf(asTrainer)).toEqual([1, 'TypeError']);
    expect(rewardsOf(await runners.python.run(params(broken, [bad])))).toEqual([1, 'TypeError', 0]);
    expect(rewardsOf(await run('trl_reward.py:answer_reward', {}, rows))).toEqual(['TypeError']);
  });
});
