import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../src/cli/command.ts';
import { rewardCommand } from '../../src/cli/reward.ts';
import { EXAMPLES, FIXTURES, startRunners, type Runners } from './support/runners.ts';

const SAMPLE = path.resolve(EXAMPLES, '..');

let runners: Runners;
let folder: string;
beforeAll(async () => {
  runners = await startRunners();
  folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-reward-'));
});
afterAll(() => {
  runners.dispose();
  rmSync(folder, { recursive: true, force: true });
});

interface Printed {
  readonly code: number;
  readonly lines: readonly Record<string, unknown>[];
  readonly messages: string;
}

async function run(...args: string[]): Promise<Printed> {
  let [out, messages] = ['', ''];
  const code = await rewardCommand(runners.dist).run(args, {
    stdin: Readable.from([]),
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (messages += text) },
  });
  const lines = out.split('\n').filter((line) => line !== '');
  return { code, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>), messages };
}

function write(name: string, ...lines: (object | string)[]): string {
  const file = path.join(folder, name);
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  writeFileSync(file, `${text.join('\n')}\n`);
  return file;
}

const rewards = ({ lines }: Printed): unknown[] => lines.map(({ reward }) => reward);

describe('a reward function over rollouts', () => {
  it('scores each in the order of the file, with the time it took', async () => {
    const rollouts = write(
      'plain.jsonl',
      { completion: '<answer>a</answer>', possible_answers: ['a'] },
      { completions: ['<answer>b</answer>', '<answer>a</answer>'], possible_answers: ['b'] },
    );
    const printed = await run(`${EXAMPLES}/trl_reward.py:answer_reward`, '--rollouts', rollouts);
    expect(printed.code).toBe(0);
    expect(rewards(printed)).toEqual([1, 1, 0]);
    expect(printed.lines.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(printed.lines.every(({ milliseconds }) => typeof milliseconds === 'number')).toBe(true);
  });

  it.each([
    ['swift_plugin.py:AnswerInTags'],
    ['verl_reward.py'],
    ['openrlhf_reward.py'],
    ['reward.ts'],
    ['verifiers_reward.py:correct_answer'],
  ])('%s reads the columns of the linked sample', async (target) => {
    const printed = await run(
      path.join(EXAMPLES, target),
      '--rollouts',
      path.join(SAMPLE, 'sample.rollouts.jsonl'),
      '--dataset',
      path.join(SAMPLE, 'sample.vqa.jsonl'),
    );
    expect(printed.code).toBe(0);
    // The first is "42" and right, the third "24" and wrong.
    expect(printed.lines[0]).toMatchObject({ reward: 1 });
    expect(Number(printed.lines[2]?.reward)).toBeLessThan(1);
  });

  it('goes on after rows that fail, and exits 1', async () => {
    const rollouts = write(
      'some.jsonl',
      { completion: '0.5' },
      'no json',
      { completion: 'exit' },
      { completion: '1' },
    );
    const printed = await run(`${FIXTURES}/hostile.py:sometimes`, '--rollouts', rollouts);
    expect(printed.code).toBe(1);
    expect(rewards(printed)).toEqual([0.5, null, null, 1]);
    expect(printed.lines[1]).toMatchObject({ error: { type: 'InvalidRecord', line: 2 } });
    expect(printed.lines[2]).toMatchObject({ error: { type: 'ProcessEnded' } });
    expect(printed.messages).toContain('2 of 4 rows had errors');
  });

  it('finds the row that makes a batch fail', async () => {
    const rollouts = write('batch.jsonl', { completions: ['1', '2', '3'] });
    const script = write(
      'picky.py',
      'def reward(completions, **kwargs):',
      '    return [1 / (float(c) - 2) for c in completions]',
    );
    const printed = await run(script, '--rollouts', rollouts);
    expect(rewards(printed)).toEqual([-1, null, 1]);
    expect(printed.lines[1]).toMatchObject({ error: { type: 'ZeroDivisionError', line: 2 } });
  });

  it('tells that a batch fails as a trainer calls it, though its rows have rewards one by one', async () => {
    const rollouts = write(
      'groups.jsonl',
      { completions: ['1', '2', '3', '4'] },
      { completions: ['1', '2', '3', '4'] },
      { completion: 'alone' },
    );
    const script = write('one.py', 'def f(completions, **kw): return [1.0]');
    const printed = await run(script, '--rollouts', rollouts);
    expect(printed.code).toBe(1);
    expect(rewards(printed)).toEqual(new Array(9).fill(1));
    const told = { type: 'InvalidReward', message: expect.stringContaining('4') as string };
    expect(printed.lines.map(({ batchError }) => batchError)).toEqual([
      ...new Array<unknown>(8).fill(told),
      undefined,
    ]);
    expect(printed.messages).toContain('2 batches fail as a trainer calls them, InvalidReward: ');
    const compared = await run(script, '--rollouts', rollouts, '--compare', script);
    expect(compared.code).toBe(1);
    expect(compared.lines.at(-1)).toMatchObject({ summary: { failedBatches: 2, otherFailedBatches: 2 } });
    expect(compared.messages).toContain('the other side: 2 batches fail as a trainer calls them');
  });

  it('gives messages where the dump has them, be it a single turn, and texts where it has texts', async () => {
    const script = write(
      'kinds.py',
      'def f(completions, prompts, **kw):',
      '    return [float(isinstance(c, list)) for c in completions]',
    );
    const [asked, said] = [[{ role: 'user', content: 'Why?' }], [{ role: 'assistant', content: 'So.' }]];
    const each = async (prompt: unknown, completion: unknown): Promise<unknown> => {
      const rollouts = write('kinds.jsonl', { prompt, completion, step: 1, advantage: 0 });
      return rewards(await run(script, '--rollouts', rollouts))[0];
    };
    expect(await each(asked, said)).toBe(1);
    expect(await each(asked, 'So.')).toBe(1);
    expect(await each('Why?', 'So.')).toBe(0);
  });

  it('tells of every row that the file does not load', async () => {
    const rollouts = write('two.jsonl', { completions: ['1', '2'] });
    const printed = await run(`${FIXTURES}/missing_package.py`, '--rollouts', rollouts);
    expect(printed.code).toBe(1);
    expect(printed.lines.map(({ error }) => (error as { type: string }).type)).toEqual([
      'ModuleNotFoundError',
      'ModuleNotFoundError',
    ]);
  });

  it('lists what was raised and caught on request, and passes on what is printed', async () => {
    const rollouts = write('caught.jsonl', { completion: 'half' });
    const printed = await run(`${FIXTURES}/hostile.py:swallows`, '--rollouts', rollouts, '--diagnose');
    expect(printed.lines[0]).toMatchObject({ reward: 0, raised: [{ type: 'ValueError', caught: true }] });
    const script = write(
      'prints.py',
      'def reward(completions, **kwargs):',
      '    print("hello")',
      '    return [1]',
    );
    expect((await run(script, '--rollouts', rollouts)).messages).toContain('hello');
  });

  it.each([
    [['x.py'], 'one of them is needed'],
    [['x.rb', '--rollouts', 'y'], 'no Python, JavaScript or TypeScript'],
    [['x.py', '--rollouts', 'y', '--kind', 'tlr'], 'did you mean trl'],
    [['x.py', '--rollouts', 'y', '--config', '3'], 'JSON object'],
    [['missing.py', '--rollouts', 'y'], 'cannot open missing.py: it does not exist'],
    [['missing.ts:f', '--cases', 'y'], 'cannot open missing.ts: it does not exist'],
    [[`${EXAMPLES}/trl_reward.py:answer_reward`, '--rollouts', '/nowhere/y.jsonl'], 'nowhere'],
  ])('refuses %j', async (args, message) => {
    await expect(run(...args)).rejects.toThrow(message);
    await expect(run(...args)).rejects.toThrow(UsageError);
  });

  it('refuses a folder, whatever its name', async () => {
    mkdirSync(path.join(folder, 'folder.py'));
    await expect(run(path.join(folder, 'folder.py'), '--rollouts', 'y')).rejects.toThrow(
      /folder\.py is no file$/,
    );
  });

  it('refuses a symbol that is not there, and a Python that is not there', async () => {
    const rollouts = write('one.jsonl', { completion: '1' });
    await expect(run(`${EXAMPLES}/verl_reward.py:score`, '--rollouts', rollouts)).rejects.toThrow(
      'the file has no score; there are compute_score',
    );
    await expect(
      run(`${EXAMPLES}/verl_reward.py`, '--rollouts', rollouts, '--python', '/nowhere/python'),
    ).rejects.toThrow('There is no Python at /nowhere/python.');
  });
});

describe('reward cases', () => {
  it('pass or fail with the two numbers', async () => {
    const cases = write(
      'mine.reward-cases.jsonl',
      { name: 'right', completion: '<answer>a</answer>', row: { possible_answers: ['a'] }, expected: 1 },
      { name: 'wrong', completion: '<answer>b</answer>', row: { possible_answers: ['a'] }, expected: 1 },
      {
        name: 'near',
        completion: '<answer>a</answer>',
        row: { possible_answers: ['a'] },
        expected: 0.9,
        tolerance: 0.2,
      },
      { name: 'fails', completion: '<answer>a</answer>', row: {}, expected: 1 },
      { name: 'no case', row: {} },
      { reward: 'another.py', completion: '', expected: 1 },
    );
    const printed = await run(`${EXAMPLES}/trl_reward.py:answer_reward`, '--cases', cases);
    expect(printed.code).toBe(1);
    expect(printed.lines).toMatchObject([
      { index: 0, line: 1, name: 'right', expected: 1, reward: 1, passed: true },
      {
        name: 'wrong',
        reward: 0,
        passed: false,
        error: {
          type: 'Unexpected',
          message: expect.stringMatching(/expected 1 .*got 0, off by 1/) as string,
        },
      },
      { name: 'near', reward: 1, passed: true },
      { name: 'fails', reward: null, passed: false, error: { type: 'TypeError' } },
      { line: 5, passed: false, error: { type: 'InvalidCase' } },
    ]);
    expect(printed.messages).toContain('2 of 5 cases passed; 1 of other functions was left out');
  });

  it('that fail tell the trace, what was raised and caught, and what else the function gave', async () => {
    const source = write('tells.py');
    writeFileSync(
      source,
      `def compute_score(data_source, solution_str, ground_truth, extra_info=None):
    try:
        value = float(solution_str)
    except ValueError:
        value = 0.0
    if value < 0:
        raise RuntimeError("negative")
    return {"score": value, "length": len(solution_str)}
`,
    );
    const sample = { reward_model: { ground_truth: '1' }, data_source: 'd' };
    const cases = write(
      'tells.reward-cases.jsonl',
      { name: 'caught', completion: 'one', row: sample, expected: 1 },
      { name: 'raised', completion: '-1', row: sample, expected: 1 },
      { name: 'passes', completion: '1', row: sample, expected: 1 },
    );
    const { lines } = await run(source, '--cases', cases);
    expect(lines).toMatchObject([
      {
        expected: 1,
        reward: 0,
        passed: false,
        extras: { length: 3 },
        raised: [{ type: 'ValueError', file: source, line: 3, caught: true }],
      },
      { expected: 1, reward: null, passed: false, error: { type: 'RuntimeError', file: source, line: 7 } },
      { passed: true },
    ]);
    expect(lines[1]).toHaveProperty('error.traceback', expect.stringContaining('tells.py", line 7'));
    expect(lines[2]).not.toHaveProperty('raised');
  });

  it('are called with the options that the settings of the workspace give the function', async () => {
    mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    const settings = write(
      '.vscode/settings.json',
      '// As VS Code keeps it.',
      '{',
      '  "vqaVerify.rewards": [{ "name": "mine", "path": "options.py", "options": { "bonus": 0.5 } },],',
      '}',
    );
    const source = write(
      'options.py',
      'def compute_score(data_source, solution_str, ground_truth, extra_info=None, bonus=0.0):',
      '    return bonus',
    );
    const cases = write('options.reward-cases.jsonl', { completion: 'x', row: {}, expected: 0.5 });
    const printed = await run(source, '--cases', cases);
    expect(printed.lines).toMatchObject([{ reward: 0.5, passed: true }]);
    expect(printed.messages).toMatch(/settings\.json gives it: \{"bonus":0\.5\}/);
    const rollouts = write('options.jsonl', { completion: 'x' });
    expect(rewards(await run(source, '--rollouts', rollouts))).toEqual([0.5]);
    expect(rewards(await run(source, '--cases', cases, '--config', '{"bonus":1}'))).toEqual([1]);
    rmSync(settings);
    expect((await run(source, '--cases', cases)).lines).toMatchObject([{ reward: 0, passed: false }]);
  });

  it('pass for the examples', async () => {
    const printed = await run(`${EXAMPLES}/reward.ts`, '--cases', `${EXAMPLES}/sample.reward-cases.jsonl`);
    expect(printed).toMatchObject({ code: 0 });
    expect(printed.lines.length).toBeGreaterThan(0);
  });
});
