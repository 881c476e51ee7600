import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { QueryClientOptions } from '../../src/node/query/client.ts';
import { Run } from '../../src/node/rollouts/run/run.ts';
import type { RunMethods, RunState } from '../../src/protocol/rollouts.ts';
import type { SqlProgress, SqlResult } from '../../src/protocol/rollouts/sql.ts';
import type { AbortSignalLike } from '../../src/protocol/rpc.ts';
import { withoutLostMark } from '../../webview/rollouts/sql/lostMark.ts';
import { buildBundle, buildQueryProcess } from './queryUnderTest.ts';
import { RUN_SETTINGS } from '../support/settings.ts';

const SAMPLE = path.join(import.meta.dirname, '../../media/sample');
const ENDLESS = 'SELECT max(a.range * b.range) FROM range(10000000) a, range(1000000) b';

let folder = '';
let entry = '';
let run: Run | undefined;
let news: (() => void) | undefined;
let latest: RunState | undefined;

beforeAll(async () => {
  const scratch = path.join(import.meta.dirname, '../../.vscode-test');
  mkdirSync(scratch, { recursive: true });
  folder = mkdtempSync(path.join(scratch, 'query-under-test-'));
  entry = await buildQueryProcess(folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  await run?.close();
});

/** Answers the options, which can be changed while the run is open. */
function start(options: QueryClientOptions = {}): { limit?: number } {
  const given = { entry, ...options };
  latest = undefined;
  run = new Run((_name, state) => {
    latest = state;
    news?.();
  }, given);
  return given;
}

interface Call {
  readonly signal?: AbortSignalLike;
  readonly progress?: (progress: SqlProgress) => void;
}

function call<K extends keyof RunMethods>(
  method: K,
  params: Parameters<RunMethods[K]>[0],
  { signal = new AbortController().signal, progress = () => undefined }: Call = {},
): Promise<Awaited<ReturnType<RunMethods[K]>>> {
  const handler = run?.handlers[method] as (params: unknown, context: object) => unknown;
  return Promise.resolve(handler(params, { signal, progress })) as Promise<
    Awaited<ReturnType<RunMethods[K]>>
  >;
}

async function until(condition: (state: RunState) => boolean): Promise<RunState> {
  for (;;) {
    if (latest !== undefined && condition(latest)) return latest;
    await new Promise<void>((resolve) => (news = resolve));
  }
}

const judged = (state: RunState): boolean => !state.reading && state.judged === state.rollouts;

async function openSample(): Promise<void> {
  const dataset = path.join(SAMPLE, 'sample.vqa.jsonl');
  await call('open', { path: path.join(SAMPLE, 'sample.rollouts.jsonl'), dataset, settings: RUN_SETTINGS });
  await until(judged);
}

async function query(sql: string, options?: Call): Promise<SqlResult> {
  const answer = await call('sql', { sql }, options);
  if (answer.kind !== 'rows') throw new Error(answer.message);
  return answer;
}

const privateFolders = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('vqa-verify-sql-'));

