import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dataset } from '../../src/core/dataset.ts';
import type { Analyst } from '../../src/node/analysis/analyst.ts';
import { openRowSource } from '../../src/node/rowSource.ts';
import type { LinkedRollout, RolloutsRead } from '../../src/protocol/dataset.ts';
import { analyse, CALL, closeAnalysts } from './support/analyst.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vqa-verify-linking-'));
});
afterEach(async () => {
  await closeAnalysts();
  await rm(folder, { recursive: true, force: true });
});

describe('linking rollouts', () => {
  const linked = async (analyst: Analyst, id: number): Promise<readonly LinkedRollout[]> =>
    (await analyst.handlers.rolloutsOf({ id }, CALL)).rollouts;
  const told = (rollouts: readonly LinkedRollout[]): unknown =>
    rollouts.map(({ line, part, completion, ambiguous }) => [line, part, completion, ambiguous ?? 0]);

  it('goes by id, else by image and question, and reads them when asked', async () => {
    const file = path.join(folder, 'some.jsonl');
    const rollouts = path.join(folder, 'some.rollouts.jsonl');
    await writeFile(file, '{"id":7,"question":"What?"}\n{"question":"Where?","images":["a.png"]}\n');
    await writeFile(
      rollouts,
      [
        '{"id":"7","completion":"by id"}',
        'broken',
        '{"question":"Where?","images":["a.png"],"completions":["by content","again"],"step":2}',
        '{"question":"Where?","images":["b.png"],"completion":"another image"}',
        '',
      ].join('\n'),
    );
    const analyst = await analyse(file, { rollouts: [path.join(folder, 'none.jsonl'), rollouts] });
    const place = { dump: rollouts, source: rollouts };
    expect(await linked(analyst, 0)).toMatchObject([{ ...place, line: 1, part: 0, completion: 'by id' }]);
    expect(await linked(analyst, 1)).toEqual([
      { ...place, line: 3, part: 0, step: 2, group: 'line 3', completion: 'by content' },
      { ...place, line: 3, part: 1, step: 2, group: 'line 3', completion: 'again' },
    ]);
  });

  const FIXTURES = path.join(import.meta.dirname, '../fixtures/rollouts');

  it.each([
    ['ms-swift-3.2.jsonl', 2],
    ['ms-swift-3.7.jsonl', 4],
    ['ms-swift-3.8.jsonl', 2],
    ['ms-swift-megatron.jsonl', 2],
    ['ms-swift-ray.jsonl', 1],
    ['trl', 2],
    ['verl-v0', 2],
    ['verl-v1', 2],
    ['verifiers', 2],
    ['traces.jsonl', 1],
    ['easyr1', 1],
    ['vlm-r1', 1],
  ])('reads %s', async (name, least) => {
    const file = path.join(folder, 'mat.jsonl');
    await writeFile(
      file,
      '{"question":"What is on the mat?","possible_answers":["cat"]}\n{"question":"zzz"}\n',
    );
    const analyst = await analyse(file, { rollouts: [path.join(FIXTURES, name)] });
    expect((await linked(analyst, 0)).length).toBeGreaterThanOrEqual(least);
    expect(await linked(analyst, 1)).toEqual([]);
  });

  it('says so where the logged solution is no answer of the only sample with the same question', async () => {
    const file = path.join(folder, 'some.jsonl');
    const rollouts = path.join(folder, 'run.jsonl');
    await writeFile(file, '{"question":"Who?","possible_answers":["cat"]}\n');
    const asked = { step: ['1', '1'], prompt: ['Who?', 'Who?'], completion: ['x', 'y'], Format: [1, 1] };
    await writeFile(rollouts, `${JSON.stringify({ ...asked, solution: ['dog', 'cat'] })}\n`);
    const analyst = await analyse(file, { rollouts: [rollouts] });
    expect((await linked(analyst, 0)).map(({ contradicted }) => contradicted)).toEqual([true, undefined]);
  });

  it('says of a completion that it fits several samples as well', async () => {
    const file = path.join(folder, 'some.jsonl');
    const rollouts = path.join(folder, 'some.rollouts.jsonl');
    const twin = '{"id":"a","question":"Where?","images":["x.png"]}';
    await writeFile(file, [twin, '{"id":"b","question":"Who?"}', twin].join('\n'));
    await writeFile(rollouts, '{"id":"a","completion":"whose?"}\n{"id":"b","completion":"plain"}\n');
    const analyst = await analyse(file, { rollouts: [rollouts] });
    const whose = [[1, 0, 'whose?', 1]];
    expect(told(await linked(analyst, 0))).toEqual(whose);
    expect(told(await linked(analyst, 2))).toEqual(whose);
    expect(told(await linked(analyst, 1))).toEqual([[2, 0, 'plain', 0]]);
    await analyst.handlers.edit(
      { edit: { kind: 'delete', at: 2, rows: [{ id: 2, text: twin, eol: '' }] } },
      CALL,
    );
    expect(told(await linked(analyst, 0))).toEqual([[1, 0, 'whose?', 0]]);
  });

  it('keeps the rollouts of a row whose question is edited, and of its copy', async () => {
    const file = path.join(folder, 'some.jsonl');
    const rollouts = path.join(folder, 'some.rollouts.jsonl');
    await writeFile(file, '{"question":"Where?"}\n');
    await writeFile(rollouts, '{"question":"Where?","completion":"there"}\n');
    const analyst = await analyse(file, { rollouts: [rollouts] });
    const dataset = new Dataset(await openRowSource(file));
    const copy = await dataset.duplicateRow(0);
    dataset.apply(copy);
    await analyst.handlers.edit({ edit: copy }, CALL);
    expect(told(await linked(analyst, 1))).toEqual([[1, 0, 'there', 1]]);
    const edit = await dataset.patchRow(0, [{ op: 'set', path: ['question'], value: 'Who?' }]);
    await dataset.source.close();
    await analyst.handlers.edit({ edit }, CALL);
    expect(told(await linked(analyst, 0))).toEqual([[1, 0, 'there', 0]]);
  });

  it('follows a file that grows, one that is made later, and one that is written anew', async () => {
    const file = path.join(folder, 'some.jsonl');
    const [grows, later] = ['grows.jsonl', 'later'].map((name) => path.join(folder, name)) as [
      string,
      string,
    ];
    await writeFile(file, '{"id":"a","question":"Where?"}\n');
    await writeFile(grows, '{"id":"a","completion":"first"}\n{"id":"a","compl');
    const analyst = await analyse(file, { rollouts: [grows, later] });
    const completions = async (): Promise<unknown> =>
      (await linked(analyst, 0)).map(({ completion }) => completion);
    expect(await completions()).toEqual(['first']);
    await appendFile(grows, 'etion":"second"}\n');
    await mkdir(later);
    await writeFile(path.join(later, '1.jsonl'), '{"id":"a","completion":"third"}\n');
    await vi.waitFor(
      async () => {
        expect(await completions()).toEqual(['first', 'second', 'third']);
      },
      { timeout: 20_000 },
    );
    await writeFile(grows, `{"id":"a","completion":"${'x'.repeat(100)}"}\n`);
    await vi.waitFor(
      async () => {
        expect(await completions()).toEqual(['x'.repeat(100), 'third']);
      },
      { timeout: 20_000 },
    );
  });

  it('says which file holds no rollouts, and reads the others', async () => {
    const file = path.join(folder, 'some.jsonl');
    const [bad, good] = ['bad.jsonl', 'good.jsonl'].map((name) => path.join(folder, name)) as [
      string,
      string,
    ];
    await writeFile(file, '{"id":"a","question":"Where?"}\n');
    await writeFile(bad, '{"loss":1}\n');
    await writeFile(good, '{"id":"a","completion":"there"}\n');
    const reads: RolloutsRead[] = [];
    const analyst = await analyse(file, { rollouts: [bad, good], told: (read) => reads.push(read) });
    expect(told(await linked(analyst, 0))).toEqual([[1, 0, 'there', 0]]);
    expect(reads.at(-1)).toMatchObject({
      rollouts: 1,
      linked: 1,
      failures: [{ path: bad, message: expect.stringContaining('loss') as unknown }],
    });
  });
});
