import fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Dataset } from '../../src/core/dataset.ts';
import type { Edit } from '../../src/core/edit.ts';
import type { Analyst } from '../../src/node/analysis/analyst.ts';
import { atomicWrite } from '../../src/node/atomicFile.ts';
import { openRowSource } from '../../src/node/rowSource.ts';
import { CallError } from '../../src/protocol/rpc.ts';
import { analyse, CALL, closeAnalysts, settings } from './support/analyst.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vqa-verify-analyst-'));
});
afterEach(async () => {
  await closeAnalysts();
  await rm(folder, { recursive: true, force: true });
});

async function found(analyst: Analyst, dataset: Dataset): Promise<string[]> {
  const { problems, total } = await analyst.handlers.problems({ start: 0, count: 1000 }, CALL);
  expect(problems).toHaveLength(total);
  return problems.map(({ row, rule }) => `${dataset.positionOf(row)} ${rule}`).sort();
}

const row = fc
  .record({
    id: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    question: fc.constantFrom('', 'What?', 'Where?'),
    images: fc.constantFrom(['a.png'], ['b.png'], []),
    image_caption: fc.constantFrom('', 'Some.'),
    bboxs: fc.constantFrom([], [[1, 2, 3, 4]], [[3, 2, 1, 4]], 'none'),
    width: fc.constantFrom(640, null),
    height: fc.constant(480),
  })
  .map((value) => JSON.stringify(value));
