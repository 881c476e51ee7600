import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { recordFormat } from '../../src/core/rollouts/formats/detect.ts';
import { traces } from '../../src/core/rollouts/formats/traces.ts';
import type { Rollout } from '../../src/core/rollouts/rollout.ts';
import { Dump } from '../../src/node/rollouts/dump.ts';
import type { DumpRecord } from '../../src/node/rollouts/dumpFile.ts';

const FIXTURES = path.join(import.meta.dirname, '../fixtures/rollouts');

interface Read {
  readonly format: string | undefined;
  readonly records: readonly DumpRecord[];
  readonly rollouts: readonly Rollout[];
}

async function read(name: string): Promise<Read> {
  const dump = await Dump.open(path.join(FIXTURES, name));
  try {
    const records: DumpRecord[] = [];
    for await (const batch of dump.advance()) records.push(...batch.records);
    return { format: dump.files[0]?.format, records, rollouts: records.flatMap((each) => each.rollouts) };
  } finally {
    await dump.close();
  }
}

const SYSTEM = { role: 'system', text: 'You are a helpful assistant.' };
const GOOD = '<caption>A cat on a mat.</caption> <bbox>[[10,20,200,180]]</bbox> <answer>cat</answer>';

describe('ms-swift completions.jsonl', () => {
  it('3.2: messages with the answer among them, and a total reward', async () => {
    const { format, rollouts } = await read('ms-swift-3.2.jsonl');
    expect(format).toBe('ms-swift completions.jsonl');
    expect(rollouts).toHaveLength(2);
    expect(rollouts[0]).toMatchObject({
      line: 1,
      step: 1,
      turns: [{ role: 'user', text: '<image>What is on the mat?' }],
      completion: GOOD,
      logged: { reward: 3.5 },
    });
  });

  it('3.7: class names become reward names, a bare NaN a failed reward, a chat template turns', async () => {
    const { rollouts } = await read('ms-swift-3.7.jsonl');
    expect(rollouts.map(({ logged }) => logged)).toEqual([
      { format: 1, bbox: 0.75 },
      { format: 1, bbox: 0 },
      { format: 0, bbox: null },
      { format: 1, bbox: 0.5 },
    ]);
    expect(rollouts[0]?.turns).toEqual([SYSTEM, { role: 'user', text: '<image>What is on the mat?' }]);
    expect(rollouts[0]?.advantage).toBeCloseTo(1.0954, 4);
  });

  it('3.8: advantages and entropy are no rewards, other columns are kept', async () => {
    const { rollouts } = await read('ms-swift-3.8.jsonl');
    expect(rollouts[3]).toMatchObject({
      step: 12,
      logged: { format: 1, caption: 0.375, bbox: null, answer: 1 },
      entropy: 0.25,
      columns: { solution: '<answer>cat</answer>', num_turns: 1 },
    });
  });

  it('3.8: leaves out what the last log call wrote again', async () => {
    const { records, rollouts } = await read('ms-swift-3.8.jsonl');
    expect(rollouts).toHaveLength(16);
    expect(records.map(({ line, repeated }) => [line, repeated])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, 4],
    ]);
  });

  it('Megatron names the step gen_step', async () => {
    const { rollouts } = await read('ms-swift-megatron.jsonl');
    expect(rollouts.map(({ step, logged }) => [step, logged.format])).toEqual([
      [7, 1],
      [7, 0],
    ]);
  });

  it('Ray writes a row per line', async () => {
    const { rollouts } = await read('ms-swift-ray.jsonl');
    expect(rollouts.map(({ line, step, logged, advantage }) => ({ line, step, logged, advantage }))).toEqual([
      { line: 1, step: 5, logged: { format: 1, bbox: 0.9 }, advantage: 0.70703 },
      { line: 2, step: 5, logged: { format: 0, bbox: null }, advantage: -0.70703 },
    ]);
  });
});

describe('a row of ms-swift’s Ray trainers', () => {
  it('has a total alone, its step as a number, and a prompt with the chat template', () => {
    const record = {
      gen_step: 5,
      prompt:
        '<|im_start|>user\n<|vision_start|><|image_pad|><|image_pad|><|vision_end|>What?<|im_end|>\n<|im_start|>assistant\n',
      completion: GOOD,
      reward: 3.5,
    };
    const [rollout] = recordFormat(record)?.read(record, { source: 'a', line: 1 }) ?? [];
    expect(rollout).toMatchObject({
      step: 5,
      turns: [{ role: 'user', text: '<image>What?' }],
      completion: GOOD,
      logged: { reward: 3.5 },
    });
  });
});

