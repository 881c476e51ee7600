import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunsQuery } from '../../src/protocol/rollouts.ts';
import { OpenRun } from './support/openRun.ts';

const WHOLE: RunsQuery = { other: null, baseWhere: '', runWhere: '', slice: null };

describe('two runs on the same samples', () => {
  let folder = '';
  let open: OpenRun;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-runs-'));
    open = new OpenRun();
  });
  afterEach(async () => {
    await open.run.close();
    rmSync(folder, { recursive: true });
  });

  function write(name: string, lines: readonly object[]): string {
    const file = path.join(folder, name);
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return file;
  }

  const row = (id: string, source: string): object => ({
    id,
    question: `What is ${id}?`,
    source,
    possible_answers: ['a'],
    image_caption: 'A cat.',
    bboxs: [[0, 0, 28, 28]],
    width: 280,
    height: 280,
  });
  const answer = (text: string): string => `<answer>${text}</answer>`;
  const rollouts = (id: string, step: number, ...answers: readonly string[]): object => ({
    id,
    step,
    completions: answers.map(answer),
  });

  async function opened(): Promise<{ readonly old: string }> {
    const dataset = write('some.vqa.jsonl', [row('x', 'vqa'), row('y', 'vqa'), row('z', 'text')]);
    const old = write('old.jsonl', [
      rollouts('x', 1, 'a', 'a'),
      rollouts('y', 1, 'b', 'b'),
      rollouts('only', 1, 'a'),
      rollouts('z', 1, 'b', 'a'),
    ]);
    const run = write('new.jsonl', [
      rollouts('z', 2, 'a', 'b'),
      rollouts('x', 2, 'b', 'b', 'a', 'a'),
      rollouts('y', 2, 'a', 'b'),
    ]);
    await open.open(run, dataset);
    return { old };
  }

  it('tells what improved and what regressed, of every reward', async () => {
    const { old } = await opened();
    const report = await open.call('runs', { ...WHOLE, other: old, slice: 'source' });
    expect(report).toMatchObject({
      base: { path: old, rollouts: 7, samples: 4 },
      run: { rollouts: 8, samples: 3 },
      samples: 3,
      onlyBase: 1,
      onlyRun: 0,
      byRow: 3,
      names: ['total', 'format', 'caption', 'bbox', 'answer'],
    });
    const answers = report.differences[report.names.indexOf('answer')];
    expect(answers).toMatchObject({ samples: 3, improved: 1, regressed: 1, equal: 1, mean: 0 });
    expect(report.slices.map(({ value, samples }) => [value, samples])).toEqual([
      ['vqa', 2],
      ['text', 1],
    ]);
  });

  it('lists the samples, the most regressed first, with the places of their rollouts', async () => {
    const { old } = await opened();
    await open.call('runs', { ...WHOLE, other: old, slice: 'source' });
    expect(await open.call('runsList', { name: 'answer', descending: false })).toBe(3);
    const samples = await open.call('runsSamples', { start: 0, count: 9 });
    expect(samples.map(({ title, change }) => [title, change])).toEqual([
      ['What is x?', -0.5],
      ['What is z?', 0],
      ['What is y?', 0.5],
    ]);
    expect(samples[0]).toMatchObject({
      base: { group: 0, rollouts: 2, source: old, line: 1, part: 0 },
      run: { group: 1, rollouts: 4, line: 2 },
      means: { answer: [1, 0.5] },
    });
    const only = { name: 'answer', only: 'improved', descending: true } as const;
    expect(await open.call('runsList', only)).toBe(1);
    expect(await open.call('runsList', { name: 'answer', slice: 'text', descending: false })).toBe(1);
  });

  it('goes by the prompt where no dataset is linked', async () => {
    const old = write('old.jsonl', [{ question: 'Who?', completion: 'x', reward: 0 }]);
    const run = write('new.jsonl', [{ question: 'Who?', completion: 'y', reward: 1 }]);
    await open.open(run);
    const report = await open.call('runs', { ...WHOLE, other: old });
    expect(report).toMatchObject({ samples: 1, byRow: 0, names: ['total', 'reward'] });
    expect(report.differences[0]).toMatchObject({ improved: 1, mean: 1 });
  });

  it('maps columns in rows of no known format alone, of either run', async () => {
    const old = write('old.jsonl', [{ question: 'Who?', completion: 'x', reward: 0 }]);
    const run = write('new.jsonl', [{ asked: 'Who?', response: 'y', points: 1 }]);
    const otherColumns = { completion: 'response', prompt: 'asked', rewards: ['points'] };
    await open.open(run, undefined, { mapping: { otherColumns } });
    const report = await open.call('runs', { ...WHOLE, other: old });
    expect(report).toMatchObject({ samples: 1, onlyBase: 0, onlyRun: 0 });
  });

  it('compares the steps of one run', async () => {
    const run = write('run.jsonl', [1, 2, 3].map((step) => ({ question: 'Who?', step, completion: 'x', reward: step }))); // prettier-ignore
    await open.open(run);
    const report = await open.call('runs', { ...WHOLE, baseWhere: 'step=1..2', runWhere: 'step=3' });
    expect(report.base.rollouts).toBe(2);
    expect(report.differences[0]).toMatchObject({ meanBase: 1.5, meanRun: 3 });
  });

  it('writes what is listed as CSV', async () => {
    const { old } = await opened();
    await open.call('runs', { ...WHOLE, other: old });
    await open.call('runsList', { name: 'answer', only: 'regressed', descending: false });
    const file = path.join(folder, 'runs.csv');
    await open.call('writeRuns', { file });
    const [head, first, end] = readFileSync(file, 'utf8').split('\r\n');
    expect(head).toMatch(/^sample,rollouts baseline,rollouts run,total baseline,total run,total change,/);
    expect(first).toMatch(/^What is x\?,2,4,.*,1,0.5,-0.5$/);
    expect(end).toBe('');
  });

  it('says why there is nothing to compare with, and goes on', async () => {
    await opened();
    await expect(open.call('runs', { ...WHOLE, other: path.join(folder, 'none') })).rejects.toThrow(
      /does not exist/,
    );
    const bad = write('bad.jsonl', [{ loss: 1 }]);
    await expect(open.call('runs', { ...WHOLE, other: bad })).rejects.toThrow(/no known format/);
    expect((await open.call('runs', WHOLE)).samples).toBe(3);
  });

  it('can be told to stop', async () => {
    const { old } = await opened();
    const abort = new AbortController();
    abort.abort();
    const asked = open.call(
      'runs',
      { ...WHOLE, other: old },
      { signal: abort.signal, progress: () => undefined },
    );
    await expect(asked).rejects.toThrow(/cancelled/);
  });

  it('finds a rollout by where it stands', async () => {
    await opened();
    const source = path.join(folder, 'new.jsonl');
    expect(await open.call('find', { source, line: 2, part: 3 })).toEqual({ group: 1, at: 3 });
    expect(await open.call('find', { source, line: 9, part: 0 })).toBeNull();
    expect(await open.call('find', { source: 'elsewhere', line: 1, part: 0 })).toBeNull();
  });
});