const text = fc.oneof({ arbitrary: row, weight: 9 }, { arbitrary: fc.constant('{oops'), weight: 1 });
const step = fc.record({
  kind: fc.constantFrom('set', 'add', 'duplicate', 'delete', 'move', 'undo', 'save'),
  at: fc.nat(7),
  to: fc.nat(7),
  key: fc.constantFrom('id', 'question', 'images'),
  value: fc.constantFrom('a', 'b', 'What?', 'Where?'),
  text: row,
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

async function editFor(
  dataset: Dataset,
  { kind, at, to, key, value, text: added }: Step,
): Promise<Edit | undefined> {
  const id = dataset.idAt(at % Math.max(1, dataset.length));
  if (kind === 'add') return dataset.addRow(at % (dataset.length + 1), added);
  if (id === undefined) return undefined;
  if (kind === 'duplicate') return dataset.duplicateRow(id);
  if (kind === 'delete') return dataset.deleteRows([id]);
  if (kind === 'move') return dataset.moveRow(id, to);
  if (kind !== 'set' || (await dataset.row(id)).state !== 'ok') return undefined;
  return dataset.patchRow(id, [{ op: 'set', path: [key], value: key === 'images' ? [value] : value }]);
}

describe('the dataset worker', () => {
  it('knows after edits and saves what it would find in the file that they make', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { maxLength: 6 }),
        fc.array(step, { maxLength: 8 }),
        async (rows, steps) => {
          const file = path.join(folder, 'some.jsonl');
          await writeFile(file, rows.map((line) => `${line}\n`).join(''));
          const dataset = new Dataset(await openRowSource(file));
          const analyst = await analyse(file);
          for (const each of steps) {
            if (each.kind === 'save') {
              const plan = await dataset.plan();
              await analyst.handlers.saving(null, CALL);
              const source = await openRowSource(file);
              await atomicWrite(file, plan.segments, { source });
              await source.close();
              await dataset.rebase(plan, await openRowSource(file)).close();
              await analyst.handlers.saved({ file }, CALL);
              continue;
            }
            const edit = await editFor(dataset, each);
            if (edit === undefined) continue;
            dataset.apply(edit);
            await analyst.handlers.edit({ edit }, CALL);
          }
          const fresh = path.join(folder, 'fresh.jsonl');
          const { segments } = await dataset.plan();
          const source = await openRowSource(file);
          await atomicWrite(fresh, segments, { source });
          await source.close();
          const reread = new Dataset(await openRowSource(fresh));
          expect(await found(analyst, dataset)).toEqual(await found(await analyse(fresh), reread));
          await reread.source.close();
          await dataset.source.close();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('can be told to stop looking for rows', async () => {
    const file = path.join(folder, 'many.jsonl');
    await writeFile(file, '{"question":"What?","images":["a.png"]}\n'.repeat(3_000));
    const analyst = await analyse(file);
    const abort = new AbortController();
    const query = { text: 'what', sort: 'question', descending: false } as const;
    const asked = analyst.handlers.query(query, {
      signal: abort.signal,
      progress: () => {
        abort.abort();
      },
    });
    await expect(asked).rejects.toThrow(CallError);
    expect((await analyst.handlers.query(query, CALL)).length).toBe(3_000);
  });

  describe('sorted by attainable reward', () => {
    const rows = [
      { image_caption: '一只猫坐在垫子上。', possible_answers: ['猫'] },
      { image_caption: 'A cat sits on a mat.', possible_answers: ['cat'] },
      { image_caption: 'A cat sits on a mat.', possible_answers: ['cat '] },
      { image_caption: 'A cat sits on a mat.', width: null },
    ].map((row) => ({ bboxs: [[10, 10, 60, 60]], width: 100, height: 100, ...row }));
    const query = { text: '', sort: 'attainable', descending: false } as const;
    const totals = (analyst: Analyst) => analyst.handlers.attainable({ ids: [0, 1, 2, 3, 4] }, CALL);

    it.each([0, 0.5])(
      'is what the ground truth scores, whether the rule asks for %d or not',
      async (below) => {
        const file = path.join(folder, 'some.jsonl');
        await writeFile(file, [...rows.map((row) => JSON.stringify(row)), '{oops', ''].join('\n'));
        const analyst = await analyse(file, { scoring: { attainableBelow: below } });
        // What cannot be scored, then the Chinese caption's 3.0889, the padded answer's 3, and all there is.
        expect([...(await analyst.handlers.query(query, CALL))]).toEqual([3, 4, 2, 0, 1]);
        expect(await totals(analyst)).toEqual([
          expect.closeTo(3.0889, 4),
          expect.closeTo(4, 4),
          expect.closeTo(3, 4),
          null,
          null,
        ]);
      },
    );

    it.each([0, 0.5])('follows edits and settings, whether the rule asks for %d or not', async (below) => {
      const file = path.join(folder, 'some.jsonl');
      await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      const analyst = await analyse(file, { scoring: { attainableBelow: below } });
      await analyst.handlers.query(query, CALL);
      const dataset = new Dataset(await openRowSource(file));
      const edit = await dataset.patchRow(2, [{ op: 'set', path: ['possible_answers', 0], value: 'cat' }]);
      await dataset.source.close();
      await analyst.handlers.edit({ edit }, CALL);
      expect((await totals(analyst))[2]).toBeCloseTo(4, 4);
      const rewards = [{ name: 'answer', weight: 2 }];
      await analyst.handlers.settings(settings(file, { attainableBelow: below, rewards }), CALL);
      expect((await totals(analyst)).slice(0, 3)).toEqual([2, 2, 2]);
    });
  });

  describe('asked about all groups', () => {
    const row = { image_caption: 'A cat sits on a mat.', bboxs: [[0, 0, 56, 56]], width: 560, height: 420 };
    const completion = (answer: string, box: readonly number[]): string =>
      `<caption>A cat sits on a mat.</caption><bbox>[${JSON.stringify(box)}]</bbox><answer>${answer}</answer>`;
    const [right, wrong] = [completion('a', [0, 0, 56, 56]), completion('b', [0, 0, 56, 56])];
    const astray = completion('a', [300, 300, 310, 310]);

    async function analysed(): Promise<Analyst> {
      const file = path.join(folder, 'some.jsonl');
      const rollouts = path.join(folder, 'some.rollouts.jsonl');
      const ids = ['flat', 'answer', 'bbox', 'none', 'answer'];
      const rows = ids.map((id) => JSON.stringify({ id, ...row, possible_answers: ['a'] }));
      await writeFile(file, rows.map((text) => `${text}\n`).join(''));
      const lines = [
        { id: 'flat', step: 1, completions: [right, right] },
        { id: 'answer', step: 1, completions: [right, wrong] },
        { id: 'bbox', step: 1, completions: [right, astray] },
        { id: 'flat', step: 2, completions: [right, wrong] },
      ];
      await writeFile(rollouts, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      return analyse(file, { rollouts: [rollouts] });
    }

    it('counts those without spread, with and without each reward', async () => {
      const analyst = await analysed();
      const report = await analyst.handlers.groups({ preset: 'msSwift', weights: {} }, CALL);
      expect(report.rewards).toEqual(['format', 'caption', 'bbox', 'answer']);
      // Two rows are called `answer`: whose their rollouts are is not guessed.
      expect(report.rollouts).toBe(6);
      expect(report.ambiguous).toBe(2);
      expect(report.counts).toEqual({ groups: 3, flat: 1, alone: [3, 3, 2, 2], without: [1, 1, 2, 2] });
    });

    it('tells the mean and the spread of each batch', async () => {
      const analyst = await analysed();
      const { batches } = await analyst.handlers.groups(
        { preset: 'batch', weights: { format: 0, caption: 0, bbox: 0 } },
        CALL,
      );
      // Of the answers 1, 1, 1, 1 and 1, 0.
      expect(batches.map(({ step, mean }) => [step, mean])).toEqual([
        [1, 1],
        [2, 0.5],
      ]);
      expect(batches[0]?.spread).toBe(0);
      expect(batches[1]?.spread).toBeCloseTo(Math.SQRT1_2, 12);
    });

    it('can be told to stop', async () => {
      const analyst = await analysed();
      const abort = new AbortController();
      const asked = analyst.handlers.groups(
        { preset: 'msSwift', weights: {} },
        { signal: abort.signal, progress: () => undefined },
      );
      abort.abort();
      await expect(asked).rejects.toThrow(CallError);
    });
  });
});
