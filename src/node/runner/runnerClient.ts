/**
 * Runs reward functions whatever they do: a process that is lost takes only the call that lost it with it; the rest
 * goes on in a fresh one.
 */
import type {
  CallEnd,
  LoadedFunction,
  ReadFiles,
  RunnerCommand,
  RunnerError,
  RunnerLimits,
  RunParams,
  RunProgress,
} from '../../protocol/runner.ts';
import { CallError, type AbortSignalLike } from '../../protocol/rpc.ts';
import { Queue } from '../queue.ts';
import { RunnerEnd, RunnerProcess, TIMEOUT } from './runnerProcess.ts';

/** The type of the error of a run that stops at its time limits; what it was to call yet fails with it. */
export const GIVEN_UP = 'GivenUp';
/** Processes that one run may lose before it gives up. */
const MOST_LOST = 25;
/** Calls one after the other that may run into the time limit before a run gives up: it is in all of them, then. */
const MOST_LATE = 3;
/** Batches are handed over in portions of about so many milliseconds, between which a run can be cancelled. */
const PORTION = 150;
/** Milliseconds that a cancelled run has to come to the end of its call before the process is ended. */
const CANCEL_GRACE = 1000;

export interface RunnerClientOptions {
  /** Found out anew with each start. */
  readonly command: () => Promise<RunnerCommand>;
  readonly limits: RunnerLimits;
  /** What the user's code prints. */
  readonly onOutput?: (text: string) => void;
}

export interface RunOptions {
  readonly signal?: AbortSignalLike;
  /** Goes on however many calls run into the time limit. */
  readonly patient?: boolean;
  readonly onCall?: (end: CallEnd) => void;
}

export interface RunResult {
  /** Absent where the file could not be loaded; `error` then says why. */
  readonly loaded?: LoadedFunction;
  readonly error?: RunnerError;
  /** The user's files that this ran, as they were when they were first read. */
  readonly files: ReadFiles;
  /** In order; without those that come after an error where the run stops at one. */
  readonly calls: readonly CallEnd[];
}

/** What is left of a run: batches from here on, the first without the rows that are done. */
interface Position {
  batch: number;
  row: number;
}

export class RunnerClient {
  private readonly queue = new Queue();
  private running: RunnerProcess | undefined;
  private disposed = false;

  constructor(private readonly options: RunnerClientOptions) {}

  get pid(): number | undefined {
    return this.running?.alive === true ? this.running.pid : undefined;
  }

  /**
   * Errors of the user's code are in the result.
   * @throws CallError `CancelledError`, or `ClosedError` after `dispose`; InterpreterError
   */
  run(params: RunParams, options: RunOptions = {}): Promise<RunResult> {
    return this.queue.run(() => new Run(params, options, () => this.process()).result());
  }

  /** Ends the process; a run that goes on ends with it. */
  dispose(): void {
    this.disposed = true;
    this.running?.end({ type: 'ClosedError', message: 'the runner was shut down' });
  }

  private async process(): Promise<RunnerProcess> {
    if (this.disposed) throw new CallError('ClosedError', 'the runner was shut down');
    if (this.running?.alive === true) return this.running;
    this.running = await RunnerProcess.start(
      await this.options.command(),
      this.options.limits,
      this.options.onOutput ?? (() => undefined),
    );
    return this.running;
  }
}

class Run {
  private readonly calls: CallEnd[] = [];
  private readonly at: Position = { batch: 0, row: 0 };
  private loaded: LoadedFunction | undefined;
  private files: ReadFiles = {};
  private current: CallEnd | undefined;
  private lost = 0;
  /** Calls that ran into the time limit since the last that did not. */
  private late = 0;
  private portion = 1;

  constructor(
    private readonly params: RunParams,
    private readonly options: RunOptions,
    private readonly process: () => Promise<RunnerProcess>,
  ) {}