describe('TRL Parquet', () => {
  it('reads messages, whole numbers, a reward without value, and the extra columns', async () => {
    const { rollouts } = await read('trl/completions_00012.parquet');
    expect(rollouts).toHaveLength(4);
    expect(rollouts[2]).toMatchObject({
      line: 3,
      step: 12,
      turns: [{ role: 'user', text: 'What is on the mat?' }],
      completion: 'The answer is cat.',
      logged: { format_reward: 0, bbox_reward: null },
      columns: { category: 'perception' },
    });
  });

  it('reads a folder of steps in their order', async () => {
    const { rollouts } = await read('trl');
    expect(rollouts.map(({ step }) => step)).toEqual([12, 12, 12, 12, 13, 13]);
  });
});

describe('verl', () => {
  it('v0: a folder of steps, 2 before 10; decoded prompts become turns', async () => {
    const { rollouts } = await read('verl-v0');
    expect([...new Set(rollouts.map(({ step }) => step))]).toEqual([2, 10]);
    expect(rollouts[0]).toMatchObject({
      turns: [SYSTEM, { role: 'user', text: 'What is on the mat?' }],
      completion: 'cat cat cat ',
      logged: { score: 1, acc: 1 },
      columns: { gts: 'cat' },
    });
    expect(rollouts[0]?.group).toBeUndefined();
  });

  it('v1: the sample part of uid names the group', async () => {
    const { rollouts } = await read('verl-v1');
    expect(rollouts.map(({ group, logged }) => [group, logged.score])).toEqual([
      ['ab12', 1],
      ['cd34', 0.5],
      ['ab12', 0],
      ['cd34', null],
    ]);
  });
});

describe('text logs', () => {
  it('EasyR1: splits on the markers, not on blank lines or on what a model quotes', async () => {
    const { rollouts } = await read('easyr1');
    expect(rollouts.map(({ line, logged }) => [line, logged.score])).toEqual([
      [1, 1],
      [17, 0],
    ]);
    expect(rollouts[0]).toMatchObject({
      turns: [SYSTEM, { role: 'user', text: 'What is on the mat?' }],
      completion: '<think>\n\nA cat.\n\n[prompt] is only quoted here\n</think>\n\\boxed{cat}',
      columns: { solution: 'cat' },
    });
  });

  it('VLM-R1: header, image, question, completion and solution of several lines', async () => {
    const { rollouts } = await read('vlm-r1');
    expect(rollouts).toMatchObject([
      {
        line: 1,
        turns: [
          { role: 'user', text: 'What is on the mat?\nAnswer in one word.', images: ['images/cat.jpg'] },
        ],
        completion: '<think>\nA cat.\n</think>\n\n<answer>cat</answer>',
        logged: { accuracy: 1 },
        columns: { solution: '<answer>cat</answer>' },
      },
      {
        line: 11,
        completion: '<answer>3</answer>',
        logged: { accuracy: 0 },
        columns: { solution: '<answer>\n2\n</answer>' },
      },
    ]);
  });
});

describe('verifiers and prime-rl', () => {
  it('legacy results: metrics, truncation and errors', async () => {
    const { rollouts } = await read('verifiers/results.jsonl');
    expect(rollouts).toMatchObject([
      { group: '0', completion: 'cat', logged: { reward: 1, exact: 1 }, truncated: false },
      { group: '0', completion: 'dog', logged: { reward: 0, exact: 0 }, truncated: true },
      { group: '1', completion: '', error: 'InfraError: sandbox timed out' },
    ]);
  });

  it('legacy results: no completion where the rollout failed, and metrics that stand in the row, too', () => {
    const row = {
      example_id: 3,
      prompt: [{ role: 'user', content: 'What?' }],
      completion: null,
      reward: 0,
      is_truncated: false,
      metrics: { exact: 0 },
      exact: 0,
      answer: 'cat',
      error: { error: 'InfraError', error_chain_repr: 'InfraError()', error_chain_str: 'no box' },
    };
    expect(recordFormat(row)?.read(row, { source: 'a', line: 1 })).toMatchObject([
      { completion: '', error: 'InfraError: no box', logged: { reward: 0, exact: 0 } },
    ]);
    expect(recordFormat(row)?.read(row, { source: 'a', line: 1 })[0]?.columns).not.toHaveProperty('exact');
    const broken = { ...row, error: null };
    expect(() => recordFormat(broken)?.read(broken, { source: 'a', line: 1 })).toThrow(/neither a text/);
  });

  it('traces: a group, a step, weighted rewards, images inside a turn', async () => {
    const { rollouts } = await read('traces.jsonl');
    expect(
      rollouts.map(({ group, step, completion, logged }) => ({ group, step, completion, logged })),
    ).toEqual([
      { group: 'g1', step: 4, completion: 'cat', logged: { acc: 1, style: null, reward: 1, turns: 1 } },
      { group: 'g2', step: 4, completion: 'two', logged: { acc: 0, style: null, reward: 0, turns: 1 } },
      { group: 'g1', step: 4, completion: 'dog', logged: { acc: 0, style: null, reward: 0, turns: 1 } },
    ]);
    expect(rollouts[0]?.turns).toEqual([
      { role: 'user', text: '<image>What is on the mat?', images: ['images/cat.jpg'] },
    ]);
  });
});

