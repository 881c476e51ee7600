import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqlColumns } from '../../src/core/rollouts/sqlColumns.ts';
import { SQL_EXAMPLES } from '../../src/core/rollouts/sqlExamples.ts';
import { RolloutsDatabase } from '../../src/node/query/database.ts';
import { problemOf } from '../../src/node/query/problem.ts';
import type { SqlAnswer, SqlProblem, SqlRows } from '../../src/protocol/query.ts';

const COUNT = 3000;
const LIMITS = { rows: 100, bytes: 100_000 };

let folder = '';
let database: RolloutsDatabase;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-'));
  writeFileSync(path.join(folder, 'secret.csv'), 'a,b\n1,2\n');
  const columns = sqlColumns({ here: ['bbox'], log: ['Bbox "x"', 'bbox "X"'], function: [] });
  database = await RolloutsDatabase.open(folder);
  await database.tables(columns);
  const values = columns
    .filter(({ kept }) => kept === 'numbers')
    .map(({ name }) => Float64Array.from({ length: COUNT }, (_, i) => VALUES[name]?.(i) ?? i / COUNT));
  const words = {
    group_name: ['a', 'b'],
    source: ['run.jsonl'],
    link: ['none'],
    signals: ['copies', 'drift'],
  };
  await database.numbers({ from: 0, count: COUNT, values, words });
  const texts = (text: (i: number) => string): string[] => Array.from({ length: COUNT }, (_, i) => text(i));
  await database.texts({
    from: 0,
    questions: texts((i) => `asked ${i}`),
    prompts: texts(() => 'asked'),
    completions: texts((i) => `<answer>${i}</answer>`),
    errors: texts(() => 'none').map(() => null),
    columns: texts((i) => JSON.stringify({ category: i % 2 === 0 ? 'even' : 'odd' })),
  });
  await database.samples({ rows: [7], questions: ['What is this?'], samples: ['{"category":"seven"}'] });
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const VALUES: Readonly<Record<string, (i: number) => number>> = {
  rollout: (i) => i,
  step: (i) => 1 + Math.floor(i / 1500),
  group_id: (i) => Math.floor(i / 4),
  group_name: (i) => i % 2,
  source: () => 0,
  line: (i) => i + 1,
  length: () => 10,
  truncated: (i) => (i % 3 === 0 ? 1 : 0),
  failed: (i) => (i === 4 ? 1 : NaN),
  total: (i) => (i < 4 ? 2 : i === 4 ? NaN : i % 4),
  link: () => 0,
  sample_row: (i) => (i === 1 ? 7 : NaN),
  signals: (i) => i % 4,
};

const SIGNAL = new AbortController().signal;

async function rows(sql: string, limits = LIMITS): Promise<SqlRows> {
  const answer = await database.run(sql, limits, SIGNAL);
  if (answer.kind !== 'rows') throw new Error(answer.message);
  return answer;
}

async function problem(sql: string): Promise<SqlProblem> {
  const needs = await database.needs(sql);
  if (needs.kind === 'problem') return needs;
  const answer: SqlAnswer = await database.run(sql, LIMITS, SIGNAL);
  if (answer.kind === 'problem') return answer;
  throw new Error(`${sql} was run`);
}

