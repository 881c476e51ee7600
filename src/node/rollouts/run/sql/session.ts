import { isDeepStrictEqual } from 'node:util';
import { hashNumber } from '../../../../core/hash.ts';
import { sqlColumns, type SqlColumn } from '../../../../core/rollouts/sqlColumns.ts';
import type { SamplesBlock, SqlLimits, SqlNeeds, SqlProblem } from '../../../../protocol/query.ts';
import type { SqlProgress, SqlResult, SqlUnavailable } from '../../../../protocol/rollouts/sql.ts';
import { CallError, type CallContext } from '../../../../protocol/rpc.ts';
import { QueryClient, QueryTimeout, type QueryClientOptions } from '../../../query/client.ts';
import { goOn } from '../../../query/goOn.ts';
import { Queue } from '../../../queue.ts';
import type { RunStore } from '../store.ts';
import { digestOf, NUMBERS_BLOCK, NumbersReader } from './numbers.ts';
import type { SqlSource } from './source.ts';
import { samplesBlock, textsBlock } from './texts.ts';

const LIMITS: SqlLimits = { rows: 10_000, bytes: 16_000_000 };

/** What the process holds already. */
interface Filled {
  readonly client: QueryClient;
  readonly columns: readonly SqlColumn[];
  /** Of each block of numbers, as it was sent. */
  readonly digests: string[];
  /** Tells whether anything has changed since. */
  version: readonly unknown[];
  texts: number;
  /** Hashes of the rows that were sent. */
  readonly samples: Map<number, number>;
  /** The version of the dataset that these are of. */
  dataset: number | undefined;
}

/** The rollouts of one run in DuckDB: filled in when first asked for, and again where more was read or judged. */
export class SqlSession {
  private filled: Filled | undefined;
  private closed = false;
  private readonly queue = new Queue();

  constructor(
    private readonly source: SqlSource,
    private readonly options: QueryClientOptions = {},
  ) {}

  get columns(): readonly SqlColumn[] {
    const { rewards, table, functions } = this.source.store;
    return sqlColumns({
      here: [...rewards.keys()],
      log: [...table.rewards.keys()],
      function: functions.names,
    });
  }

  /** Throws CancelledError and FileError. */
  run(
    sql: string,
    context: CallContext,
    limits: SqlLimits = LIMITS,
  ): Promise<SqlResult | SqlProblem | SqlUnavailable> {
    return this.prepared(sql, context, async ({ client }) => {
      const started = performance.now();
      const answer = await client.query('run', { sql, ...limits }, context.signal);
      if (answer.kind === 'problem') return answer;
      const { table, judgements } = this.source.store;
      const milliseconds = performance.now() - started;
      return { ...answer, milliseconds, rollouts: table.count, judged: judgements.count };
    });
  }

  /** The different rollouts in the result's column of that name. Throws CancelledError and FileError. */
  rollouts(sql: string, context: CallContext): Promise<Int32Array | SqlProblem | SqlUnavailable> {
    return this.prepared(sql, context, ({ client }) => client.query('rollouts', { sql }, context.signal));
  }

  /** Ends the process; its folder is gone when this settles. */
  async close(): Promise<void> {
    this.closed = true;
    this.filled?.client.dispose();
    await this.filled?.client.ended;
  }

  /** Queries come one after the other, each with all that it reads filled in before. */
  private prepared<T>(
    sql: string,
    context: CallContext,
    query: (filled: Filled) => Promise<T>,
  ): Promise<T | SqlProblem | SqlUnavailable> {
    return this.queue.run(async () => {
      try {
        const filled = await this.tables();
        const needs = await filled.client.call('needs', { sql });
        if (needs.kind === 'problem') return needs;
        await this.fill(filled, needs, context);
        tell(context, { stage: 'query', done: 0 });
        return await query(filled);
      } catch (error) {
        if (error instanceof QueryTimeout) return { kind: 'problem', message: error.message };
        if (!(error instanceof CallError)) throw error;
        if (error.name === 'DuckDbMissing') return { kind: 'unavailable', message: error.message };
        if (error.name === 'CancelledError') throw error;
        // What may be filled in by half is filled in anew.
        this.filled?.client.dispose();
        return { kind: 'problem', message: error.message };
      }
    });
  }