describe('SQL over a run', () => {
  it('has the numbers that the editor shows', async () => {
    start();
    await openSample();
    const { rollouts } = await call('group', { id: 3 });
    const {
      columns,
      rows,
      judged: scored,
    } = await query(
      'SELECT rollout, total, advantage, reward_bbox, length, len(signals), sample_row FROM rollouts WHERE group_id = 3 ORDER BY rollout',
    );
    expect(columns.map(({ type }) => type)).toEqual([
      'INTEGER',
      'DOUBLE',
      'DOUBLE',
      'DOUBLE',
      'INTEGER',
      'BIGINT',
      'INTEGER',
    ]);
    expect(rows).toEqual(
      rollouts.map(({ index, total, advantage, values, completion, findings }) => [
        index,
        total,
        advantage,
        values.bbox,
        completion.length,
        new Set(findings.map(({ signal }) => signal)).size,
        3,
      ]),
    );
    expect(scored).toBe(336);
    const { summary } = await call('group', { id: 5 });
    const groups = await query('SELECT group_name, mean, spread, flat FROM groups WHERE group_id = 5');
    expect(groups.rows).toEqual([
      [
        summary.name,
        expect.closeTo(summary.mean ?? NaN, 9) as number,
        expect.closeTo(summary.spread ?? NaN, 9) as number,
        false,
      ],
    ]);
  });

  it('reads texts and samples only where a query asks for them', async () => {
    start();
    await openSample();
    const stages = new Set<string>();
    const progress = ({ stage }: SqlProgress): void => void stages.add(stage);
    await query('SELECT step, avg(total) FROM rollouts GROUP BY step', { progress });
    expect([...stages]).toEqual(['numbers', 'query']);
    stages.clear();
    const { rows } = await query(
      "SELECT question, completion, sample->>'category' FROM rollouts WHERE rollout = 0",
      { progress },
    );
    expect([...stages]).toEqual(['texts', 'samples', 'query']);
    expect(rows[0]?.[0]).toBe('What is the route number of the bus?');
    expect(rows[0]?.[1]).toContain('<answer>');
    expect(rows[0]?.[2]).toBe('perception');
    stages.clear();
    await query('SELECT max(completion) FROM rollouts', { progress });
    expect([...stages]).toEqual(['query']);
  });

  it('marks the rollouts of a result for the filter', async () => {
    start();
    await openSample();
    expect(
      await call('sqlMark', { sql: 'SELECT rollout FROM rollouts WHERE reward_format = 0' }),
    ).toMatchObject({
      kind: 'marked',
    });
    const marked = await call('list', { where: 'is:queried', sort: 'file', descending: false });
    const same = await call('list', { where: 'format=0', sort: 'file', descending: false });
    expect(marked).toEqual(same);
    expect(marked.groups).toBeGreaterThan(0);
    expect(latest?.queried).toBeGreaterThan(0);
    expect(await call('sqlMark', { sql: 'SELECT 1 AS one' })).toMatchObject({ kind: 'problem' });
  });

  it('follows a run that grows', async () => {
    start();
    const file = path.join(folder, 'run.jsonl');
    const lines = readFileSync(path.join(SAMPLE, 'sample.rollouts.jsonl'), 'utf8').split('\n');
    writeFileSync(file, `${lines.slice(0, 8).join('\n')}\n`);
    await call('open', { path: file, settings: RUN_SETTINGS });
    await until(judged);
    const sql =
      'SELECT count(*), count(completion), count(DISTINCT group_id), max(reward_bbox) FROM rollouts';
    expect((await query(sql)).rows).toEqual([[8, 8, 1, null]]);
    appendFileSync(file, `${lines.slice(8, 24).join('\n')}\n`);
    await until((state) => judged(state) && state.rollouts === 24);
    expect((await query(sql)).rows).toEqual([[24, 24, 3, null]]);
    // Known rollouts are scored once a dataset is there, and a reward comes up that was never logged before.
    appendFileSync(file, '{"completion":"x","step":3,"reward":0.5,"logged":{"New":1}}\n');
    await until((state) => judged(state) && state.rollouts === 25);
    await call('dataset', { file: path.join(SAMPLE, 'sample.vqa.jsonl'), settings: RUN_SETTINGS });
    await until((state) => judged(state) && state.rollouts === 25 && state.linked > 0);
    const again = await query(sql);
    expect(again.rows[0]?.slice(0, 2)).toEqual([25, 25]);
    expect(again.rows[0]?.[3]).toBeGreaterThan(0);
  });

  it('has what an edited sample changes', async () => {
    start();
    await openSample();
    const sql =
      "SELECT sum(reward_answer), any_value(question), any_value(sample->>'width') FROM rollouts WHERE sample_row = 0";
    const [before] = (await query(sql)).rows;
    const row = {
      question: 'Edited?',
      answers: ['nobody says this'],
      width: 7,
      height: 8,
      bboxs: [],
      image_caption: '',
    };
    await call('unsaved', { rows: [0], changed: [[0, row]] });
    await until(judged);
    expect((await query(sql)).rows).toEqual([[0, 'Edited?', '7']]);
    expect(before?.[0]).toBeGreaterThan(0);
  });

  it('says what is wrong with a query, and goes on', async () => {
    start();
    await openSample();
    expect(await call('sql', { sql: 'SELECT nothing FROM rollouts' })).toMatchObject({
      kind: 'problem',
      at: { line: 1, column: 8 },
    });
    expect((await query('SELECT count(*) FROM rollouts')).rows).toEqual([[336]]);
  });

  it('describes its columns', async () => {
    start();
    await openSample();
    const described = (await call('sqlColumns', null)).map(({ name }) => name);
    const { rows } = await query('SELECT column_name FROM (DESCRIBE rollouts)');
    expect(rows.flat()).toEqual(described);
  });
});

