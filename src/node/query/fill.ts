/** Puts blocks of rollouts into DuckDB's tables, a chunk of columns at a time. */
import {
  DOUBLE,
  DuckDBDataChunk,
  DuckDBListValue,
  INTEGER,
  BOOLEAN,
  LIST,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { SqlColumn, SqlType } from '../../core/rollouts/sqlColumns.ts';
import type { NumbersBlock, SamplesBlock, TextsBlock } from '../../protocol/query.ts';

/** Most rows of a chunk, DuckDB's vector size. */
const CHUNK = 2048;

const TYPES: Readonly<Record<SqlType, DuckDBType>> = {
  INTEGER,
  DOUBLE,
  BOOLEAN,
  VARCHAR,
  'VARCHAR[]': LIST(VARCHAR),
  JSON: VARCHAR,
};

interface Column {
  readonly type: DuckDBType;
  at(index: number): DuckDBValue;
}

export async function fillNumbers(
  connection: DuckDBConnection,
  columns: readonly SqlColumn[],
  { from, count, values, words }: NumbersBlock,
): Promise<void> {
  await connection.run(`DELETE FROM stored.numbers WHERE rollout >= ${from} AND rollout < ${from + count}`);
  const filled = columns
    .filter(({ kept }) => kept === 'numbers')
    .map(({ name, type }, i) => numberColumn(type, values[i] ?? new Float64Array(count), words[name] ?? []));
  await append(connection, 'numbers', filled, count);
}

export function fillTexts(connection: DuckDBConnection, block: TextsBlock): Promise<void> {
  const { from, questions, prompts, completions, errors, columns } = block;
  const number: Column = { type: INTEGER, at: (i) => from + i };
  const texts = [questions, prompts, completions, errors, columns].map(listColumn(VARCHAR));
  return append(connection, 'texts', [number, ...texts], questions.length);
}

export async function fillSamples(
  connection: DuckDBConnection,
  { rows, questions, samples }: SamplesBlock,
): Promise<void> {
  await connection.run(`DELETE FROM stored.samples WHERE sample_row IN (${rows.join(', ')})`);
  const texts = [questions, samples].map(listColumn(VARCHAR));
  await append(connection, 'samples', [listColumn(INTEGER)(rows), ...texts], rows.length);
}

const listColumn =
  (type: DuckDBType) =>
  (values: readonly DuckDBValue[]): Column => ({ type, at: (i) => values[i] ?? null });

function numberColumn(sql: SqlType, values: Float64Array, words: readonly string[]): Column {
  const type = TYPES[sql];
  const value = (i: number): number => values[i] ?? NaN;
  switch (sql) {
    case 'BOOLEAN':
      return { type, at: (i) => (Number.isNaN(value(i)) ? null : value(i) === 1) };
    case 'VARCHAR':
      return { type, at: (i) => words[value(i)] ?? null };
    case 'VARCHAR[]':
      return {
        type,
        at: (i) => new DuckDBListValue(words.filter((_, bit) => ((value(i) >> bit) & 1) === 1)),
      };
    case 'INTEGER':
    case 'DOUBLE':
    case 'JSON':
      return { type, at: (i) => (Number.isNaN(value(i)) ? null : value(i)) };
  }
}

async function append(
  connection: DuckDBConnection,
  table: string,
  columns: readonly Column[],
  count: number,
): Promise<void> {
  const appender = await connection.createAppender(table, 'stored');
  try {
    for (let from = 0; from < count; from += CHUNK) {
      const length = Math.min(CHUNK, count - from);
      const chunk = DuckDBDataChunk.create(
        columns.map(({ type }) => type),
        length,
      );
      chunk.setColumns(columns.map((column) => Array.from({ length }, (_, i) => column.at(from + i))));
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}
