import type { RunEvents, RunMethods, RunSettings, RunState } from '../../../protocol/rollouts.ts';
import { CallError, type Handlers } from '../../../protocol/rpc.ts';
import { parseWhere } from '../../../core/rollouts/where.ts';
import { groupDetail } from './details.ts';
import { listHandlers } from './handlers/list.ts';
import { LiveRun } from './liveRun.ts';
import { plotData } from './plots.ts';

/** Milliseconds between two reports while much is read or judged. */
const REPORT_EVERY = 300;

type Send = <K extends keyof RunEvents>(name: K, data: RunEvents[K]) => void;

/** What the worker thread answers about the dump that it has open, one after the other as the host asks. */
export class Run {
  private live: LiveRun | undefined;
  private settings: RunSettings | undefined;
  private datasetFile: string | undefined;
  private failure: string | undefined;
  private reported = 0;
  /** Aborted when the run is closed or opened anew. */
  private life = new AbortController();

  constructor(private readonly send: Send) {}

  private readonly current = (): LiveRun => {
    if (this.live === undefined) throw new CallError('OrderError', 'No run is open');
    return this.live;
  };

  readonly handlers: Handlers<RunMethods> = {
    open: async ({ path, dataset, settings }) => {
      this.settings = settings;
      this.datasetFile = dataset;
      await this.openAt(path);
      return this.state();
    },
    dataset: async ({ file, settings }) => {
      this.settings = settings;
      this.datasetFile = file ?? undefined;
      const at = this.live?.path;
      if (at !== undefined) await this.openAt(at);
      return null;
    },
    state: () => this.state(),
    group: ({ id }) => {
      const { store, reader, judge, settings } = this.current();
      return groupDetail(store, reader, judge, settings, id);
    },
    ...listHandlers(this.current),
    plots: ({ where }, context) => {
      const { store, reader } = this.current();
      return plotData(store, reader, parseWhere(where), context);
    },
  };

  async close(): Promise<void> {
    this.life.abort();
    await this.live?.close();
  }

  /** Reads a dump from its beginning: what was known of another is let go. */
  private async openAt(path: string): Promise<void> {
    const { settings, datasetFile: dataset } = this;
    if (settings === undefined) return;
    await this.close();
    this.life = new AbortController();
    const { signal } = this.life;
    const live = await LiveRun.open({ path, settings, dataset, signal });
    if (signal.aborted) {
      await live.close();
      return;
    }
    this.live = live;
    this.failure = undefined;
    void live.follow({
      progressed: (now) => {
        this.report(now);
      },
      replaced: () => {
        void this.openAt(path).catch(this.fail);
      },
      failed: this.fail,
    });
  }

  private readonly fail = (error: unknown): void => {
    this.failure = error instanceof Error ? error.message : String(error);
    this.report(true);
  };

  private report(now: boolean): void {
    if (!now && performance.now() - this.reported < REPORT_EVERY) return;
    this.reported = performance.now();
    this.send('changed', this.state());
  }

  private state(): RunState {
    const state = this.current().state();
    return this.failure === undefined ? state : { ...state, reading: false, failure: this.failure };
  }
}
