import { appendFileSync, copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunSettings, RunState } from '../../src/protocol/rollouts.ts';
import { eachRun } from './support/eachRun.ts';
import type { OpenRun } from './support/openRun.ts';

const UNREAD = { where: 'is:heatmap-unreadable', sort: 'file', descending: false } as const;
const TRAINING = path.join(import.meta.dirname, '../fixtures/training');
describe('a sample of an open run', () => {
  let folder = '';
  let run: OpenRun;

  eachRun((...fresh) => {
    [folder, run] = fresh;
  });

  const call: OpenRun['call'] = (...of) => run.call(...of);

  const openTraining = (settings: Partial<RunSettings> = {}): Promise<RunState> =>
    run.open(path.join(TRAINING, 'run.rollouts.jsonl'), path.join(TRAINING, 'run.vqa.jsonl'), settings);

  it('is followed over the steps by the row that it is linked to', async () => {
    await openTraining();
    const { by, steps } = await call('history', { rollout: 13 });
    expect(by).toBe('row');
    expect(steps.map(({ step, count, groups }) => [step, count, groups])).toEqual(
      [1, 2, 3, 4, 5, 6].map((step) => [step, 4, 1]),
    );
    // The second question of each step: its rollouts stand fifth to eighth.
    expect(steps[1]?.rollouts).toEqual([12, 13, 14, 15]);
    const [first, last] = [steps[0], steps[5]];
    expect(first?.spread).toBe(0);
    expect(last?.mean).toBeGreaterThan(first?.mean ?? Infinity);
    expect(last?.best).toBe(44);
    expect(last?.most).toBeGreaterThanOrEqual(last?.least ?? Infinity);
  });

  it('is followed by its prompt where no row is linked', async () => {
    const line = (question: string, step: number, reward: number | null): string =>
      JSON.stringify({ prompt: question, completion: 'x', step, advantage: 0, reward });
    const file = path.join(folder, 'rows.jsonl');
    writeFileSync(
      file,
      [line('a', 2, 1), line('b', 2, 5), line('a', 1, 3), line('a', 1, null), line('a', 2, 2)].join('\n') +
        '\n',
    );
    await run.open(file);
    const { by, steps } = await call('history', { rollout: 0 });
    expect(by).toBe('prompt');
    expect(steps).toMatchObject([
      { step: 1, rollouts: [2, 3], mean: 3, most: 3, best: 2 },
      { step: 2, rollouts: [0, 4], mean: 1.5, least: 1, most: 2, best: 4 },
    ]);
  });

  it('is glimpsed by its boxes as they are written', async () => {
    await openTraining();
    const [glimpse] = await call('glimpses', { rollouts: [0] });
    expect(glimpse).toMatchObject({ rollout: 0, failed: false, boxes: [[327, 245, 537, 380]] });
  });

  it('has heatmaps of every kind, which agree where they show the same', async () => {
    await openTraining();
    // The last step of the first question: one rollout for each kind of file.
    const views = await Promise.all([40, 41, 42, 43].map((rollout) => call('heatmap', { rollout })));
    expect(views).toMatchObject([
      { kind: 'map', path: 'attention/6-1.npy', rows: 16, columns: 24, maps: 1 },
      { kind: 'map', path: 'attention/6-2.npy', rows: 12, columns: 12, maps: 2 },
      { kind: 'map', path: 'attention/6-3.png', rows: 16, columns: 24, maps: 1 },
      { kind: 'map', path: 'attention/6-4.png', rows: 16, columns: 24, maps: 1 },
    ]);
    const { rollouts } = await call('group', { id: 10 });
    const densities = rollouts.map(({ attention }) => attention?.density ?? NaN);
    expect(densities.every((density) => density > 2)).toBe(true);
    // The less was learnt, the less of the attention is on the letter.
    expect([...densities].sort((a, b) => b - a)).toEqual(densities);
  });

  it('says of a bad heatmap why it is none, and finds rollouts by density and by that', async () => {
    await openTraining();
    const { rollouts } = await call('group', { id: 11 });
    expect(rollouts.map(({ attention }) => attention?.problem)).toMatchObject([
      expect.stringMatching(/^there is no such file; looked for .*missing\.npy/),
      'it is neither a NumPy array nor a PNG',
      undefined,
      undefined,
    ]);
    expect(rollouts[0]?.findings.map(({ signal }) => signal)).toContain('heatmap-unreadable');
    expect(await call('heatmap', { rollout: 45 })).toEqual({
      kind: 'problem',
      path: 'attention/text.npy',
      message: 'it is neither a NumPy array nor a PNG',
    });
    expect(await call('heatmap', { rollout: 46 })).toBeNull();
    const next = (where: string): ReturnType<typeof call<'next'>> => call('next', { from: -1, by: 1, where });
    expect(await next('is:heatmap-unreadable')).toEqual({ group: 11, at: 0 });
    const untaught = (await call('group', { id: 0 })).rollouts[0]?.attention?.density ?? NaN;
    expect(await next(`density<${untaught + 0.001}`)).toEqual({ group: 0, at: 0 });
    expect(await next('density<0.5')).toBeNull();
    expect((await next('density>2'))?.group).toBeGreaterThan(2);
  });

  it('takes up a heatmap that is written after its rollout, when that is looked at or the run has grown', async () => {
    const file = path.join(folder, 'late.jsonl');
    const line = (step: number): string =>
      `${JSON.stringify({ prompt: 'q', completion: 'x', step, reward: 1, attention: `${step}.npy` })}\n`;
    const write = (step: number): void => {
      copyFileSync(path.join(TRAINING, 'attention/6-1.npy'), path.join(folder, `${step}.npy`));
    };
    const unread = async (): Promise<number> => (await call('list', UNREAD)).groups;
    writeFileSync(file, line(1) + line(2));
    await run.open(file);
    expect(await unread()).toBe(2);
    write(1);
    expect(await unread()).toBe(2);
    const [looked] = (await call('group', { id: 0 })).rollouts;
    expect(looked).toMatchObject({ attention: { path: '1.npy' }, findings: [] });
    expect(looked?.attention).not.toHaveProperty('problem');
    expect(await call('heatmap', { rollout: 0 })).toMatchObject({ kind: 'map' });
    expect(await unread()).toBe(1);

    write(2);
    appendFileSync(file, line(3));
    await run.until(({ judged, rollouts }) => judged === 3 && rollouts === 3);
    expect(await unread()).toBe(1);
    expect(await call('next', { from: -1, by: 1, where: UNREAD.where })).toEqual({ group: 2, at: 0 });
  });

  it('takes the column of heatmaps that the settings name', async () => {
    await openTraining({ columns: { heatmap: 'id' } });
    expect(await call('heatmap', { rollout: 0 })).toMatchObject({ kind: 'problem', path: 'letter' });
  });
});
