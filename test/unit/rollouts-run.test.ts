import { appendFileSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SIGNAL_LIST } from '../../src/core/rollouts/signals/index.ts';
import type { GroupQuery, RunState } from '../../src/protocol/rollouts.ts';
import { RUN_SETTINGS } from '../support/settings.ts';
import { eachRun } from './support/eachRun.ts';
import { OpenRun } from './support/openRun.ts';

const SAMPLE = path.join(import.meta.dirname, '../../media/sample');
const FIXTURES = path.join(import.meta.dirname, '../fixtures/rollouts');
const ALL: GroupQuery = { where: '', sort: 'file', descending: false };

const sum = (counts: readonly number[] = []): number => counts.reduce((all, each) => all + each, 0);
const spansOf = (counts: readonly number[] = []): number[] => counts.map((_, i) => i);

describe('an open run', () => {
  let folder = '';
  let run: OpenRun;

  eachRun((...fresh) => {
    [folder, run] = fresh;
  });

  const call: OpenRun['call'] = (...of) => run.call(...of);

  const groupsWith = async (where: string): Promise<number> => (await call('list', { ...ALL, where })).groups;

  const judged = (state: RunState): boolean => !state.reading && state.judged === state.rollouts;

  const openSample = (): Promise<RunState> =>
    run.open(path.join(SAMPLE, 'sample.rollouts.jsonl'), path.join(SAMPLE, 'sample.vqa.jsonl'));

  it('is read, grouped, linked and scored', async () => {
    const state = await openSample();
    expect(state).toMatchObject({
      rollouts: 336,
      groups: 42,
      steps: 6,
      linked: 336,
      ambiguous: 0,
      size: 8,
      bad: 0,
      rewards: ['format', 'caption', 'bbox', 'answer'],
    });
    expect(await call('list', ALL)).toEqual({ entries: 48, groups: 42 });
    const [step, group] = await call('entries', { start: 0, count: 2 });
    expect(step).toMatchObject({ kind: 'step', step: 1, groups: 8, flat: 0 });
    expect(group).toMatchObject({
      kind: 'group',
      id: 0,
      name: '1-1',
      title: 'What is the route number of the bus?',
      link: 'linked',
    });
  });

  it('says what is mistyped in a filter', async () => {
    await openSample();
    const problem = async (where: string): Promise<string | undefined> =>
      (await call('list', { ...ALL, where })).problem;
    expect(await problem('bbx<0.5')).toBe('no number or column is called “bbx”; did you mean bbox?');
    expect(await problem('is:trunkated')).toBe('no mark is called “trunkated”; did you mean truncated?');
    expect(await problem('bbox<0.5 category=perception is:copies bus total>1')).toBeUndefined();
  });

  it('tells everything about a group', async () => {
    await openSample();
    const detail = await call('group', { id: 0 });
    expect(detail.rollouts).toHaveLength(8);
    expect(detail.sample?.place).toEqual({ row: 0, line: 1 });
    expect(detail.majority).toEqual({ answer: '42', votes: 6, of: 7, tied: 1, right: true });
    expect(detail.passAt.map(({ k }) => k)).toEqual([1, 2, 4, 8]);
    expect(detail.rollouts.reduce((sum, { advantage }) => sum + (advantage ?? NaN), 0)).toBeCloseTo(0, 9);
    const best = detail.rollouts[detail.best ?? -1];
    expect(best?.total).toBe(Math.max(...detail.rollouts.map(({ total }) => total ?? 0)));
  });

  it('filters by numbers, marks, words and columns of the sample', async () => {
    await openSample();
    const groups = async (where: string): Promise<number> => (await call('list', { ...ALL, where })).groups;
    expect(await groups('step=2..3')).toBe(16);
    expect(await groups('step=1 "route number"')).toBe(0);
    expect(await groups('harbour')).toBeGreaterThan(0);
    expect(await groups('bbox>0.99 answer=0')).toBeLessThan(42);
    expect(await groups('category=perception')).toBeGreaterThan(0);
    expect(await groups('category=perception')).toBeLessThan(42);
    expect(await groups('is:flat')).toBe(0);
    expect(await groups('is:unlinked')).toBe(0);
  });

  it('goes to the next rollout that fulfils a filter, and back', async () => {
    await openSample();
    const first = await call('next', { from: -1, by: 1, where: 'format=0' });
    expect(first).toEqual({ group: 0, at: 4 });
    const second = await call('next', { from: 4, by: 1, where: 'format=0' });
    expect(second).not.toEqual(first);
    expect(await call('next', { from: 5, by: -1, where: 'format=0' })).toEqual(first);
    expect(await call('next', { from: 335, by: 1, where: 'format=0' })).toBeNull();
  });

  it('sorts the groups, and finds places in the list', async () => {
    await openSample();
    await call('list', { where: '', sort: 'mean', descending: true });
    const entries = await call('entries', { start: 0, count: 100 });
    const means = entries.map((entry) => entry.mean ?? NaN);
    expect(means).toEqual([...means].sort((a, b) => b - a));
    const [top] = entries;
    expect(await call('place', { group: top?.kind === 'group' ? top.id : -1 })).toBe(0);
  });

  it('draws each reward over the steps, its distribution and its correlations', async () => {
    await openSample();
    const { spans, names, whole, parts, edges, heats, dots } = await call('plots', {
      where: '',
      slice: null,
    });
    expect(spans.map(({ from }) => from)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(names).toEqual(['format', 'caption', 'bbox', 'answer', 'total', 'length']);
    expect(parts).toEqual([whole]);
    expect(whole.series.format?.count).toEqual([64, 64, 64, 64, 64, 16]);
    expect(sum(whole.histograms.answer)).toBe(336);
    expect(whole.histograms.answer).toHaveLength((edges.answer?.length ?? 0) - 1);
    expect(heats.answer?.map(({ counts }) => counts.map(sum))).toEqual([whole.series.answer?.count]);
    expect(whole.correlations).toHaveLength(6);
    expect(whole.groups).toEqual([8, 8, 8, 8, 8, 2]);
    expect(dots).toHaveLength(336);
    expect((await call('plots', { where: 'step=2', slice: null })).spans).toEqual([{ from: 2, to: 2 }]);
  });

  it('counts the format failures of each kind, as many as have no format reward or unreadable boxes', async () => {
    await openSample();
    const { whole } = await call('plots', { where: '', slice: null });
    expect(whole.checked).toEqual([64, 64, 64, 64, 64, 16]);
    const { 'unreadable-boxes': unreadable, ...failing } = whole.failures;
    const failed = spansOf(whole.checked).map((i) =>
      sum(Object.values(failing).map((counts) => counts[i] ?? 0)),
    );
    const format = whole.series.format?.mean ?? [];
    expect(failed).toEqual(format.map((mean, i) => Math.round((1 - mean) * (whole.checked[i] ?? 0))));
    expect(sum(failed)).toBeGreaterThan(0);
    expect(sum(unreadable)).toBe(0);
    const { whole: missing } = await call('plots', { where: 'is:missing-tag', slice: null });
    expect(missing.rollouts).toBe(sum(whole.failures['missing-tag']));
  });

  it('slices plots by the columns of the samples that have few values', async () => {
    await openSample();
    expect(await call('sliceColumns', null)).toEqual([
      { name: 'category', values: 3 },
      { name: 'source', values: 9 },
    ]);
    const { whole, parts, heats } = await call('plots', { where: '', slice: 'category' });
    expect(parts.map(({ label }) => label).sort()).toEqual(['multilingual', 'perception', 'reasoning']);
    expect(sum(parts.map(({ rollouts }) => rollouts))).toBe(336);
    expect(heats.bbox).toHaveLength(4);
    for (const counts of [
      (part: typeof whole) => part.checked,
      (part: typeof whole) => part.groups,
      (part: typeof whole) => part.series.bbox?.count,
      (part: typeof whole) => part.histograms.total,
    ]) {
      const together = spansOf(counts(whole)).map((i) => sum(parts.map((part) => counts(part)?.[i] ?? 0)));
      expect(together).toEqual(counts(whole));
    }
    for (const { where, groups } of parts) expect(await groupsWith(where)).toBe(sum(groups));
  });

  it('puts values together that are too many to draw apart, and lists them together', async () => {
    const file = path.join(folder, 'run.jsonl');
    const lines = Array.from({ length: 30 }, (_, i) =>
      JSON.stringify({
        id: i,
        step: 1,
        language: i < 12 ? ['en', 'fr'][i % 2] : `x ${i % 9}`,
        completion: 'x',
      }),
    );
    writeFileSync(file, `${lines.join('\n')}\n${JSON.stringify({ id: 30, step: 1, completion: 'x' })}\n`);
    await run.open(file);
    const { parts } = await call('plots', { where: '', slice: 'language' });
    expect(parts).toHaveLength(8);
    expect(parts.map(({ rollouts }) => rollouts)).toEqual([6, 6, 2, 2, 2, 2, 2, 9]);
    expect(parts.at(-1)?.label).toBe('other');
    for (const { where, rollouts } of parts) expect(await groupsWith(where)).toBe(rollouts);
  });

  it('counts its signals, a logged advantage that the fitting preset does not give among them', async () => {
    const file = path.join(folder, 'run.jsonl');
    const lines = Array.from({ length: 40 }, (_, group) =>
      JSON.stringify({
        step: ['1', '1'],
        prompt: [`Why ${group}?`, `Why ${group}?`],
        completion: [`a${group}`, `b${group}`],
        Format: [1, 0],
        advantages: group === 7 ? [0.7, 0.1] : [0.707, -0.707],
      }),
    );
    writeFileSync(file, `${lines.join('\n')}\n`);
    const state = await run.open(file);
    expect(state.preset).toBeDefined();
    expect(state.signals[SIGNAL_LIST.findIndex(({ name }) => name === 'drift')]).toBe(1);
    expect(state.failures[0]).toBe(80);
    expect(await groupsWith('is:drift')).toBe(1);
    const { rollouts } = await call('group', { id: 7 });
    expect(rollouts[1]?.findings).toMatchObject([{ signal: 'drift' }]);
  });

  it('shows what was logged where nothing is linked, and the preset that fits it', async () => {
    const state = await run.open(path.join(FIXTURES, 'ms-swift-3.8.jsonl'));
    expect(state).toMatchObject({
      rollouts: 16,
      groups: 4,
      linked: 0,
      size: 4,
      basis: 'checked',
      repeated: 4,
    });
    const { rollouts, summary } = await call('group', { id: 1 });
    expect(summary).toMatchObject({ name: '12-2', flat: true, failed: 0 });
    expect(rollouts[0]).toMatchObject({
      logged: { format: 1, caption: 0.25 },
      values: {},
      loggedAdvantage: 0,
    });
  });

  // Of 2, 1, 1, and of 1, 0, 1.
  it.each([
    { of: 'the sum', advantages: [1.1545, -0.5773, -0.5773], totals: [2, 1, 1] },
    { of: 'it alone', advantages: [0.5773, -1.1545, 0.5773], totals: [1, 0, 1] },
  ])('takes a column for the total unless advantages tell: those of $of', async ({ advantages, totals }) => {
    const record = { step: ['1', '1', '1'], prompt: ['q', 'q', 'q'], completion: ['a', 'b', 'c'] };
    const file = path.join(folder, 'completions.jsonl');
    const log = { ...record, score: [1, 0, 1], Format: [1, 1, 0], advantages };
    writeFileSync(file, `${JSON.stringify(log)}\n`);
    await run.open(file);
    const { rollouts } = await call('group', { id: 0 });
    expect(rollouts.map(({ total }) => total)).toEqual(totals);
  });

  it('follows a file that grows, and starts again where it is replaced', async () => {
    const file = path.join(folder, 'run.jsonl');
    const lines = readFileSync(path.join(SAMPLE, 'sample.rollouts.jsonl'), 'utf8').split('\n');
    writeFileSync(file, `${lines.slice(0, 8).join('\n')}\n{"id":"city-`);
    expect(await run.open(file)).toMatchObject({ rollouts: 8, groups: 1, unfinished: true });
    await call('list', ALL);
    appendFileSync(file, `bus-b","step":1,"completion":"x"}\n`);
    expect(await run.until((state) => judged(state) && state.rollouts === 9)).toMatchObject({
      groups: 2,
      unfinished: false,
    });
    expect(await call('place', { group: 0 })).toBe(1);
    copyFileSync(path.join(FIXTURES, 'plain.jsonl'), `${file}.new`);
    rmSync(file);
    copyFileSync(`${file}.new`, file);
    expect(await run.until((state) => judged(state) && state.rollouts === 3)).toMatchObject({ groups: 2 });
  });

  it('says why a dump cannot be read', async () => {
    await call('open', { path: path.join(FIXTURES, 'unknown.jsonl'), settings: RUN_SETTINGS });
    const { failure } = await run.until((state) => state.failure !== undefined);
    expect(failure).toContain('no known format of rollouts');
  });
});

describe('a run whose records cannot all be read', () => {
  it('lists the bad ones with their lines', async () => {
    const run = new OpenRun();
    await run.call('open', { path: path.join(FIXTURES, 'with-bad-record.jsonl'), settings: RUN_SETTINGS });
    const state = await run.until(({ reading }) => !reading);
    expect(state).toMatchObject({ rollouts: 2, bad: 3, unfinished: true });
    expect(state.badRecords.map(({ line }) => line)).toEqual([2, 4, 5]);
    await run.run.close();
  });
});