  async result(): Promise<RunResult> {
    const { batches } = this.params;
    do {
      this.throwIfCancelled();
      const error = await this.step();
      if (error !== undefined) return this.finish(error);
    } while (this.at.batch < batches.length);
    return this.finish(undefined);
  }

  private finish(error: RunnerError | undefined): RunResult {
    return {
      ...(this.loaded !== undefined && { loaded: this.loaded }),
      ...(error !== undefined && { error }),
      files: this.files,
      calls: this.calls,
    };
  }

  /** Hands a portion over. Answers what ends the run. */
  private async step(): Promise<RunnerError | undefined> {
    const process = await this.process();
    const { batch, row } = this.at;
    const [first = [], ...more] = this.params.batches.slice(batch, batch + this.portion);
    const batches = this.params.batches.length === 0 ? [] : [first.slice(row), ...more];
    const started = performance.now();
    this.current = undefined;
    const release = this.endOnCancel(process);
    try {
      const { error, files } = await process.run({ ...this.params, batches }, (progress) => {
        this.follow(progress, batch, row);
      });
      this.read(files);
      if (error !== undefined) return error;
      this.at.batch = batch + batches.length;
      this.at.row = 0;
      if (performance.now() - started < PORTION) this.portion *= 2;
      return undefined;
    } catch (error) {
      this.throwIfCancelled();
      if (!(error instanceof RunnerEnd)) throw error;
      return this.afterLoss(error.report);
    } finally {
      release();
    }
  }

  private follow(progress: RunProgress, batch: number, row: number): void {
    const place = <T extends { batch: number; row: number }>(sent: T): T => ({
      ...sent,
      batch: sent.batch + batch,
      row: sent.row + (sent.batch === 0 ? row : 0),
    });
    if ('loaded' in progress) {
      const reloaded = progress.loaded.reloaded || this.loaded?.reloaded === true;
      this.loaded = { ...progress.loaded, reloaded };
      this.read(progress.loaded.files);
    } else if ('began' in progress) {
      this.current = { ...place(progress.began), outcomes: [], milliseconds: 0 };
    } else if ('ended' in progress) {
      this.current = undefined;
      this.end(place(progress.ended));
    }
  }

  private read(files: ReadFiles): void {
    this.files = { ...files, ...this.files };
  }

  private end(call: CallEnd): void {
    this.calls.push(call);
    this.late = call.error?.type === TIMEOUT ? this.late + 1 : 0;
    const stopped = call.error !== undefined && this.params.stopAtError;
    const length = this.params.batches[call.batch]?.length ?? 0;
    const over = stopped || call.row + call.rows >= length;
    this.at.batch = call.batch + (over ? 1 : 0);
    this.at.row = over ? 0 : call.row + call.rows;
    this.options.onCall?.(call);
  }

  /** The process is gone: the call that lost it has failed, the next ones go on. */
  private afterLoss(report: RunnerError): RunnerError | undefined {
    if (this.current === undefined) return report;
    this.end({ ...this.current, error: report });
    this.portion = 1;
    this.lost += 1;
    const isOver = this.at.batch >= this.params.batches.length;
    if (this.late >= MOST_LATE && !isOver && this.options.patient !== true) {
      const message = `the run was given up after ${this.late} calls in a row ran into the time limit: ${report.message}`;
      return { type: GIVEN_UP, message };
    }
    if (this.lost < MOST_LOST) return undefined;
    return {
      ...report,
      message: `${report.message}; so did ${this.lost} processes, and the run was given up`,
    };
  }

  private throwIfCancelled(): void {
    if (this.options.signal?.aborted === true) throw new CallError('CancelledError', 'the run was cancelled');
  }

  private endOnCancel(process: RunnerProcess): () => void {
    let timer: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      timer = setTimeout(() => {
        process.end({ type: 'CancelledError', message: 'the run was cancelled' });
      }, CANCEL_GRACE);
    };
    this.options.signal?.addEventListener('abort', cancel);
    return () => {
      clearTimeout(timer);
      this.options.signal?.removeEventListener('abort', cancel);
    };
  }
}
