import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runRows } from '../../src/node/runner/rowOutcomes.ts';
import type { RunResult } from '../../src/node/runner/runnerClient.ts';
import type { RunParams, RunnerError } from '../../src/protocol/runner.ts';
import { FIXTURES, lineWith, params, rewardsOf, row, startRunners, type Runners } from './support/runners.ts';

const PYTHON = path.join(FIXTURES, 'hostile.py');
const SCRIPT = path.join(FIXTURES, 'hostile.ts');

let runners: Runners;
beforeAll(async () => {
  runners = await startRunners();
});
afterAll(() => {
  runners.dispose();
});

const run = (
  symbol: string,
  more: Partial<RunParams> = {},
  rows = [row('1'), row('2')],
): Promise<RunResult> => runners.python.run(params(`${PYTHON}:${symbol}`, [rows], more));
const runScript = (
  symbol: string,
  more: Partial<RunParams> = {},
  rows = [row('1'), row('2')],
): Promise<RunResult> => runners.node.run(params(`${SCRIPT}:${symbol}`, [rows], more));
const errorOf = ({ calls, error }: RunResult): RunnerError | undefined =>
  error ?? calls.find((call) => call.error)?.error;

describe('a Python function that ends or holds the process', () => {
  it('is stopped in an endless loop, and the loop is named', async () => {
    const client = runners.client('python', { limits: { call: 0.5, load: 20 } });
    const error = errorOf(await client.run(params(`${PYTHON}:endless`, [[row('1')]])));
    expect(error).toMatchObject({ type: 'Timeout', file: PYTHON });
    expect(error?.message).toMatch(
      /took more than 0\.5 s and was stopped, in endless \(hostile\.py, line \d+\)/,
    );
    expect(rewardsOf(await client.run(params(`${PYTHON}:swallows`, [[row('1')]])))).toEqual([1]);
  });

  it('is said to have called sys.exit', async () => {
    expect(errorOf(await run('exits'))).toMatchObject({
      type: 'SystemExit',
      message: 'the function called sys.exit(3), which would end the training',
      file: PYTHON,
      line: lineWith(PYTHON, 'sys.exit(3)'),
    });
  });

  it('is said to have left by os._exit, and where', async () => {
    expect(errorOf(await run('leaves'))).toMatchObject({
      type: 'ProcessEnded',
      message: expect.stringContaining('os._exit(7), in leaves') as string,
      line: lineWith(PYTHON, 'os._exit(7)'),
    });
    expect(rewardsOf(await run('swallows'))).toEqual([1, 2]);
  });

  it('is said to have crashed, and where', async () => {
    expect(errorOf(await run('crashes'))).toMatchObject({
      type: 'ProcessEnded',
      message: expect.stringContaining('SIGSEGV (segmentation fault), in crashes') as string,
      line: lineWith(PYTHON, 'string_at(0)'),
    });
    expect(rewardsOf(await run('swallows'))).toEqual([1, 2]);
  });

  it('is stopped when it writes without end', async () => {
    expect(errorOf(await run('shouts'))?.message).toContain('wrote more than 64 MB');
    expect(rewardsOf(await run('swallows'))).toEqual([1, 2]);
  });

  it('may fork: the copy that comes back is ended, and it is said', async () => {
    const result = await run('forks');
    expect(rewardsOf(result)).toEqual([1, 1]);
    expect(result.calls[0]?.notes).toEqual(['the function forked once']);
    expect(rewardsOf(await run('swallows'))).toEqual([1, 2]);
  });

  it('takes its children with it', async () => {
    const client = runners.client('python');
    await client.run(params(`${PYTHON}:leaves_a_child`, [[row('1')]]));
    const group = client.pid!;
    expect(isGroupAlive(group)).toBe(true);
    client.dispose();
    await expect.poll(() => isGroupAlive(group)).toBe(false);
  });

  it.each(['closes_the_connection', 'shuts_the_connection'])('%s is told what happened', async (symbol) => {
    const error = errorOf(await run(symbol));
    expect(error).toMatchObject({ type: 'ConnectionLost' });
    expect(error?.message).toContain('the function may have closed it');
    expect(rewardsOf(await run('swallows'))).toEqual([1, 2]);
  });

  it('takes only its own row with it', async () => {
    const client = runners.client('python', { limits: { call: 0.5, load: 20 } });
    const rows = ['0.1', 'exit', '0.3', 'loop', '0.5'].map((text) => row(text));
    const result = await client.run(params(`${PYTHON}:sometimes`, [rows]));
    expect(rewardsOf(result)).toEqual([0.1, 'ProcessEnded', 0.3, 'Timeout', 0.5]);
    expect(result.calls.map((call) => call.row)).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('a run whose calls take too long', () => {
  const loops = (...texts: string[]): RunParams =>
    params(`${PYTHON}:sometimes`, [texts.map((text) => row(text))]);

  it('is given up after some in a row, and the rest is told as not run', async () => {
    const client = runners.client('python', { limits: { call: 0.3, load: 20 } });
    const result = await client.run(loops('1', 'loop', '2', 'loop', 'loop', 'loop', '3'));
    const ends = result.calls.map(({ outcomes, error }) => error?.type ?? outcomes[0]?.reward);
    expect(ends).toEqual([1, 'Timeout', 2, 'Timeout', 'Timeout', 'Timeout']);
    expect(result.error).toMatchObject({
      type: 'GivenUp',
      message: expect.stringMatching(/after 3 calls in a row ran into the time limit/) as string,
    });
  });

  it('does not wait for the rows of its batches once more', async () => {
    const client = runners.client('node', { limits: { call: 0.3, load: 20 } });
    const target = { file: SCRIPT, symbol: 'endless' };
    const batches = ['a', 'b', 'c', 'd'].map((text) => [row(text), row(text)]);
    let asked = 0;
    const { outcomes, error } = await runRows(
      (each, options) => {
        asked++;
        return client.run(each, options);
      },
      { target, batches, stopAtError: false },
    );
    expect(outcomes.flat().map((outcome) => outcome.error?.type)).toEqual([
      ...new Array<string>(6).fill('Timeout'),
      'GivenUp',
      'GivenUp',
    ]);
    expect([asked, error?.type]).toEqual([1, 'GivenUp']);
  });
});

describe('a Python function with a wrong answer', () => {
  it.each([
    ['none', 'of type NoneType, not a list of 2 numbers'],
    ['text', 'of type str, not a list of 2 numbers: 0.5'],
    ['short', 'has 0 rewards for 2 completions'],
    ['texts', 'reward 1 of 2 is of type str, not a number: 0.5'],
    ['nan', 'reward 1 of 2 is nan, which is no reward'],
    ['infinite', 'reward 1 of 2 is inf, which is no reward'],
    ['dict', 'of type dict, not a list of 2 numbers'],
    ['generator', 'of type generator, not a list of 2 numbers'],
  ])('%s is told what it is', async (answer, message) => {
    const error = errorOf(await run('answers', {}, [row('1', { answer }), row('2', { answer })]));
    expect(error).toMatchObject({
      type: 'InvalidReward',
      file: PYTHON,
      line: lineWith(PYTHON, 'def answers'),
    });
    expect(error?.message).toContain(message);
  });

  it('may answer with bools, with what float() reads, and with None', async () => {
    const asked = (answer: string): Promise<RunResult> => run('answers', {}, [row('1', { answer })]);
    const bools = await asked('bools');
    expect(rewardsOf(bools)).toEqual([1]);
    expect(bools.calls[0]?.notes).toEqual(['reward 1 of 1 is a bool; it counts as 1']);
    expect(rewardsOf(await asked('scalars'))).toEqual([0.25]);
    expect(rewardsOf(await asked('nones'))).toEqual([null]);
  });

  it('may raise what cannot be printed', async () => {
    expect(errorOf(await run('raises_unprintable'))).toMatchObject({
      type: 'Unprintable',
      message: '<Unprintable, whose __str__ raised ValueError>',
    });
  });

  it('shows what it swallowed', async () => {
    const result = await run('swallows', { diagnose: true }, [row('0.5'), row('half')]);
    expect(rewardsOf(result)).toEqual([0.5, 0]);
    expect(result.calls[0]?.raised).toMatchObject([
      {
        type: 'ValueError',
        message: "could not convert string to float: 'half'",
        file: PYTHON,
        line: lineWith(PYTHON, 'float(completion)'),
        function: 'swallows',
        caught: true,
        times: 1,
      },
    ]);
  });

  it('is told which column is missing and which there are', async () => {
    const error = errorOf(await run('needs_more', {}, [row('1', { answer: 'a', image: 'x' })]));
    expect(error).toMatchObject({ type: 'TypeError', hint: 'The rows have the columns answer, image.' });
    expect(error?.message).toContain("missing 1 required positional argument: 'solution'");
  });

  it('is told what its trainer would pass besides', async () => {
    const { calls } = await run('only_completions', {}, [row('1', { answer: 'a' })]);
    expect(calls[0]?.notes).toEqual(['TRL also passes prompts, answer; without **kwargs it fails']);
  });
});

describe('a Python file that does not load', () => {
  it('names the package to install', async () => {
    const file = path.join(FIXTURES, 'missing_package.py');
    const error = errorOf(await runners.python.run(params(file, [[row('1')]])));
    expect(error).toMatchObject({ type: 'ModuleNotFoundError', file, line: 1 });
    expect(error?.hint).toMatch(/python3? -m pip install cv2_that_is_not_there$/);
  });

  it('points at a syntax error', async () => {
    const file = path.join(FIXTURES, 'broken.py');
    expect(errorOf(await runners.python.run(params(file, [[row('1')]])))).toMatchObject({
      type: 'SyntaxError',
      file,
    });
  });
});

describe('a script that ends or holds the process', () => {
  it('is stopped in an endless loop, and the loop is named', async () => {
    const client = runners.client('node', { limits: { call: 0.5, load: 20 } });
    const error = errorOf(await client.run(params(`${SCRIPT}:endless`, [[row('1')]])));
    expect(error).toMatchObject({ type: 'Timeout', file: SCRIPT, line: lineWith(SCRIPT, 'for (;;)') });
    expect(rewardsOf(await client.run(params(`${SCRIPT}:swallows`, [[row('1')]])))).toEqual([1]);
  });

  it.each([
    ['exits', 'process.exit(3), in exits'],
    ['aborts', 'SIGABRT (abort)'],
    ['shouts', 'wrote more than 64 MB'],
  ])('%s is told what happened', async (symbol, message) => {
    expect(errorOf(await runScript(symbol))?.message).toContain(message);
    expect(rewardsOf(await runScript('swallows'))).toEqual([1, 2]);
  });

  it('is failed by an exception in a callback', async () => {
    expect(errorOf(await runScript('throwsLater'))).toMatchObject({
      type: 'RangeError',
      message: 'too late',
      line: lineWith(SCRIPT, 'too late'),
    });
  });
});

describe('a script with a wrong answer', () => {
  it.each([
    ['none', 'of type undefined, not an array of 1 numbers'],
    ['text', 'of type string, not an array of 1 numbers: high'],
    ['short', 'has 0 rewards for 1 completion'],
    ['texts', 'reward 1 of 1 is of type string, not a number: 0.5'],
    ['nan', 'reward 1 of 1 is NaN, which is no reward'],
  ])('%s is told what it is', async (answer, message) => {
    const error = errorOf(await runScript('answers', {}, [row('1', { answer })]));
    expect(error).toMatchObject({ type: 'InvalidReward' });
    expect(error?.message).toContain(message);
  });

  it('may answer with booleans and null', async () => {
    const asked = (answer: string): Promise<RunResult> => runScript('answers', {}, [row('1', { answer })]);
    expect(rewardsOf(await asked('bools'))).toEqual([1]);
    expect(rewardsOf(await asked('nulls'))).toEqual([null]);
  });

  it('may throw what cannot be printed, and what is no error', async () => {
    expect(errorOf(await runScript('throwsWhatIsNoError'))?.message).toMatch(/^threw /);
  });

  it('points at the line of TypeScript that threw', async () => {
    const error = errorOf(await runScript('raises'));
    expect(error).toMatchObject({
      type: 'TypeError',
      file: SCRIPT,
      line: lineWith(SCRIPT, 'columns.missing'),
    });
  });

  it('shows what it swallowed', async () => {
    const result = await runScript('swallows', { diagnose: true }, [row('1'), row('half')]);
    expect(rewardsOf(result)).toEqual([1, 0]);
    expect(result.calls[0]?.raised).toMatchObject([
      {
        type: 'SyntaxError',
        file: SCRIPT,
        line: lineWith(SCRIPT, 'JSON.parse'),
        function: expect.any(String) as string,
        caught: true,
      },
    ]);
  });
});

describe('a file that is saved', () => {
  it.each([
    [
      'py',
      'def reward(completions, **kw):\n    from helper import value\n    return [value] * len(completions)\n',
      (value: number) => `value = ${value}\n`,
    ],
    [
      'ts',
      "import { value } from './helper';\nexport const reward = (completions: string[]): number[] => completions.map(() => value);\n",
      (value: number) => `export const value: number = ${value};\n`,
    ],
  ])('is read anew with what it imports (%s)', async (extension, source, helper) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-reload-'));
    const client = extension === 'py' ? runners.python : runners.node;
    const file = path.join(folder, `mine.${extension}`);
    const score = async (): Promise<unknown[]> => {
      const result = await client.run(params(file, [[row('1')]]));
      expect(result.error).toBeUndefined();
      return [result.loaded?.reloaded, ...rewardsOf(result)];
    };
    try {
      writeFileSync(file, source);
      writeFileSync(path.join(folder, `helper.${extension}`), helper(1));
      expect(await score()).toEqual([true, 1]);
      expect(await score()).toEqual([false, 1]);
      writeFileSync(path.join(folder, `helper.${extension}`), helper(2));
      expect(await score()).toEqual([true, 2]);
      writeFileSync(file, 'this is no program');
      expect((await client.run(params(file, [[row('1')]]))).error).toMatchObject({
        type: 'SyntaxError',
        file,
      });
      writeFileSync(file, source);
      expect(await score()).toEqual([true, 2]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** Whether a process of the group runs; those that are dead but not yet buried do not. */
function isGroupAlive(group: number): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((name) => {
      try {
        const [state, , pgrp] = (readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1] ?? '').split(' ');
        return Number(pgrp) === group && state !== 'Z';
      } catch {
        return false;
      }
    });
}
