import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/core/json.ts';
import { BUILT_INS } from '../../../src/core/rewards/builtIns.ts';
import { REWARDS } from '../../../src/core/rewards/registry.ts';
import { RewardRunner } from '../../../src/core/rewards/rewardRunner.ts';
import { readSelection, weightedTotal, withWeights } from '../../../src/core/rewards/selection.ts';

const names = (setting: Json | undefined): string[] => readSelection(setting).rewards.map(({ name }) => name);
const problems = (setting: Json): string[] =>
  readSelection(setting).problems.map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('the selection of rewards', () => {
  it('is SATORI-R1’s four with weight 1 where nothing is set', () => {
    for (const nothing of [undefined, null, []]) {
      const { rewards, own, problems: wrong } = readSelection(nothing);
      expect(rewards.map(({ reward }) => reward)).toEqual(Object.values(REWARDS));
      expect(rewards.map(({ weight }) => weight)).toEqual([1, 1, 1, 1]);
      expect([own, wrong]).toEqual([[], []]);
    }
  });
  it('keeps order, weights and options', () => {
    const { rewards } = readSelection([
      { name: 'anls', weight: 0.5, options: { threshold: 0.8 } },
      { name: 'bbox', kind: 'builtin', weight: -2 },
    ]);
    expect(rewards.map(({ name, weight }) => [name, weight])).toEqual([
      ['anls', 0.5],
      ['bbox', -2],
    ]);
  });
  it('names the nearest reward for an unknown one', () => {
    expect(problems([{ name: 'exactmatch' }])).toEqual([
      '0.name: there is no reward "exactmatch"; did you mean exactMatch?',
    ]);
    expect(names([{ name: 'exactmatch' }, { name: 'anls' }])).toEqual(['anls']);
  });
  it('says what is wrong with an entry, and where', () => {
    expect(problems(['anls', {}, { name: 'anls' }, { name: 'anls' }])).toEqual([
      '0: a reward must be an object with a name, e.g. {"name": "anls"}',
      '1: the reward has no name',
      '3.name: the reward anls is listed twice; the second is left out: give it a name of its own and "symbol": "anls"',
    ]);
    expect(
      problems([
        { name: 'f', path: 'f.py' },
        { name: 'f', path: 'g.py' },
      ]),
    ).toEqual(['1.name: the reward f is listed twice; the second is left out: give it a name of its own']);
    expect(problems([{ name: 'anls', weight: '1', options: [] }])).toEqual([
      '0.weight: the weight of anls must be a number; it counts as 1',
      '0.options: the options of anls must be an object; they are left out',
    ]);
    expect(problems([{ name: 'f', kind: 'tlr', path: 'f.py' }])).toEqual([
      '0.kind: there is no kind tlr; did you mean trl?',
    ]);
    expect(problems({ name: 'anls' })).toEqual([': rewards must be a list']);
  });
  it('says which option is wrong, and that reward then fails on every row', () => {
    const setting = [{ name: 'anls', options: { threshold: 2, texts: 'answer', text: 'all' } }];
    expect(problems(setting)).toEqual([
      '0.options.text: anls: text must be one of answer, lastAnswer, answerOnly, boxed, completion, not "all"',
      '0.options.threshold: anls: threshold must be at most 1, not 2',
      '0.options.texts: anls: there is no option texts; did you mean text?',
    ]);
    const [chosen] = readSelection(setting).rewards;
    const sample = { truth: {} as never, row: { possible_answers: ['cat'] } };
    expect(new RewardRunner().run(chosen!.reward, 'cat', sample).error?.type).toBe('BadOption');
  });
  it('takes a built-in twice, under a name of its own and with other options', () => {
    const { rewards, problems: wrong } = readSelection([
      { name: 'anls' },
      { name: 'strictAnls', symbol: 'anls', options: { threshold: 0.9 }, weight: 2 },
    ]);
    expect(wrong).toEqual([]);
    expect(rewards.map(({ name, short, builtIn, weight }) => [name, short, builtIn, weight])).toEqual([
      ['anls', 'ANLS', 'anls', 1],
      ['strictAnls', 'strictAnls', 'anls', 2],
    ]);
    const sample = { truth: {} as never, row: { possible_answers: ['abcde'] } };
    const values = rewards.map(
      ({ reward }) => new RewardRunner().run(reward, '<answer>abcdX</answer>', sample).value,
    );
    expect(values).toEqual([0.8, 0]);
  });
  it('refuses a name of one built-in for another, and a built-in that there is not', () => {
    expect(problems([{ name: 'bbox', symbol: 'anls' }])).toEqual([
      '0.name: bbox is a reward that comes with VQA-Verify: give this one a name of its own',
    ]);
    expect(problems([{ name: 'mine', symbol: 'anlss' }])).toEqual([
      '0.symbol: there is no reward "anlss"; did you mean anls?',
    ]);
    expect(problems([{ name: 'mine', kind: 'builtin', symbol: 5 }])).toEqual([
      '0.symbol: the symbol of mine must be the name of a reward that comes with VQA-Verify',
    ]);
  });
  it('keeps functions of the person’s own for the runner', () => {
    const { own, rewards } = readSelection([
      { name: 'mine', kind: 'trl', path: 'rewards.py', symbol: 'f', weight: 2 },
    ]);
    expect(own).toEqual([
      { name: 'mine', kind: 'trl', path: 'rewards.py', symbol: 'f', weight: 2, options: {} },
    ]);
    expect(rewards).toEqual([]);
    expect(readSelection([{ name: 'mine', path: 'rewards.py' }]).own).toEqual([
      { name: 'mine', path: 'rewards.py', weight: 1, options: {} },
    ]);
    expect(problems([{ name: 'mine', kind: 'trl' }])).toEqual([
      '0: the reward mine needs the path of its file',
    ]);
  });
});