describe('rewards of a trace', () => {
  const logged = (trace: JsonObject): Rollout['logged'] | undefined =>
    traces.read({ traces: [{ nodes: [], ...trace }] }, { source: 'a', line: 1 })[0]?.logged;

  it('add up by their weights to the total, which metrics are no part of', () => {
    const rewards = {
      acc: { score: 1, weight: 0.5 },
      style: { score: 0.5, weight: 2 },
      late: { score: null, weight: 9 },
    };
    expect(logged({ rewards, metrics: { turns: 7 } })).toEqual({
      acc: 1,
      style: 0.5,
      late: null,
      reward: 1.5,
      turns: 7,
    });
    expect(logged({ rewards: { acc: 1, style: 0.25 } })).toMatchObject({ reward: 1.25 });
  });

  it('have the total that was logged, or none', () => {
    expect(logged({ rewards: { acc: { score: 1, weight: 0.5 } }, reward: 0.25 })).toMatchObject({
      reward: 0.25,
    });
    expect(logged({ rewards: { acc: { score: null, weight: 1 } } })).toEqual({ acc: null, reward: null });
    expect(logged({ metrics: { turns: 7 } })).toEqual({ turns: 7 });
  });
});

describe('plain lines', () => {
  it('holds one completion or many, beside the columns of a dataset', async () => {
    const { rollouts } = await read('plain.jsonl');
    expect(rollouts.map(({ line, step, group, sampleKey }) => ({ line, step, group, sampleKey }))).toEqual([
      { line: 1, step: 0, group: 'line 1', sampleKey: 'mat' },
      { line: 1, step: 0, group: 'line 1', sampleKey: 'mat' },
      { line: 3, step: 2, group: undefined, sampleKey: 'mat' },
    ]);
    expect(rollouts[0]).toMatchObject({
      logged: {},
      columns: { width: 640, possible_answers: ['cat', 'a cat'] },
    });
    expect(rollouts[0]?.turns).toEqual([
      { role: 'user', text: '<image>What is on the mat?', images: ['images/cat.jpg'] },
    ]);
  });

  it('lists a bad record with its line and opens the rest; a half-written last line is no error', async () => {
    const { records, rollouts } = await read('with-bad-record.jsonl');
    expect(rollouts.map(({ line }) => line)).toEqual([1, 3]);
    expect(
      records.filter(({ problem }) => problem !== undefined).map(({ line, problem }) => [line, problem]),
    ).toEqual([
      [2, 'the text ends inside a string that begins here'],
      [4, 'the line is no JSON object'],
      [5, 'completion 2 is no text'],
    ]);
  });
});

describe('an unknown format', () => {
  it('is named with what was seen and how its columns can be mapped', async () => {
    await expect(read('unknown.jsonl')).rejects.toThrow(
      /an object with the columns query, response, iteration, sample_uid, reward_total; map .* completion=response,prompt=query,step=iteration,group=sample_uid,rewards=reward_total/,
    );
    await expect(read('../../../README.md')).rejects.toThrow(
      /the first line is "# .*", which is no JSON object/,
    );
  });

  it('is read as a person says', async () => {
    const columns = {
      completion: 'response',
      prompt: 'query',
      step: 'iteration',
      group: 'sample_uid',
      rewards: ['reward_total'],
    };
    const dump = await Dump.open(path.join(FIXTURES, 'unknown.jsonl'), { columns });
    const rollouts: Rollout[] = [];
    for await (const { records } of dump.advance())
      rollouts.push(...records.flatMap((each) => each.rollouts));
    await dump.close();
    expect(rollouts).toMatchObject([
      {
        step: 3,
        group: 's1',
        completion: GOOD,
        logged: { reward_total: 0.5 },
        turns: [{ text: 'What is on the mat?' }],
      },
      { step: 3, group: 's1', logged: { reward_total: 0 } },
    ]);
  });
});