  /** The process with tables for the columns as they are now; new ones where a reward has come up for the first time. */
  private async tables(): Promise<Filled> {
    const { columns } = this;
    if (this.filled?.client.alive === true && isDeepStrictEqual(this.filled.columns, columns))
      return this.filled;
    const known = this.filled?.client.alive === true ? this.filled : undefined;
    const client = known?.client ?? (await QueryClient.start(this.options));
    const { texts = 0, samples = new Map<number, number>(), dataset } = known ?? {};
    const filled: Filled = { client, columns, digests: [], version: [], texts, samples, dataset };
    this.filled = filled;
    if (this.closed) client.dispose();
    await client.call('tables', { columns });
    return filled;
  }

  private async fill(filled: Filled, needs: SqlNeeds, context: CallContext): Promise<void> {
    if (needs.numbers) await this.fillNumbers(filled, context);
    if (needs.texts) await this.fillTexts(filled, context);
    if (needs.samples) await this.fillSamples(filled, context);
  }

  /** Sends the blocks that differ from what was sent. */
  private async fillNumbers(filled: Filled, context: CallContext): Promise<void> {
    const { store } = this.source;
    const version = versionOf(store);
    if (version.length === filled.version.length && version.every((each, i) => each === filled.version[i]))
      return;
    const numbers = new NumbersReader(this.source, filled.columns);
    const count = store.grouping.groupOf.length;
    for (let from = 0; from < count; from += NUMBERS_BLOCK) {
      goOn(context.signal);
      tell(context, { stage: 'numbers', done: from / count });
      const block = numbers.block(from);
      const [number, digest] = [from / NUMBERS_BLOCK, digestOf(block)];
      if (filled.digests[number] === digest) continue;
      await filled.client.call('numbers', block);
      filled.digests[number] = digest;
    }
    filled.version = version;
  }

  private async fillTexts(filled: Filled, context: CallContext): Promise<void> {
    const count = this.source.store.grouping.groupOf.length;
    while (filled.texts < count) {
      goOn(context.signal);
      tell(context, { stage: 'texts', done: filled.texts / count });
      const block = await textsBlock(this.source, filled.texts, count);
      await filled.client.call('texts', block);
      filled.texts += block.prompts.length;
    }
  }

  /** Sends the rows that are not there, or that say something else since the dataset was edited. */
  private async fillSamples(filled: Filled, context: CallContext): Promise<void> {
    const version = this.source.dataset()?.version;
    const rows = [...new Set(this.source.store.judgements.row.view())].filter((row) => row >= 0);
    const edited = version !== filled.dataset;
    const wanted = edited ? rows : rows.filter((row) => !filled.samples.has(row));
    for (let from = 0; from < wanted.length;) {
      goOn(context.signal);
      tell(context, { stage: 'samples', done: from / wanted.length });
      const block = await samplesBlock(this.source, wanted.slice(from));
      from += block.rows.length;
      const changed = changedOnly(block, filled.samples);
      if (changed.rows.length > 0) await filled.client.call('samples', changed);
      for (const [i, row] of changed.rows.entries())
        filled.samples.set(row, hashNumber(changed.samples[i] ?? ''));
    }
    filled.dataset = version;
  }
}

/** What numbers come from: equal as long as all of it is. */
function versionOf({ grouping, table, judgements, functions }: RunStore): readonly unknown[] {
  const called = functions.all().flatMap(({ column }) => [column, column.done]);
  return [grouping, table.count, judgements.changes, ...called];
}

function changedOnly(
  { rows, questions, samples }: SamplesBlock,
  sent: ReadonlyMap<number, number>,
): SamplesBlock {
  const changed = rows.flatMap((row, i) => (sent.get(row) === hashNumber(samples[i] ?? '') ? [] : [i]));
  return {
    rows: changed.map((i) => rows[i] ?? 0),
    questions: changed.map((i) => questions[i] ?? null),
    samples: changed.map((i) => samples[i] ?? ''),
  };
}

function tell(context: CallContext, progress: SqlProgress): void {
  context.progress(progress);
}
