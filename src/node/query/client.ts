import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { QueryMethods } from '../../protocol/query.ts';
import type { AbortSignalLike, CallOptions } from '../../protocol/rpc.ts';
import { forkProcess, type Forked } from '../forked.ts';

export interface QueryClientOptions {
  /** The bundled process; by default `query.mjs` beside this module's bundle. */
  readonly entry?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds that a query may take. */
  readonly limit?: number;
  /** Milliseconds that DuckDB has to stop where it is interrupted. */
  readonly grace?: number;
}

const LIMIT = 60_000;
const GRACE = 3000;

/** The query took longer than it may. */
export class QueryTimeout extends Error {
  constructor(limit: number) {
    super(`The query took longer than ${limit / 1000} s and was stopped.`);
    this.name = 'QueryTimeout';
  }
}

/** The process in which DuckDB runs, with a private folder for its file; it lives until it is disposed or dies. */
export class QueryClient {
  alive = true;
  private readonly process: Forked<QueryMethods>;
  /** Settles when the process is gone and its folder with it. */
  readonly ended: Promise<void>;

  private constructor(
    private readonly options: QueryClientOptions,
    folder: string,
  ) {
    this.process = forkProcess<QueryMethods>({
      entry: options.entry ?? fileURLToPath(new URL('./query.mjs', import.meta.url)),
      args: [folder],
      name: 'The SQL process',
      remedy: 'The next query starts it anew.',
      env: options.env,
    });
    this.ended = this.process.gone.then(async () => {
      this.alive = false;
      await rm(folder, { recursive: true, force: true });
    });
  }

  static async start(options: QueryClientOptions = {}): Promise<QueryClient> {
    return new QueryClient(options, await mkdtemp(path.join(tmpdir(), 'vqa-verify-sql-')));
  }

  get pid(): number | undefined {
    return this.process.child.pid;
  }

  /** Throws CallError. */
  call<K extends keyof QueryMethods>(
    method: K,
    params: Parameters<QueryMethods[K]>[0],
  ): Promise<Awaited<ReturnType<QueryMethods[K]>>> {
    return this.process.connection.call(method, params, UNTIMED);
  }

  /** A query, which is stopped when it takes too long or the signal aborts. Throws QueryTimeout and CallError. */
  async query<K extends 'run' | 'rollouts'>(
    method: K,
    params: Parameters<QueryMethods[K]>[0],
    signal: AbortSignalLike,
  ): Promise<Awaited<ReturnType<QueryMethods[K]>>> {
    const { limit = LIMIT } = this.options;
    const stop = new AbortController();
    const abort = (): void => {
      stop.abort();
    };
    const timedOut = new QueryTimeout(limit);
    const timer = setTimeout(() => {
      stop.abort(timedOut);
    }, limit);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    try {
      return await this.process.connection.call(method, params, { ...UNTIMED, signal: stop.signal });
    } catch (error) {
      if (stop.signal.aborted) await this.settle();
      throw stop.signal.reason === timedOut ? timedOut : error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
  }

  dispose(): void {
    this.alive = false;
    this.process.child.kill('SIGKILL');
  }

  /** Waits for DuckDB to stop; where it does not, its process is ended. */
  private async settle(): Promise<void> {
    const { grace = GRACE } = this.options;
    await this.process.connection.call('ping', null, { timeout: grace }).catch(() => {
      this.dispose();
    });
  }
}

const UNTIMED: CallOptions = { onProgress: () => undefined };