describe('the weighted total', () => {
  const rewards = [
    { name: 'a', weight: 2 },
    { name: 'b', weight: 0.5 },
  ];
  const failed = { value: null, error: { type: 'TypeError', message: '' } } as const;

  it('leaves a failed reward out of the sum', () => {
    expect(weightedTotal(rewards, { a: { value: 0.25 }, b: { value: 1 } })).toBe(1);
    expect(weightedTotal(rewards, { a: { value: 0.25 }, b: failed })).toBe(0.5);
    expect(weightedTotal(rewards, { a: { value: 0 }, b: failed })).toBe(0);
  });
  it('is null where no reward has a value', () => {
    expect(weightedTotal(rewards, { a: failed, b: failed })).toBe(null);
  });
});

describe('a setting with other weights', () => {
  it('keeps everything but the weights that are named', () => {
    const setting = [
      { name: 'anls', options: { threshold: 0.4 } },
      'broken',
      { name: 'bbox', weight: 2, note: 'kept' },
      { name: 'mine', path: 'r.py', weight: 3 },
    ];
    expect(withWeights(setting, { anls: 0.5, bbox: 1 })).toEqual([
      { name: 'anls', options: { threshold: 0.4 }, weight: 0.5 },
      'broken',
      { name: 'bbox', weight: 1, note: 'kept' },
      { name: 'mine', path: 'r.py', weight: 3 },
    ]);
  });
  it('names SATORI-R1’s four where nothing is set', () => {
    expect(withWeights(null, { bbox: 2 })).toEqual([
      { name: 'format' },
      { name: 'caption' },
      { name: 'bbox', weight: 2 },
      { name: 'answer' },
    ]);
  });
});

describe('the registry of rewards', () => {
  it('has unique names in lower camel case, with a source and a summary each', () => {
    const all = BUILT_INS.map(({ name }) => name);
    expect(new Set(all).size).toBe(all.length);
    for (const { name, source, summary } of BUILT_INS) {
      expect(name).toMatch(/^[a-z]+([A-Z][a-z]*|1)*$/);
      expect(source.length, name).toBeGreaterThan(10);
      expect(summary, name).not.toMatch(/\.$|\n/);
    }
  });
  it('has a default for every option that the option itself allows', () => {
    for (const builtIn of BUILT_INS) {
      const defaults: JsonObject = {};
      for (const [name, { default: value }] of Object.entries(builtIn.options)) {
        defaults[name] = typeof value === 'object' ? [...value] : value;
      }
      expect(() => builtIn.create(defaults), builtIn.name).not.toThrow();
    }
  });
});
