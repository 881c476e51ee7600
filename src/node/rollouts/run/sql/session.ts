import { isDeepStrictEqual } from 'node:util';
import { sqlColumns, type SqlColumn } from '../../../../core/rollouts/sqlColumns.ts';
import type { SqlLimits, SqlNeeds, SqlProblem } from '../../../../protocol/query.ts';
import type { SqlProgress, SqlResult, SqlUnavailable } from '../../../../protocol/rollouts/sql.ts';
import { CallError, type CallContext } from '../../../../protocol/rpc.ts';
import { QueryClient, QueryTimeout, type QueryClientOptions } from '../../../query/client.ts';
import { goOn } from '../../../query/goOn.ts';
import { Queue } from '../../../queue.ts';
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
  readonly samples: Set<number>;
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
    const { store } = this.source;
    return sqlColumns([...store.rewards.keys()], [...store.table.rewards.keys()]);
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
        if (error.name === 'ClosedError') return { kind: 'problem', message: error.message };
        throw error;
      }
    });
  }

  /** The process with tables for the columns as they are now; new ones where a reward has come up for the first time. */
  private async tables(): Promise<Filled> {
    const { columns } = this;
    if (this.filled?.client.alive === true && isDeepStrictEqual(this.filled.columns, columns))
      return this.filled;
    const client =
      this.filled?.client.alive === true ? this.filled.client : await QueryClient.start(this.options);
    const filled = { client, columns, digests: [], version: [], texts: 0, samples: new Set<number>() };
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
    const version = [store.grouping, store.table.count, store.judgements.count];
    if (version.every((each, i) => each === filled.version[i])) return;
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

  private async fillSamples(filled: Filled, context: CallContext): Promise<void> {
    const rows = this.source.store.judgements.row.view();
    const wanted = [...new Set(rows)].filter((row) => row >= 0 && !filled.samples.has(row));
    for (let from = 0; from < wanted.length;) {
      goOn(context.signal);
      tell(context, { stage: 'samples', done: from / wanted.length });
      const block = await samplesBlock(this.source, wanted.slice(from));
      await filled.client.call('samples', block);
      for (const row of block.rows) filled.samples.add(row);
      from += block.rows.length;
    }
  }
}

function tell(context: CallContext, progress: SqlProgress): void {
  context.progress(progress);
}