describe('a filter by the rollouts of a query', () => {
  it('is taken off once they are no longer marked, and nothing else of it', () => {
    expect(withoutLostMark('step=2 is:queried bbox<0.1', { queried: 0 })).toBe('step=2 bbox<0.1');
    expect(withoutLostMark('is:queried', { queried: 3 })).toBe('is:queried');
    expect(withoutLostMark('is:queried', undefined)).toBe('is:queried');
  });
});

describe('a query that does not end', () => {
  it('is stopped when it is cancelled', async () => {
    start();
    await openSample();
    const stop = new AbortController();
    const endless = call(
      'sql',
      { sql: ENDLESS },
      {
        signal: stop.signal,
        progress: () => {
          stop.abort();
        },
      },
    );
    await expect(endless).rejects.toMatchObject({ name: 'CancelledError' });
    expect((await query('SELECT 1')).rows).toEqual([[1]]);
  });

  it('is stopped when it takes too long', async () => {
    start({ limit: 100 });
    await openSample();
    expect(await call('sql', { sql: ENDLESS })).toMatchObject({
      kind: 'problem',
      message: 'The query took longer than 0.1 s and was stopped.',
    });
  });

  it('ends the process where DuckDB does not stop, and the next query has all again', async () => {
    const options = start({ limit: 100, grace: 0 });
    await openSample();
    expect(await call('sql', { sql: ENDLESS })).toMatchObject({ kind: 'problem' });
    options.limit = 60_000;
    expect((await query('SELECT count(*) FROM rollouts')).rows).toEqual([[336]]);
  });
});

describe('the private folder', () => {
  it('goes with the run', async () => {
    start();
    await openSample();
    const before = privateFolders();
    await query('SELECT count(*) FROM rollouts');
    const own = privateFolders().filter((name) => !before.includes(name));
    expect(own.length).toBeGreaterThan(0);
    await run?.close();
    await vi.waitFor(() => {
      expect(own.filter((name) => existsSync(path.join(tmpdir(), name)))).toEqual([]);
    });
  });
});

describe('without a build of DuckDB', () => {
  it('says so, and everything else works', async () => {
    const elsewhere = mkdtempSync(path.join(tmpdir(), 'vqa-verify-'));
    try {
      start({ entry: await buildQueryProcess(elsewhere) });
      await openSample();
      expect(await call('sql', { sql: 'SELECT 1' })).toMatchObject({
        kind: 'unavailable',
        message: expect.stringContaining('SQL needs DuckDB, of which there is no build for') as string,
      });
      expect((await call('group', { id: 0 })).rollouts).toHaveLength(8);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });
});

describe('vqa-verify rollouts --sql', () => {
  it('prints a line for each row, and says where a query is wrong', async () => {
    const cli = await buildBundle('cli.js', folder);
    const ask = (sql: string): ReturnType<typeof spawnSync> =>
      spawnSync(
        process.execPath,
        [cli, 'rollouts', path.join(SAMPLE, 'sample.rollouts.jsonl'), '--sql', sql],
        {
          encoding: 'utf8',
        },
      );
    const { status, stdout, stderr } = ask('SELECT step, rollouts FROM steps ORDER BY step LIMIT 2');
    expect(stdout).toBe('{"step":1,"rollouts":64}\n{"step":2,"rollouts":64}\n');
    expect([stderr, status]).toEqual(['2 rows\n', 0]);
    const wrong = ask('SELECT nothing FROM rollouts');
    expect(wrong.stderr).toContain('line 1, column 8: Referenced column "nothing" not found');
    expect([wrong.stdout, wrong.status]).toEqual(['', 2]);
  });
});
