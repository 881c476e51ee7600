import type { RunEvents, RunMethods, RunSettings, RunState } from '../../../protocol/rollouts.ts';
import { CallError, type Handlers } from '../../../protocol/rpc.ts';
import type { QueryClientOptions } from '../../query/client.ts';
import type { FunctionColumns } from './functionColumns.ts';
import { findHandlers } from './handlers/find.ts';
import { compareHandlers } from './handlers/compare.ts';
import { functionHandlers } from './handlers/functions.ts';
import { UnknownFormatError } from '../dumpFile.ts';
import { groupHandlers } from './handlers/group.ts';
import { listHandlers } from './handlers/list.ts';
import { plotHandlers } from './handlers/plots.ts';
import { sampleHandlers } from './handlers/samples.ts';
import { sqlHandlers } from './handlers/sql.ts';
import { trainingHandlers } from './handlers/training.ts';
import { runsHandlers } from './handlers/runs.ts';
import { LiveRun } from './liveRun.ts';

/** Milliseconds between two reports while much is read or judged. */
const REPORT_EVERY = 300;

/** What is told before a dump is open, and when it could not be opened again. */
const NOTHING: RunState = {
  rollouts: 0,
  groups: 0,
  steps: 0,
  formats: [],
  bad: 0,
  badRecords: [],
  skipped: [],
  repeated: 0,
  unfinished: false,
  reading: true,
  judged: 0,
  linked: 0,
  ambiguous: 0,
  signals: [],
  failures: [],
  basis: 'runs',
  unsaved: 0,
  queried: 0,
  rewards: [],
  logged: [],
  fullTotal: 0,
  functions: [],
};

interface Request {
  readonly path: string;
  readonly dataset: string | undefined;
  readonly settings: RunSettings;
}

/** What decides the rows that functions are called with. */
const inputOf = ({ path, dataset, settings }: Request): string =>
  JSON.stringify([path, dataset, settings.columns]);

type Send = <K extends keyof RunEvents>(name: K, data: RunEvents[K]) => void;

/** What the worker thread answers about the dump that it has open. */
export class Run {
  private live: LiveRun | undefined;
  /** What was asked for last. */
  private request: Request | undefined;
  private failure: Pick<RunState, 'failure' | 'unknownFormat'> | undefined;
  private reported = 0;
  /** Aborted when the run is closed or opened anew. */
  private life = new AbortController();
  private readonly current = (): LiveRun => {
    if (this.live === undefined) throw new CallError('OrderError', 'No run is open');
    return this.live;
  };

  constructor(
    private readonly send: Send,
    private readonly sqlOptions: QueryClientOptions = {},
  ) {}

  readonly handlers: Handlers<RunMethods> = {
    open: async ({ path, dataset, settings }) => {
      await this.open({ path, dataset, settings });
      return this.state();
    },
    dataset: async ({ file, settings }) => {
      if (this.request === undefined) return null;
      const request = { ...this.request, dataset: file ?? undefined, settings };
      // What functions said holds as long as they are called with the same.
      const same = inputOf(request) === inputOf(this.request);
      await this.open(request, same ? this.live?.store.functions : undefined);
      return null;
    },
    unsaved: async ({ rows, changed }) => {
      await this.current().edit(rows, new Map(changed));
      this.report(true);
      return null;
    },
    state: () => this.state(),
    close: async () => {
      await this.close();
      return null;
    },
    ...listHandlers(this.current),
    ...groupHandlers(this.current),
    ...plotHandlers(this.current),
    ...compareHandlers(this.current),
    ...functionHandlers(this.current, (now) => {
      this.report(now);
    }),
    ...sampleHandlers(this.current),
    ...sqlHandlers(
      this.current,
      () => this.sqlOptions,
      () => {
        this.report(true);
      },
    ),
    ...runsHandlers(this.current),
    ...findHandlers(this.current),
    ...trainingHandlers(this.current),
  };

  async close(): Promise<void> {
    this.life.abort();
    await this.live?.close();
  }

  /** Reads a dump from its beginning: what was known of another is let go. Throws FileError. */
  private async open(request: Request, functions?: FunctionColumns): Promise<void> {
    this.request = request;
    this.failure = undefined;
    await this.close();
    this.life = new AbortController();
    const { signal } = this.life;
    let live: LiveRun | undefined;
    try {
      const dump = { live: true, ...request.settings.mapping };
      live = await LiveRun.open({ ...request, dump, signal, ...(functions !== undefined && { functions }) });
    } finally {
      if (!signal.aborted) this.live = live;
    }
    if (signal.aborted) {
      await live.close();
      return;
    }
    void live.follow({
      progressed: (now) => {
        this.report(now);
      },
      replaced: () => {
        void this.open(request).catch(this.fail);
      },
      failed: this.fail,
    });
  }

  private readonly fail = (error: unknown): void => {
    const failure = error instanceof Error ? error.message : String(error);
    this.failure = {
      failure,
      ...(error instanceof UnknownFormatError && error.mappable && { unknownFormat: true }),
    };
    this.report(true);
  };

  private report(now: boolean): void {
    if (!now && performance.now() - this.reported < REPORT_EVERY) return;
    this.reported = performance.now();
    this.send('changed', this.state());
  }

  private state(): RunState {
    const state = this.live?.state() ?? NOTHING;
    return this.failure === undefined ? state : { ...state, reading: false, ...this.failure };
  }
}
