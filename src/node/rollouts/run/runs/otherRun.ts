import { setTimeout as sleep } from 'node:timers/promises';
import { CallError, type AbortSignalLike } from '../../../../protocol/rpc.ts';
import { LiveRun } from '../liveRun.ts';

/** Milliseconds between two looks at how far a run is judged. */
const LOOK_AGAIN = 100;

/** A run that another is compared with, kept open and followed until a third is, or that other is closed. */
export class OtherRun {
  private opened:
    { readonly path: string; readonly run: LiveRun; readonly life: AbortController } | undefined;
  /** Of the dataset when the other run was last judged against it. */
  private version = 0;
  private failure: Error | undefined;

  constructor(private readonly beside: LiveRun) {
    beside.signal.addEventListener('abort', () => {
      this.close();
    });
  }

  /** Throws FileError, UnknownFormatError and CancelledError. */
  async open(
    path: string,
    signal: AbortSignalLike,
    progress: (done: number) => void = () => undefined,
  ): Promise<LiveRun> {
    const run = this.opened?.path === path ? this.opened.run : await this.start(path);
    const { version = 0 } = this.beside.judge.dataset ?? {};
    if (version !== this.version) {
      this.version = version;
      await run.judgeAgain('all');
    }
    await judged(run, signal, progress, () => {
      if (this.failure !== undefined) throw this.failure;
    });
    return run;
  }

  private async start(path: string): Promise<LiveRun> {
    this.close();
    const life = new AbortController();
    const { settings, dataset, judge } = this.beside;
    this.version = judge.dataset?.version ?? 0;
    const run = await LiveRun.open({
      path,
      settings,
      dataset,
      judge,
      signal: life.signal,
      ...(settings.mapping !== undefined && { dump: settings.mapping }),
    });
    this.opened = { path, run, life };
    const gone = (error: unknown): void => {
      if (this.opened?.run !== run) return;
      this.close();
      this.failure = error instanceof Error ? error : new Error(String(error));
    };
    void run.follow({
      progressed: () => undefined,
      replaced: () => {
        gone(new CallError('ReplacedError', `${path} was written anew: compare again`));
      },
      failed: gone,
    });
    return run;
  }

  private close(): void {
    const { opened } = this;
    this.opened = undefined;
    this.failure = undefined;
    opened?.life.abort();
    void opened?.run.close();
  }
}

/** Waits until everything that is there of a run is read and judged. */
export async function judged(
  run: LiveRun,
  signal: AbortSignalLike,
  progress: (done: number) => void,
  check: () => void = () => undefined,
): Promise<void> {
  for (;;) {
    check();
    const { table, judgements } = run.store;
    if (!run.reading && judgements.count >= table.count) return;
    if (signal.aborted) throw new CallError('CancelledError', 'The comparison was cancelled');
    progress(run.reading || table.count === 0 ? 0 : judgements.count / table.count);
    await sleep(LOOK_AGAIN);
  }
}
