import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Dataset } from '../../src/core/dataset.ts';
import { renameImages } from '../../src/core/imagePaths.ts';
import { readSample } from '../../src/core/readSample.ts';
import type { ExportKind, ExportOptions } from '../../src/core/rollouts/exports/rows.ts';
import { LiveRun } from '../../src/node/rollouts/run/liveRun.ts';
import { exportedRows } from '../../src/node/rollouts/run/training/rows.ts';
import { writeRows } from '../../src/node/rollouts/run/training/write.ts';
import { openRowSource } from '../../src/node/rowSource.ts';
import type { ExportCounts } from '../../src/protocol/rollouts.ts';
import { exportNotes } from '../../src/protocol/rollouts/exportNotes.ts';
import type { CallContext } from '../../src/protocol/rpc.ts';
import { CALL, RUN_SETTINGS } from '../support/settings.ts';

const SAMPLE = path.join(import.meta.dirname, '../../media/sample');
const options = (kind: ExportKind, more: Partial<ExportOptions> = {}): ExportOptions => ({
  kind,
  least: 0,
  most: 1,
  margin: 0,
  ...more,
});

describe('rows to train on', () => {
  let folder = '';
  let life: AbortController;
  const runs: LiveRun[] = [];

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-'));
    life = new AbortController();
  });
  afterEach(async () => {
    await Promise.all(runs.map(({ whole }) => whole));
    life.abort();
    await Promise.all(runs.splice(0).map((run) => run.close()));
    rmSync(folder, { recursive: true });
  });

  async function open(dump: string, dataset?: string): Promise<LiveRun> {
    const opened = await LiveRun.open({ path: dump, dataset, settings: RUN_SETTINGS, signal: life.signal });
    runs.push(opened);
    void opened.follow({
      progressed: () => undefined,
      replaced: () => undefined,
      failed: (error) => {
        throw error;
      },
    });
    return opened;
  }

  const openSample = (): Promise<LiveRun> =>
    open(path.join(SAMPLE, 'sample.rollouts.jsonl'), path.join(SAMPLE, 'sample.vqa.jsonl'));

  it.each<ExportKind>(['prompts', 'sft', 'dpo', 'dpo-trl'])(
    'open as a dataset, with its images, from another folder: %s',
    async (kind) => {
      mkdirSync(path.join(folder, 'next run'));
      const file = path.join(folder, 'next run', 'train.vqa.jsonl');
      const counts = await writeRows(
        await openSample(),
        { where: 'step=1..3', options: options(kind) },
        file,
        CALL,
      );
      expect(counts).toMatchObject({ groups: 24, repeated: 0, unscored: 0 });
      expect(counts.rows).toBeGreaterThan(20);
      const dataset = new Dataset(await openRowSource(file));
      expect(dataset.length).toBe(counts.rows);
      for (const { value } of await dataset.window(0, dataset.length)) {
        expect(value).toBeDefined();
        const sample = readSample(value ?? {});
        expect(sample.question.value).not.toBe('');
        for (const part of [sample.image, sample.question, sample.answers, sample.boxes])
          expect(part.problem).toBeUndefined();
        const image = sample.image.value;
        expect(image?.kind === 'path' && existsSync(path.resolve(path.dirname(file), image.path))).toBe(true);
      }
      await dataset.source.close();
    },
  );

  it('open as rollouts, too: the answers of supervised rows earn what they were chosen for', async () => {
    const rows = exportedRows(await openSample(), { where: '', options: options('sft', { least: 3 }) }, CALL);
    const file = path.join(folder, 'again.rollouts.jsonl');
    const lines: string[] = [];
    for await (const { messages, ...row } of rows) {
      const [, answer] = messages as { content: string }[];
      lines.push(`${JSON.stringify({ ...row, completion: answer?.content ?? '' })}\n`);
    }
    writeFileSync(file, lines.join(''));
    const { store, whole } = await open(file);
    await whole;
    await expect.poll(() => store.judgements.count).toBe(lines.length);
    for (let rollout = 0; rollout < lines.length; rollout++)
      expect(store.total(rollout)).toBeGreaterThanOrEqual(3);
  });

  it('are those of the groups that the filter leaves, supervised ones of completions that fulfil it', async () => {
    const opened = await openSample();
    const count = async (where: string, of: ExportOptions): Promise<number> => {
      let n = 0;
      for await (const _ of exportedRows(opened, { where, options: of }, CALL)) n++;
      return n;
    };
    const all = await count('', options('sft', { most: 99 }));
    const perfect = await count('format=1 answer=1', options('sft', { most: 99 }));
    expect(perfect).toBeLessThan(all);
    expect(await count('category=perception', options('sft'))).toBeLessThan(42);
    expect(await count('step=99', options('dpo'))).toBe(0);
  });

  it('are written once, however often a sample comes again', async () => {
    const line = (step: number, completion: string): string =>
      `${JSON.stringify({ id: 'a', step, question: 'What?', possible_answers: ['x'], image_caption: 'c', bboxs: [[0, 0, 9, 9]], width: 9, height: 9, completion })}\n`;
    const [good, bad] = ['<answer>x</answer>', '<answer>y</answer>'];
    const file = path.join(folder, 'run.rollouts.jsonl');
    writeFileSync(file, line(1, good) + line(1, bad) + line(2, bad) + line(2, good));
    const rows = exportedRows(await open(file), { where: '', options: options('sft') }, CALL);
    expect(await rows.next()).toMatchObject({ done: false, value: { id: 'a' } });
    expect(await rows.next()).toMatchObject({
      done: true,
      value: { groups: 2, used: 1, rows: 1, repeated: 1 },
    });
  });

  it('hold of the records of unlinked rollouts only what all of a group have in common', async () => {
    const line = (answer: string, request: string): string =>
      `${JSON.stringify({ input: 'What?', output: `<answer>${answer}</answer>`, score: 1, uid: 'a', possible_answers: ['x'], request_id: request })}\n`;
    const file = path.join(folder, 'run.jsonl');
    writeFileSync(file, line('y', 'r1') + line('x', 'r2'));
    const rows = exportedRows(await open(file), { where: '', options: options('dpo') }, CALL);
    const { value } = await rows.next();
    expect(value).toEqual({
      possible_answers: ['x'],
      messages: [
        { role: 'user', content: 'What?' },
        { role: 'assistant', content: '<answer>x</answer>' },
      ],
      rejected_response: '<answer>y</answer>',
    });
  });

  it('are chosen by what was logged where there is no ground truth', async () => {
    const file = path.join(folder, 'run.jsonl');
    const line = (output: string, score: number | null): string =>
      `${JSON.stringify({ input: 'Why?', output, score, step: 1, uid: score === null ? 'b' : 'a' })}\n`;
    writeFileSync(file, line('good', 1) + line('bad', 0) + line('none', null));
    const rows = exportedRows(await open(file), { where: '', options: options('dpo') }, CALL);
    expect(await rows.next()).toMatchObject({
      value: {
        messages: [
          { role: 'user', content: 'Why?' },
          { role: 'assistant', content: 'good' },
        ],
        rejected_response: 'bad',
      },
    });
    expect(await rows.next()).toMatchObject({ done: true, value: { groups: 2, rows: 1, unscored: 1 } });
  });

  it('keep what was logged of a sample, and tell of prompts without image and of answers cut off', async () => {
    const file = path.join(folder, 'completions.jsonl');
    const record = (solution: string): string =>
      `${JSON.stringify({
        step: ['1', '1', '1'],
        prompt: ['What?', 'What?', 'What?'],
        completion: ['<answer>x</answer>', '<answer>y</answer>', '<think>because'],
        Accuracy: [solution === 'x' ? 1 : 0, 0, solution === 'x' ? 2 : 0],
        solution: [solution, solution, solution],
      })}\n`;
    writeFileSync(file, record('x') + record('z'));
    const rows = exportedRows(
      await open(file),
      { where: '', options: { kind: 'sft', most: 1, margin: 0 } },
      CALL,
    );
    expect(await rows.next()).toMatchObject({
      value: { solution: 'x', messages: [{ content: 'What?' }, { content: '<answer>x</answer>' }] },
    });
    const { value } = await rows.next();
    expect(value).toMatchObject({ rows: 1, imageless: 2, truncated: 2, worthless: 1 });
    expect(exportNotes(value as ExportCounts)).toEqual([
      '1 group has no reward above 0',
      '2 truncated completions are not chosen',
      '2 prompts name no image',
    ]);
  });

  it('leave the old file whole where the export is cancelled', async () => {
    const file = path.join(folder, 'train.vqa.jsonl');
    writeFileSync(file, 'old');
    const controller = new AbortController();
    const context: CallContext = { signal: controller.signal, progress: () => undefined };
    const opened = await openSample();
    controller.abort();
    await expect(
      writeRows(opened, { where: '', options: options('sft') }, file, context),
    ).rejects.toMatchObject({ name: 'CancelledError' });
    expect(readFileSync(file, 'utf8')).toBe('old');
  });
});

describe('the images of a row', () => {
  const up = (row: Parameters<typeof renameImages>[0]): unknown =>
    renameImages(row, {}, (written) => `../${written}`);

  it('are renamed in every shape that names a path', () => {
    expect(up({ images: ['a.jpg', { path: 'b.jpg' }], id: 1 })).toEqual({
      images: ['../a.jpg', { path: '../b.jpg' }],
      id: 1,
    });
    expect(up({ image: 'a.jpg' })).toEqual({ image: '../a.jpg' });
  });

  it('stay where they are no path', () => {
    for (const row of [
      { image: 'data:image/png;base64,AAAA' },
      { images: ['https://example.org/a.jpg'] },
      { image: { bytes: 'AAAA', path: 'a.jpg' } },
      { question: 'a.jpg' },
    ])
      expect(up(row)).toBe(row);
  });
});
