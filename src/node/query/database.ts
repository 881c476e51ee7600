/**
 * DuckDB over the rollouts of a run and nothing else: no file, no address and no extension is within its reach, its
 * configuration is locked, and only queries are run.
 */
import path from 'node:path';
import { DuckDBInstance, StatementType, type DuckDBConnection, type DuckDBResult } from '@duckdb/node-api';
import type { Json } from '../../core/json.ts';
import type { SqlColumn } from '../../core/rollouts/sqlColumns.ts';
import type {
  NumbersBlock,
  SamplesBlock,
  SqlAnswer,
  SqlLimits,
  SqlNeeds,
  SqlProblem,
  TextsBlock,
} from '../../protocol/query.ts';
import type { AbortSignalLike } from '../../protocol/rpc.ts';
import { fillNumbers, fillSamples, fillTexts } from './fill.ts';
import { goOn } from './goOn.ts';
import { columnsRead } from './plan.ts';
import { problemOf } from './problem.ts';
import { emptyTables, storedTables } from './tables.ts';
import { toJson } from './values.ts';

/** What DuckDB keeps in memory; the rest of its tables is in the file, what a query has to put aside beside it. */
const MEMORY = '160MB';
const THREADS = '2';
/** Characters of one value that are answered. */
const MOST_TEXT = 1_000_000;

export class RolloutsDatabase {
  private columns: readonly SqlColumn[] = [];

  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly filling: DuckDBConnection,
    /** Of another database, whose tables are empty. */
    private readonly planning: DuckDBConnection,
  ) {}

  /** `folder`: an empty one of its own, for its file. */
  static async open(folder: string): Promise<RolloutsDatabase> {
    const instance = await DuckDBInstance.create(path.join(folder, 'rollouts.duckdb'), {
      ...CONFIGURATION,
      threads: THREADS,
      memory_limit: MEMORY,
      temp_directory: path.join(folder, 'put-aside'),
    });
    const filling = await instance.connect();
    const planning = await (
      await DuckDBInstance.create(':memory:', { ...CONFIGURATION, threads: '1' })
    ).connect();
    const optimizers = await planning.runAndReadAll('SELECT name FROM duckdb_optimizers()');
    const others = optimizers
      .getRows()
      .flatMap(([name]) => (name === 'unused_columns' ? [] : [String(name)]));
    // All that is left to the planner is to leave out columns, so that no plan tells less than a query reads.
    await planning.run(`SET disabled_optimizers = '${others.join()}'`);
    for (const connection of [filling, planning]) {
      await connection.run('SET enable_external_access = false');
      await connection.run('SET lock_configuration = true');
    }
    return new RolloutsDatabase(instance, filling, planning);
  }

  /** Makes the tables; numbers that were in them are gone, texts and samples stay. */
  async tables(columns: readonly SqlColumn[]): Promise<void> {
    this.columns = columns;
    await this.filling.run(storedTables(columns));
    await this.planning.run(emptyTables(columns));
  }

  numbers(block: NumbersBlock): Promise<void> {
    return fillNumbers(this.filling, this.columns, block);
  }

  texts(block: TextsBlock): Promise<void> {
    return fillTexts(this.filling, block);
  }

  samples(block: SamplesBlock): Promise<void> {
    return fillSamples(this.filling, block);
  }

  /** Whether `sql` is a query that can be run, and what has to be filled in for it. */
  async needs(sql: string): Promise<SqlNeeds | SqlProblem> {
    try {
      const statements = await this.planning.extractStatements(sql);
      if (statements.count !== 1) return { kind: 'problem', message: ONE_AT_A_TIME };
      const { statementType } = await statements.prepare(0);
      if (statementType !== StatementType.SELECT) {
        return { kind: 'problem', message: kindProblem(StatementType[statementType]) };
      }
      const read = await columnsRead(this.planning, sql);
      const kept = (names: readonly string[]): boolean => names.some((name) => read?.has(name) === true);
      const texts = this.columns.filter((column) => column.kept !== 'numbers').map(({ name }) => name);
      return {
        kind: 'needs',
        numbers: read !== undefined,
        texts: kept(texts),
        samples: kept(['question', 'sample']),
      };
    } catch (error) {
      return problemOf(error, sql);
    }
  }

  /** Throws CancelledError. */
  run(sql: string, limits: SqlLimits, signal: AbortSignalLike): Promise<SqlAnswer> {
    return this.query(sql, signal, (result) => readRows(result, limits));
  }

  /** The different values of the result's column `rollout`. Throws CancelledError. */
  rollouts(sql: string, signal: AbortSignalLike): Promise<Int32Array | SqlProblem> {
    return this.query<Int32Array | SqlProblem>(sql, signal, async (result) => {
      const column = result.columnNames().findIndex((name) => name.toLowerCase() === 'rollout');
      if (column < 0) {
        return { kind: 'problem', message: 'The result has no column rollout that could lead to rollouts.' };
      }
      const found = new Set<number>();
      for await (const chunk of result) {
        for (const value of chunk.getColumnValues(column)) {
          const rollout = typeof value === 'bigint' ? Number(value) : value;
          if (typeof rollout === 'number' && Number.isInteger(rollout)) found.add(rollout);
        }
      }
      return Int32Array.from(found);
    });
  }

  close(): void {
    this.planning.closeSync();
    this.filling.closeSync();
    this.instance.closeSync();
  }

  /** Each query has a connection of its own, with which the rest of its result goes. */
  private async query<T>(
    sql: string,
    signal: AbortSignalLike,
    read: (result: DuckDBResult) => Promise<T>,
  ): Promise<T | SqlProblem> {
    goOn(signal);
    const connection = await this.instance.connect();
    const interrupt = (): void => {
      connection.interrupt();
    };
    signal.addEventListener('abort', interrupt);
    try {
      return await read(await connection.stream(sql));
    } catch (error) {
      goOn(signal);
      return problemOf(error, sql);
    } finally {
      signal.removeEventListener('abort', interrupt);
      connection.closeSync();
    }
  }
}

const CONFIGURATION = {
  errors_as_json: 'true',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
};

const ONE_AT_A_TIME =
  'One query at a time. (PIVOT counts as two unless its values are named: PIVOT rollouts ON step IN (1, 2) USING avg(total).)';

const kindProblem = (kind: string): string =>
  `${kind} is not run here, only queries are (SELECT, FROM, WITH, SUMMARIZE, DESCRIBE): they read the tables rollouts, groups and steps, and write nothing.`;

async function readRows(result: DuckDBResult, limits: SqlLimits): Promise<SqlAnswer> {
  const columns = result.columnNames().map((name, i) => ({ name, type: result.columnType(i).toString() }));
  const rows: Json[][] = [];
  let bytes = 0;
  for await (const chunk of result) {
    for (const row of chunk.convertRows(toJson)) {
      if (rows.length === limits.rows) return { kind: 'rows', columns, rows, cut: 'rows' };
      const shortened = row.map((value) =>
        typeof value === 'string' && value.length > MOST_TEXT ? `${value.slice(0, MOST_TEXT)}…` : value,
      ) as Json[];
      bytes += Buffer.byteLength(JSON.stringify(shortened));
      if (bytes > limits.bytes) return { kind: 'rows', columns, rows, cut: 'bytes' };
      rows.push(shortened);
    }
  }
  return { kind: 'rows', columns, rows };
}