describe('a query', () => {
  it('reads numbers, marks, names and lists', async () => {
    const { columns, rows: found } = await rows(
      'SELECT * EXCLUDE (sample, prompt) FROM rollouts WHERE rollout = 3',
    );
    expect(Object.fromEntries(columns.map(({ name }, i) => [name, found[0]?.[i]]))).toMatchObject({
      rollout: 3,
      step: 1,
      group_id: 0,
      group_name: 'b',
      source: 'run.jsonl',
      line: 4,
      truncated: true,
      failed: null,
      total: 2,
      link: 'none',
      signals: ['copies', 'drift'],
      question: 'asked 3',
      completion: '<answer>3</answer>',
    });
  });

  it('prefers the linked sample to what the rollout says itself', async () => {
    const { rows: found } = await rows(
      "SELECT rollout, question, sample->>'category' FROM rollouts WHERE rollout < 3 ORDER BY ALL",
    );
    expect(found).toEqual([
      [0, 'asked 0', 'even'],
      [1, 'What is this?', 'seven'],
      [2, 'asked 2', 'even'],
    ]);
  });

  it('gives counts and sums as numbers, and what they do not hold as text', async () => {
    const { rows: found } = await rows(
      'SELECT count(*), sum(rollout), 1.25, 9007199254740993::BIGINT, {a: 1::BIGINT} FROM rollouts',
    );
    expect(found).toEqual([[3000, 4498500, 1.25, '9007199254740993', { a: 1 }]]);
  });

  it('tells apart rewards whose names differ in case alone', async () => {
    const { columns } = await rows("SELECT COLUMNS('^logged_bbox|^logged_Bbox') FROM rollouts LIMIT 1");
    expect(columns.map(({ name }) => name)).toEqual(['logged_Bbox "x"', 'logged_bbox "X"_2']);
  });

  it('has groups and steps as views', async () => {
    const { rows: groups } = await rows(
      'SELECT group_id, rollouts, mean, spread, flat, failed FROM groups WHERE group_id < 2 ORDER BY group_id',
    );
    expect(groups).toEqual([
      [0, 4, 2, 0, true, 0],
      [1, 4, 2, 1, false, 1],
    ]);
    const { rows: steps } = await rows(
      'SELECT step, rollouts, groups, flat, truncated FROM steps ORDER BY step',
    );
    expect(steps).toEqual([
      [1, 1500, 375, 1, 500],
      [2, 1500, 375, 0, 500],
    ]);
  });

  it('is cut at so many rows, and at so many bytes', async () => {
    const cut = await rows('FROM rollouts');
    expect(cut.rows).toHaveLength(100);
    expect(cut.cut).toBe('rows');
    const small = await rows("SELECT repeat('x', 1000) FROM rollouts", { rows: 5000, bytes: 10_000 });
    expect(small.rows).toHaveLength(9);
    expect(small.cut).toBe('bytes');
    expect((await rows('SELECT rollout FROM rollouts LIMIT 100')).cut).toBeUndefined();
  });

  it('leads to its rollouts, each once', async () => {
    const found = await database.rollouts(
      'SELECT a.rollout FROM rollouts a JOIN rollouts b USING (group_id) WHERE group_id = 2',
      SIGNAL,
    );
    expect([...(found as Int32Array)].sort((a, b) => a - b)).toEqual([8, 9, 10, 11]);
    expect(await database.rollouts('SELECT step FROM rollouts', SIGNAL)).toMatchObject({
      kind: 'problem',
      message: expect.stringContaining('no column rollout') as string,
    });
  });

  it('can be cancelled, and the next one is not', async () => {
    const stop = new AbortController();
    const endless = database.run(
      'SELECT max(a.range * b.range) FROM range(10000000) a, range(1000000) b',
      LIMITS,
      stop.signal,
    );
    setTimeout(() => {
      stop.abort();
    }, 50);
    await expect(endless).rejects.toMatchObject({ name: 'CancelledError' });
    expect((await rows('SELECT 1')).rows).toEqual([[1]]);
  });
});

describe('the view of steps', () => {
  it('has the mean of each reward, and no other column twice', async () => {
    const { columns } = await rows('FROM steps LIMIT 1');
    expect(columns.map(({ name }) => name)).toEqual([
      'step',
      'rollouts',
      'mean',
      'spread',
      'length',
      'truncated',
      'failed',
      'reward_bbox',
      'logged_Bbox "x"',
      'logged_bbox "X"_2',
      'groups',
      'flat',
    ]);
  });
});

describe('the examples', () => {
  it.each(SQL_EXAMPLES)('run: $title', async ({ sql }) => {
    expect((await database.needs(sql)).kind).toBe('needs');
    expect((await rows(sql)).columns.length).toBeGreaterThan(1);
  });
});

describe('what a query reads', () => {
  const needs = async (sql: string): Promise<string> => {
    const found = await database.needs(sql);
    if (found.kind === 'problem') throw new Error(found.message);
    return (['numbers', 'texts', 'samples'] as const).filter((each) => found[each]).join();
  };

  it.each([
    ['SELECT 1', ''],
    ['SELECT count(*) FROM rollouts', 'numbers'],
    ['SELECT step, avg(total) FROM rollouts GROUP BY step -- completion', 'numbers'],
    ["SELECT 'completion' AS prompt FROM rollouts", 'numbers'],
    ['SELECT mean FROM groups', 'numbers'],
    ['FROM steps;', 'numbers'],
    ['SELECT max(length(completion)) FROM rollouts', 'numbers,texts'],
    ["SELECT step FROM rollouts WHERE prompt LIKE '%x%'", 'numbers,texts'],
    ['SELECT r FROM rollouts r', 'numbers,texts,samples'],
    ["SELECT COLUMNS('quest.*') FROM rollouts", 'numbers,texts,samples'],
    ['FROM rollouts LIMIT 1', 'numbers,texts,samples'],
    ['SUMMARIZE rollouts', 'numbers,texts,samples'],
    ['SELECT question FROM groups', 'numbers,texts,samples'],
  ])('%s: %s', async (sql, expected) => {
    expect(await needs(sql)).toBe(expected);
  });
});

