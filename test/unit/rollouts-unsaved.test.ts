import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunState } from '../../src/protocol/rollouts.ts';
import { OpenRun } from './support/openRun.ts';

const row = (id: string, answer: string): { id: string; question: string; possible_answers: string[] } => ({
  id,
  question: `What is ${id}?`,
  possible_answers: [answer],
});
const lines = (values: readonly object[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');
const isJudged = ({ judged, rollouts }: RunState): boolean => judged === rollouts;

describe('a run whose dataset is edited', () => {
  let folder = '';
  let open: OpenRun;
  let dataset = '';

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-unsaved-'));
    dataset = path.join(folder, 'some.vqa.jsonl');
    writeFileSync(dataset, lines([row('x', 'a'), row('y', 'a')]));
    const dump = path.join(folder, 'some.rollouts.jsonl');
    writeFileSync(
      dump,
      lines([
        { id: 'x', completions: ['<answer>a</answer>', '<answer>b</answer>'] },
        { id: 'y', completions: ['<answer>b</answer>', '<answer>b</answer>'] },
      ]),
    );
    open = new OpenRun();
    await open.open(dump, dataset);
  });
  afterEach(async () => {
    await open.run.close();
    rmSync(folder, { recursive: true });
  });

  const answers = async (group: number): Promise<unknown> =>
    (await open.call('group', { id: group })).rollouts.map(({ values }) => values.answer);
  const flat = async (): Promise<number> =>
    (await open.call('list', { where: 'answer=1', sort: 'file', descending: false })).groups;

  it('is scored against rows as they are edited, and as saved again', async () => {
    expect([await answers(0), await answers(1), await flat()]).toEqual([[1, 0], [0, 0], 1]);
    await open.call('unsaved', { rows: [1], changed: [[1, row('y', 'b')]] });
    expect([await answers(0), await answers(1), await flat()]).toEqual([[1, 0], [1, 1], 2]);
    expect((await open.call('state', null)).unsaved).toBe(1);
    expect((await open.call('group', { id: 1 })).sample?.unsaved).toBe(true);
    expect((await open.call('group', { id: 0 })).sample?.unsaved).toBeUndefined();
    await open.call('unsaved', { rows: [1, 0], changed: [[0, row('x', 'b')]] });
    expect([await answers(0), await answers(1)]).toEqual([
      [0, 1],
      [1, 1],
    ]);
    await open.call('unsaved', { rows: [], changed: [] });
    expect([await answers(0), await answers(1), await flat()]).toEqual([[1, 0], [0, 0], 1]);
  });

  it('stays linked by what is saved, whatever is asked in the edited row', async () => {
    await open.call('unsaved', { rows: [0], changed: [[0, { ...row('other', 'b'), question: 'Why?' }]] });
    expect(await answers(0)).toEqual([0, 1]);
    expect((await open.call('state', null)).linked).toBe(4);
  });

  it('is judged again once the dataset is saved, and knows the edits for saved', async () => {
    await open.call('unsaved', { rows: [1], changed: [[1, row('y', 'b')]] });
    writeFileSync(`${dataset}.new`, lines([row('x', 'a'), row('y', 'b')]));
    renameSync(`${dataset}.new`, dataset);
    await open.call('unsaved', { rows: [], changed: [] });
    expect(await answers(1)).toEqual([1, 1]);
    expect((await open.call('group', { id: 1 })).sample?.unsaved).toBeUndefined();
  });

  it('notices by itself that the dataset was written, and links anew where rows moved', async () => {
    writeFileSync(dataset, lines([row('new', 'z'), row('y', 'b'), row('x', 'b')]));
    const changed = async (): Promise<boolean> =>
      (await open.call('group', { id: 0 })).sample?.place?.row === 2;
    while (!(await changed())) await new Promise((resolve) => setTimeout(resolve, 20));
    await open.until(isJudged);
    expect([await answers(0), await answers(1)]).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect((await open.call('state', null)).linked).toBe(4);
  });
});
