import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeRunner, pythonRunner } from '../../src/node/runner/command.ts';
import { findPython } from '../../src/node/runner/interpreters.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { CompareQuery, ScoredFunction, ScoreRequest } from '../../src/protocol/rollouts.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';
import { OpenRun } from './support/openRun.ts';
import { startRunners, type Runners } from './support/runners.ts';
import { RUN_SETTINGS } from '../support/settings.ts';

const line = (id: string, completion: string, right: number | null): string =>
  JSON.stringify({ id, step: 1, completion, rewards: { right } });

const ROLLOUTS = [
  line('a', '0', 0),
  line('a', '1', 1),
  line('b', '0.75', 0.25),
  line('b', '0.25', 0.75),
  line('c', 'none', null),
  line('c', 'x', 0.5),
];

/** What stands in a completion, as a number; nothing for some, and an error where it is none. */
const NUMBER = `
def reward(completions, **kwargs):
    return [None if c == "none" else float(c) for c in completions]
`;

describe('reward functions over an open run', () => {
  let runners: Runners;
  let folder: string;
  let run: OpenRun;

  beforeAll(async () => {
    runners = await startRunners();
  });
  afterAll(() => {
    runners.dispose();
  });
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-'));
    run = new OpenRun();
    await run.open(write('some.rollouts.jsonl', ...ROLLOUTS));
  });
  afterEach(async () => {
    await run.run.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (name: string, ...lines: string[]): string => {
    const file = path.join(folder, name);
    writeFileSync(file, `${lines.join('\n')}\n`);
    return file;
  };

  const requestFor = async (file: string, more: Partial<ScoreRequest> = {}): Promise<ScoreRequest> => {
    const options = { dist: runners.dist, cwd: folder };
    const command = file.endsWith('.py')
      ? pythonRunner({ ...options, interpreter: await findPython({ folder }) })
      : nodeRunner({ ...options, interpreter: process.execPath });
    return {
      name: path.basename(file).replace(/\.\w+$/, ''),
      target: { file },
      command,
      limits: { call: 20, load: 20 },
      ...more,
    };
  };
  const score = async (
    file: string,
    more?: Partial<ScoreRequest>,
    context?: CallContext,
  ): Promise<ScoredFunction> => run.call('score', await requestFor(file, more), context);
  const rollouts = async (where: string): Promise<number[]> => {
    const found: number[] = [];
    for (let from = -1; ;) {
      const next = await run.call('next', { from, by: 1, where });
      if (next === null) return found;
      from = next.group * 2 + next.at;
      found.push(from);
    }
  };
  const query = (b: string, more: Partial<CompareQuery> = {}): CompareQuery => ({
    a: { kind: 'logged', name: 'right' },
    b: { kind: 'function', name: b },
    tolerance: 1e-6,
    where: '',
    ...more,
  });

  it('become columns that filters, groups and the state know by name', async () => {
    const told: unknown[] = [];
    const scored = await score(
      write('mine.py', NUMBER),
      {},
      {
        signal: new AbortController().signal,
        progress: (value) => told.push(value),
      },
    );
    expect(scored).toMatchObject({ name: 'mine', done: 6, failed: 1, running: false, notes: [] });
    expect(told.at(-1)).toEqual({ done: 6, total: 6 });
    expect((await run.call('state', null)).functions).toEqual([scored]);
    expect(await rollouts('mine>=0.5')).toEqual([1, 2]);
    expect(await rollouts('mine<0.5')).toEqual([0, 3]);
    expect(await rollouts('is:mine.failed')).toEqual([5]);
    expect(await rollouts('mine.ms>=0')).toHaveLength(6);
    expect((await run.call('plots', { where: '', slice: null })).names).toContain('mine');
    const { rollouts: details } = await run.call('group', { id: 2 });
    expect(details.map(({ values }) => values.mine)).toEqual([null, null]);
    expect(details.map(({ errors }) => errors.mine?.type)).toEqual([undefined, 'ValueError']);
  });

  it('run again take the place of what they gave before; others get a name of their own', async () => {
    const file = write('mine.py', NUMBER);
    await score(file);
    write('mine.py', 'def reward(completions, **kwargs):', '    return [1.0 for c in completions]');
    expect((await score(file)).name).toBe('mine');
    expect(await rollouts('mine=1')).toHaveLength(6);
    const copy = { file: write('old.py', NUMBER), commit: 'abc' };
    expect(await score(file, { name: 'mine', copy })).toMatchObject({ name: 'mine2', commit: 'abc' });
    expect((await score(write('step.mjs', 'export const reward = (c) => c.map(() => 2);'))).name).toBe(
      'step2',
    );
    expect((await run.call('state', null)).functions.map(({ name }) => name)).toEqual([
      'mine',
      'mine2',
      'step2',
    ]);
  });

  it('are compared with what was logged: differences, errors, order, times', async () => {
    await score(write('mine.py', NUMBER));
    const { summary, slowest, medianA, medianB } = await run.call('compare', query('mine'));
    expect(summary).toMatchObject({
      compared: 4,
      differ: 2,
      oneSided: 1,
      a: { rewards: 5, failed: 0, none: 1, absent: 0 },
      b: { rewards: 4, failed: 1, none: 1, absent: 0 },
      groups: 2,
      reranked: 1,
      swapped: 1,
      turnedGroups: 1,
      turned: 2,
    });
    expect([slowest, medianA]).toEqual([6, null]);
    expect(medianB).toBeGreaterThanOrEqual(0);
    const part = { query: query('mine'), start: 0, count: 10 };
    const rows = await run.call('comparedRows', { ...part, list: 'differing' });
    expect(
      rows.map(({ rollout, name, at, a, b, text }) => [rollout, name, at, a.value, b.value, text]),
    ).toEqual([
      [2, '1-2', 0, 0.25, 0.75, '0.75'],
      [3, '1-2', 1, 0.75, 0.25, '0.25'],
    ]);
    const [failed] = await run.call('comparedRows', { ...part, list: 'oneSided' });
    expect(failed).toMatchObject({ rollout: 5, a: { value: 0.5 }, b: { value: null } });
    expect(failed?.b.error).toMatch(/^ValueError: /);
    expect(await run.call('comparedRows', { ...part, list: 'slowest' })).toHaveLength(6);
    expect(await run.call('changedGroups', part)).toMatchObject([
      { group: 1, name: '1-2', swapped: 1, turned: 2, before: [2, 1], after: [1, 2] },
    ]);
    const some = await run.call('compare', query('mine', { where: 'mine>0.5' }));
    expect(some.summary).toMatchObject({ compared: 2, differ: 1 });
    await expect(run.call('compare', query('yours'))).rejects.toThrow(
      'There is no function reward yours in this run; there are mine.',
    );
  });

  it('tell how many groups fail as a trainer calls them', async () => {
    const scored = await score(write('one.py', 'def f(completions, **kw): return [1.0]'));
    expect(scored).toMatchObject({ done: 6, failed: 0 });
    expect(scored.failedBatches).toMatch(/^3 batches fail as a trainer calls them, InvalidReward: .*2/);
    expect((await score(write('mine.py', NUMBER))).failedBatches).toMatch(/^1 batch fails .*ValueError/);
  });

  it('are given up where they do not come to an end, and gone on with where that is asked for', async () => {
    const loop = write(
      'loop.mjs',
      'export const reward = (c) => { if (c[0] === "x") for (;;); return c.map(() => 1); };',
    );
    await run.call('close', null);
    const groups = ['a', 'b', 'c'].map((id) => line(id, 'x', 1));
    await run.open(write('more.rollouts.jsonl', ...groups, line('d', 'y', 1)));
    const limits = { call: 0.2, load: 20 };
    const given = await score(loop, { limits });
    expect(given).toMatchObject({ done: 4, failed: 4 });
    expect(given.givenUp).toMatch(/^the run was given up after 3 calls in a row ran into the time limit/);
    const patient = await score(loop, { limits, patient: true });
    expect(patient).toMatchObject({ done: 4, failed: 3 });
    expect(patient.givenUp).toBeUndefined();
  });

  it('are outdated where the row that a rollout answers was edited, and once their file is saved', async () => {
    const row = (id: string, answer: string): object => ({
      id,
      question: `${id}?`,
      possible_answers: [answer],
    });
    const rows = ['a', 'b', 'c'].map((id) => JSON.stringify(row(id, '1')));
    const dataset = write('some.vqa.jsonl', ...rows);
    await run.call('close', null);
    await run.open(path.join(folder, 'some.rollouts.jsonl'), dataset);
    const mine = `export const reward = (completions, columns) => columns.possible_answers.map(([answer]) => Number(answer));`;
    const file = write('mine.mjs', mine);
    expect(await score(file)).toMatchObject({ done: 6, outdated: 0 });
    await run.call('unsaved', { rows: [1], changed: [[1, row('b', '2') as JsonObject]] });
    expect((await run.call('state', null)).functions).toMatchObject([{ done: 6, outdated: 2 }]);
    expect(await rollouts('is:mine.outdated')).toEqual([2, 3]);
    const details = async (id: number): Promise<unknown> =>
      (await run.call('group', { id })).rollouts.map(({ values, outdated }) => [values.mine, ...outdated]);
    expect([await details(0), await details(1)]).toEqual([
      [[1], [1]],
      [
        [1, 'mine'],
        [1, 'mine'],
      ],
    ]);
    expect(await score(file)).toMatchObject({ outdated: 0 });
    expect(await details(1)).toEqual([[2], [2]]);
    write('mine.mjs', mine, '// saved');
    await run.until(({ functions }) => functions[0]?.outdated === 6);
    expect(await score(file)).toMatchObject({ outdated: 0 });
  });

  it.each([
    [
      'mine.py',
      'from helper import SCALE\ndef reward(completions, **kwargs):\n    return [SCALE for _ in completions]',
      'helper.py',
      'SCALE = 1',
      'SCALE = 2',
    ],
    [
      'lazy.py',
      'def reward(completions, **kwargs):\n    from late import SCALE\n    return [SCALE for _ in completions]',
      'late.py',
      'SCALE = 1',
      'SCALE = 2',
    ],
    [
      'broken.py',
      'import half\ndef reward(completions, **kwargs):\n    return [half.SCALE for _ in completions]',
      'half.py',
      'SCALE = (',
      'SCALE = 2',
    ],
    [
      'mine.ts',
      "import { scale } from './helper';\nexport const reward = (c: string[]): number[] => c.map(() => scale);",
      'helper.ts',
      'export const scale: number = 1;',
      'export const scale: number = 2;',
    ],
    [
      'mine.cjs',
      "const scale = require('./scale.json');\nexports.reward = (completions) => completions.map(() => scale);",
      'scale.json',
      '1',
      '2',
    ],
  ])('of %s are outdated once a file that it imports is saved', async (name, text, helper, before, after) => {
    const file = write(name, text);
    write(helper, before);
    await score(file);
    const [scored] = (await run.call('state', null)).functions;
    expect(scored).toMatchObject({ done: 6, outdated: 0, failed: name === 'broken.py' ? 6 : 0 });
    write('unrelated.py', 'x = 1');
    write(helper, after, '');
    await run.until(({ functions }) => functions[0]?.outdated === 6);
    expect(await score(file)).toMatchObject({ outdated: 0, failed: 0 });
    const { summary } = await run.call('compare', query(scored?.name ?? ''));
    expect(summary.meanB).toBe(2);
  });

  it('are written as comma-separated values', async () => {
    await score(write('mine.py', NUMBER));
    const csv = path.join(folder, 'comparison.csv');
    await run.call('exportComparison', { query: query('mine'), path: csv });
    const lines = readFileSync(csv, 'utf8').trimEnd().split('\n');
    expect(lines[0]).toMatch(/^rollout,step,group,line,logged right,mine,difference,error of logged right,/);
    expect(lines[3]).toMatch(/^2,1,1-2,3,0\.25,0\.75,0\.5,,,,\d/);
    expect(lines[6]).toMatch(/^5,1,1-3,6,0\.5,,,,/);
    expect(lines).toHaveLength(7);
    const nowhere = path.join(folder, 'no', 'such.csv');
    await expect(run.call('exportComparison', { query: query('mine'), path: nowhere })).rejects.toThrow(
      /such\.csv/,
    );
  });

  it('name the rows below a threshold as they are called', async () => {
    await score(write('mine.py', NUMBER));
    const { below, rows } = await run.call('rowsBelow', { name: 'mine', threshold: 0.5, most: 2 });
    expect(below).toBe(3);
    expect(rows).toMatchObject([
      { rollout: 0, group: '1-1', place: 1, row: null, called: { completion: '0' } },
      { rollout: 3, group: '1-2', place: 2, called: { completion: '0.25' } },
    ]);
  });

  it('are called with the group of a rollout, in its order', async () => {
    const { group, rows, index } = await run.call('calledGroup', { rollout: 3 });
    expect({ group, index }).toEqual({ group: 1, index: 1 });
    expect(rows).toMatchObject([
      { rollout: 2, group: '1-2', place: 1, called: { completion: '0.75', columns: { id: 'b' } } },
      { rollout: 3, place: 2, called: { completion: '0.25' } },
    ]);
    await expect(run.call('calledGroup', { rollout: 6 })).rejects.toThrow('not there any more');
    const other = write('other.vqa.jsonl', JSON.stringify({ id: 'z', possible_answers: ['1'] }));
    await run.call('dataset', { file: other, settings: RUN_SETTINGS });
    const refusal = (): Promise<unknown> =>
      run.call('calledGroup', { rollout: 3 }).catch((error: unknown) => String(error));
    await expect.poll(refusal).toMatch(/cannot be scored: .+/);
  });

  it('are cancelled, and end with the run, whatever they do', async () => {
    const loop = write('loop.mjs', 'export const reward = () => { for (;;); };');
    const abort = new AbortController();
    const cancelled = score(loop, {}, { signal: abort.signal, progress: () => undefined });
    await run.until(({ functions }) => functions.some(({ running }) => running));
    abort.abort();
    await expect(cancelled).rejects.toThrow('cancelled');
    expect((await run.call('state', null)).functions).toMatchObject([{ done: 0, running: false }]);
    const closed = expect(score(loop)).rejects.toThrow();
    await run.until(({ functions }) => functions.some(({ running }) => running));
    await run.call('close', null);
    await closed;
  });

  it('keep what they said while the settings change, and lose it with another dataset', async () => {
    await score(write('mine.py', NUMBER));
    const settings = RUN_SETTINGS;
    await run.call('dataset', { file: null, settings: { ...settings, advantage: 'trl' } });
    expect((await run.call('state', null)).functions).toMatchObject([{ name: 'mine', done: 6 }]);
    const dataset = write('some.vqa.jsonl', JSON.stringify({ id: 'a', possible_answers: ['1'] }));
    await run.call('dataset', { file: dataset, settings });
    expect((await run.call('state', null)).functions).toEqual([]);
  });
});
