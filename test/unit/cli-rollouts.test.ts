import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/cli.ts';

const FIXTURES = path.join(import.meta.dirname, '../fixtures/rollouts');
const SAMPLE = path.join(import.meta.dirname, '../../media/sample');
const DUMP = path.join(SAMPLE, 'sample.rollouts.jsonl');
const DATASET = path.join(SAMPLE, 'sample.vqa.jsonl');

interface Printed {
  readonly index: number;
  readonly group?: string;
  readonly rewards?: Readonly<Record<string, number>> | null;
  readonly [name: string]: unknown;
}

async function run(
  args: readonly string[],
  input = '',
): Promise<{ code: number; lines: Printed[]; stderr: string }> {
  let [stdout, stderr] = ['', ''];
  const code = await runCli(['rollouts', ...args], {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  const lines = stdout === '' ? [] : stdout.trim().split('\n');
  return { code, lines: lines.map((line) => JSON.parse(line) as Printed), stderr };
}

describe('vqa-verify rollouts', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('prints normalised rollouts with their groups, in order', async () => {
    const source = path.join(FIXTURES, 'ms-swift-3.8.jsonl');
    const { code, lines, stderr } = await run([source]);
    expect(code).toBe(0);
    expect(stderr).toContain('16 rollouts\n4 rollouts were logged again');
    expect(stderr).not.toContain('assumed');
    expect(lines.map(({ index }) => index)).toEqual(Array.from({ length: 16 }, (_, i) => i));
    expect(lines.map(({ group }) => group)).toEqual(
      ['12-1', '12-2', '12-3', '13-1'].flatMap((name) => [name, name, name, name]),
    );
    expect(lines[3]).toMatchObject({
      source,
      line: 1,
      step: 12,
      logged: { format: 1, bbox: null },
      entropy: 0.25,
    });
    expect(lines[0]).not.toHaveProperty('columns');
  });

  it('tells what it assumes of groups that nothing in the run tells', async () => {
    const prompts = [...Array<string>(12).fill('What is red?'), ...Array<string>(4).fill('What is blue?')];
    const source = path.join(folder, 'ungrouped.jsonl');
    writeFileSync(source, prompts.map((prompt) => JSON.stringify({ prompt, completion: 'x' })).join('\n'));
    const { lines, stderr } = await run([source]);
    expect(new Set(lines.map(({ group }) => group)).size).toBe(4);
    expect(stderr).toContain('groups of 4 are assumed, by equal prompts alone: no logged advantages tell');
  });

  it('tells which numbers of TRL may be no rewards, and takes those that are named', async () => {
    const source = path.join(FIXTURES, 'trl-weighted');
    const { stderr } = await run([source]);
    expect(stderr).toMatch(
      /^which of accuracy_reward, .* not certain, .*; --columns rewards=A\+B names them$/m,
    );
    const named = await run([source, '--columns', 'rewards=accuracy_reward+format_reward']);
    expect(named.stderr).not.toContain('certain');
    expect(named.lines[0]).toMatchObject({ logged: { accuracy_reward: 1, format_reward: 1 }, group: '3-1' });
    const wrong = await run([source, '--columns', 'step=step']);
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.stderr).toContain('has to name the completion, or nothing but the rewards');
  });

  it('prints what links to the same rows again when it is read back', async () => {
    const inFolder = (name: string, lines: readonly object[]): string => {
      const file = path.join(folder, name);
      writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      return file;
    };
    // Their ids are what the lines are numbered by, in another order.
    const dataset = inFolder('numbered.vqa.jsonl', [
      { id: '0', question: 'Zero?' },
      { id: '1', question: 'One?' },
    ]);
    const dump = inFolder('1.jsonl', [
      { input: 'One?', output: 'b', score: 1 },
      { input: 'Zero?', output: 'a', score: 1 },
    ]);
    const linked = async (file: string): Promise<unknown> =>
      (await run([file, '--dataset', dataset])).lines.map(({ sample }) => sample);
    const printed = inFolder('printed.jsonl', (await run([dump])).lines);
    expect(await linked(printed)).toEqual(await linked(dump));
  });

  it('prints a bad record where it stands, tells of a half-written line, and exits 1', async () => {
    const { code, lines, stderr } = await run([path.join(FIXTURES, 'with-bad-record.jsonl')]);
    expect(code).toBe(1);
    expect(lines.map(({ index, error }) => [index, (error as { line: number } | undefined)?.line])).toEqual([
      [0, undefined],
      [1, 2],
      [2, undefined],
      [3, 4],
      [4, 5],
    ]);
    expect(stderr).toContain('the last record is not written in full yet');
  });

  it('scores again with the ground truth of the linked row, and gives advantages within the group', async () => {
    const dataset = path.join(SAMPLE, 'sample.vqa.jsonl');
    const { code, lines } = await run([
      path.join(SAMPLE, 'sample.rollouts.jsonl'),
      '--dataset',
      dataset,
      '--score',
    ]);
    expect(code).toBe(0);
    const [first] = lines;
    const rows = readFileSync(dataset, 'utf8').split('\n');
    const index = rows.findIndex((row) => row.includes(`"id":"${String(first?.sampleKey)}"`));
    expect(first?.sample).toEqual({ index, line: index + 1, by: 'key' });
    const group = lines.filter((each) => each.group === first?.group);
    expect(group.length).toBeGreaterThan(1);
    const advantages = group.map(({ computedAdvantage }) => Number(computedAdvantage));
    expect(advantages.reduce((sum, each) => sum + each, 0)).toBeCloseTo(0, 9);
    expect(first?.advantage).toBe(first?.computedAdvantage);
    expect(Object.keys(first?.rewards ?? {})).toEqual(['format', 'caption', 'bbox', 'answer']);
  });

  it('scores against the columns of the rollout itself', async () => {
    const { lines } = await run([path.join(FIXTURES, 'plain.jsonl'), '--score', '--rewards', 'answer,bbox']);
    expect(lines.map(({ rewards }) => rewards)).toMatchObject([
      { answer: 1, bbox: expect.closeTo(0.914, 3) as number },
      { answer: 0, bbox: 0 },
      { answer: 0, bbox: 0 },
    ]);
  });

  it('gives the density of attention where heatmaps are named, and says what is wrong with bad ones', async () => {
    const training = path.join(import.meta.dirname, '../fixtures/training');
    const { code, lines } = await run([
      path.join(training, 'run.rollouts.jsonl'),
      '--dataset',
      path.join(training, 'run.vqa.jsonl'),
      '--score',
    ]);
    expect(code).toBe(1);
    expect(lines[40]?.density).toBeGreaterThan(2);
    expect(lines[44]).toMatchObject({
      density: null,
      errors: {
        density: {
          type: 'HeatmapError',
          message: expect.stringContaining('attention/missing.npy') as string,
        },
      },
    });
    expect(lines[46]).not.toHaveProperty('density');
  });

  it('shows an ambiguous link as ambiguous, and does not score it', async () => {
    const row = {
      question: 'What is on the mat?',
      bboxs: [[0, 0, 1, 1]],
      width: 9,
      height: 9,
      image_caption: 'x',
    };
    const dataset = path.join(folder, 'd.jsonl');
    const rows = ['a', 'b'].map((answer) =>
      JSON.stringify({ ...row, images: [answer], possible_answers: [answer] }),
    );
    writeFileSync(dataset, rows.join('\n'));
    const args = [path.join(FIXTURES, 'ms-swift-3.7.jsonl'), '--dataset', dataset, '--score'];
    const { code, lines } = await run(args);
    expect(code).toBe(1);
    expect(lines[0]).toMatchObject({
      sample: { ambiguous: [{ index: 0 }, { index: 1 }], by: 'question' },
      rewards: null,
      errors: { sample: { type: 'Ambiguous' } },
      advantage: expect.closeTo(1.095, 3) as number,
    });
  });

  it.each([
    ['prompts', 42, 'category'],
    ['sft', 42, 'messages'],
    ['dpo', 42, 'rejected_response'],
  ])('exports %s as rows that hold the sample', async (kind, count, column) => {
    const dataset = path.join(SAMPLE, 'sample.vqa.jsonl');
    const dump = path.join(SAMPLE, 'sample.rollouts.jsonl');
    const { code, lines } = await run([dump, '--dataset', dataset, '--export', kind]);
    expect(code).toBe(0);
    expect(lines).toHaveLength(count);
    for (const row of lines) {
      expect(row).toHaveProperty(column);
      expect(row).toHaveProperty('bboxs');
    }
    const { lines: apart } = await run([dump, '--dataset', dataset, '--export', 'dpo', '--margin', '99']);
    expect(apart).toEqual([]);
  });

  it('tells the signals of each rollout with their evidence, and their counts over the run', async () => {
    const { lines, stderr } = await run([DUMP, '--dataset', DATASET, '--score']);
    const found = lines.flatMap(({ signals }) => (signals ?? []) as { signal: string; evidence: string }[]);
    const wrong = found.filter(({ signal }) => signal === 'wrong-coordinates');
    expect(wrong.length).toBeGreaterThan(0);
    expect(wrong[0]?.evidence).toContain('the boxes look like');
    expect(stderr).toContain(`${wrong.length} × Wrong coordinate space (is:wrong-coordinates)`);
  });

  it('prints only what fulfils a filter, under its own number', async () => {
    const { lines } = await run([DUMP, '--dataset', DATASET, '--where', 'format=0 step=2']);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThan(64);
    expect(lines.every(({ step, index }) => step === 2 && index >= 64)).toBe(true);
    const { lines: rows } = await run([
      DUMP,
      '--dataset',
      DATASET,
      '--export',
      'prompts',
      '--where',
      'step=2',
    ]);
    expect(rows).toHaveLength(8);
  });

  it('tells a slip in a filter', async () => {
    const { code, lines, stderr } = await run([DUMP, '--dataset', DATASET, '--where', 'categry=perception']);
    expect([code, lines]).toEqual([0, []]);
    expect(stderr).toContain('--where: no number or column is called “categry”; did you mean category?');
  });

  it('writes exports to a file, with images as seen from its folder', async () => {
    const file = path.join(folder, 'next', 'train.vqa.jsonl');
    mkdirSync(path.dirname(file));
    const { code, lines, stderr } = await run([DUMP, '--dataset', DATASET, '--export', 'sft', '--to', file]);
    expect([code, lines]).toEqual([0, []]);
    expect(stderr).toContain('42 rows from 42 of 42 groups');
    const [first = ''] = readFileSync(file, 'utf8').split('\n');
    const { images } = JSON.parse(first) as { images: string[] };
    expect(existsSync(path.resolve(path.dirname(file), images[0] ?? ''))).toBe(true);
  });

  it('reads standard input, and columns as a person maps them', async () => {
    const input = readFileSync(path.join(FIXTURES, 'unknown.jsonl'), 'utf8');
    const { lines } = await run(
      ['-', '--columns', 'completion=response,group=sample_uid,rewards=reward_total'],
      input,
    );
    expect(lines).toMatchObject([
      { source: '-', group: 's1', logged: { reward_total: 0.5 } },
      { source: '-', group: 's1', logged: { reward_total: 0 } },
    ]);
  });

  it('asks for columns only where they would help', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-'));
    try {
      const empty = await run([folder]);
      writeFileSync(path.join(folder, 'a.jsonl'), Buffer.from('\ufeff{}\n', 'utf16le'));
      const wide = [await run([path.join(folder, 'a.jsonl')]), await run([folder])];
      for (const { code, stderr } of [empty, ...wide]) {
        expect(code).toBe(2);
        expect(stderr).not.toContain('--columns');
      }
      expect(wide.map(({ stderr }) => stderr.includes('save it as UTF-8'))).toEqual([true, true]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    [[path.join(FIXTURES, 'unknown.jsonl')], /columns query, response, .* Say it with --columns/],
    [['no-such-run'], /cannot open no-such-run: it does not exist/],
    [['x', '--columns', 'response'], /pairs such as completion=response/],
    [['x', '--columns', 'prompt=q'], /has to name the completion/],
    [['x', '--advantage', 'grpo'], /there is no advantage "grpo"/],
    [['x', '--export', 'ppo'], /there is no export "ppo"/],
    [['x', '--export', 'sft', '--most', 'many'], /--most is no number: many/],
    [['x', '--score=1'], /--score takes no value/],
  ])('exits 2 for %j and says what is wrong', async (args, message) => {
    const { code, lines, stderr } = await run(args);
    expect({ code, lines }).toEqual({ code: 2, lines: [] });
    expect(stderr).toMatch(message);
  });
});