describe('a query that cannot be run', () => {
  it.each([
    ['SELEC 1', /syntax error/, { line: 1, column: 1 }],
    ['SELECT foo FROM rollouts', /"foo" not found/, { line: 1, column: 8 }],
    ["SELECT 'ü',\n  bar(1)", /bar/, { line: 2, column: 3 }],
    ['SELECT * FROM nowhere', /nowhere does not exist/, { line: 1, column: 15 }],
  ])('%s says what and where', async (sql, message, at) => {
    const found = await problem(sql);
    expect(found.message).toMatch(message);
    expect(found.at).toEqual(at);
  });

  it.each(['', '-- nothing', 'SELECT 1; SELECT 2'])('%j is no query', async (sql) => {
    expect((await problem(sql)).message).toMatch(/no query|One query at a time/);
  });
});

describe('a query that is too large', () => {
  it('says what to do, and leaves out advice that cannot be followed', () => {
    const error =
      '{"exception_type":"Out of Memory","exception_message":"61 MiB used\\n\\nPossible solutions: SET memory_limit"}';
    const { message } = problemOf(new Error(error), 'SELECT 1');
    expect(message).toMatch(/needs more memory than DuckDB has here.*DuckDB says: 61 MiB used$/);
  });
});

describe('what is out of reach', () => {
  const secret = (): string => path.join(folder, 'secret.csv');

  it.each([
    (file: string) => `SELECT * FROM read_csv('${file}')`,
    (file: string) => `FROM '${file}'`,
    (file: string) => `SELECT * FROM read_text('${file}')`,
    (file: string) => `SELECT * FROM read_blob('${file}')`,
    (file: string) => `SELECT * FROM glob('${path.dirname(file)}/*')`,
    (file: string) => `SELECT * FROM sniff_csv('${file}')`,
    (file: string) => `SELECT * FROM query_table('${file}')`,
    () => "SELECT * FROM read_parquet('https://example.org/a.parquet')",
    () => 'SELECT * FROM duckdb_secrets()',
  ])('is not read: %#', async (sql) => {
    const { message } = await problem(sql(secret()));
    expect(message).toMatch(/reads this run's rollouts and nothing else|does not exist/);
  });

  it.each([
    "COPY rollouts TO 'out.csv'",
    "ATTACH 'other.db'",
    'INSTALL httpfs',
    'LOAD httpfs',
    "EXPORT DATABASE 'out'",
    'SET threads = 8',
    'SET enable_external_access = true',
    'RESET lock_configuration',
    'DELETE FROM stored.numbers',
    'DROP VIEW groups',
    'CREATE TABLE mine AS SELECT 1',
    'CALL enable_logging()',
    'EXPLAIN ANALYZE DELETE FROM rollouts',
    'CHECKPOINT',
  ])('is not run: %s', async (sql) => {
    const { message } = await problem(sql);
    expect(message).toMatch(/is not run here, only queries are|does not exist|nothing else|cannot delete/i);
    expect((await rows('SELECT count(*) FROM rollouts')).rows).toEqual([[COUNT]]);
  });

  it('stays so where a statement got past the check', async () => {
    for (const sql of [
      `COPY (SELECT 1) TO '${path.join(folder, 'out.csv')}'`,
      'LOAD httpfs',
      "ATTACH 'x.db'",
    ]) {
      const answer = await database.run(sql, LIMITS, SIGNAL);
      expect(answer).toMatchObject({
        kind: 'problem',
        message: expect.stringContaining('nothing else') as string,
      });
    }
    expect(await database.run('SET threads = 8', LIMITS, SIGNAL)).toMatchObject({
      message: expect.stringContaining('locked') as string,
    });
  });
});
