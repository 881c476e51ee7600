import { writeSync } from 'node:fs';
import type { CallEnd, Outcome, RunDone, RunnerRow, RunParams, RunProgress } from '../../protocol/runner.ts';
import { describe } from './errors.ts';
import { columnsOf, findFunction, type RewardFunction } from './functions.ts';
import { LAST_WORDS } from './lastWords.ts';
import { Loader } from './loader.ts';
import { Recorder } from './raised.ts';
import { toList, toReward } from './values.ts';
import { Watchdog } from './watchdog.ts';

type Tell = (progress: RunProgress) => Promise<void>;

/** Answers `run`: loads the function, calls it batch by batch, and tells each call's begin and end. */
export class Service {
  private readonly loader = new Loader();
  private readonly watchdog = new Watchdog();
  /** Fails the call that goes on: an error in a callback of the user's has no other way to it. */
  private fail: ((error: unknown) => void) | undefined;

  constructor() {
    process.on('uncaughtException', (error) => this.fail?.(error));
    process.on('unhandledRejection', (reason) => this.fail?.(reason));
    // What was written is there before the call ends, as on a terminal.
    for (const stream of [process.stdout, process.stderr]) setBlocking(stream);
    const exit = process.exit.bind(process);
    process.exit = (code) => {
      const stack = new Error().stack?.split('\n').slice(2).join('\n') ?? '';
      writeSync(2, `${LAST_WORDS} process.exit(${code ?? ''})\n${stack}\n`);
      return exit(code);
    };
  }

  async run(params: RunParams, tell: Tell): Promise<RunDone> {
    const { file } = params.target;
    const started = performance.now();
    await tell({ loading: file });
    this.watchdog.begin(params.loadLimit);
    let found: RewardFunction;
    try {
      const { exports, fresh } = await this.settled(() => this.loader.load(file));
      found = findFunction(exports, params.target);
      await tell({
        loaded: {
          symbol: found.symbol,
          contract: found.contract,
          wholeBatch: found.contract === 'batch',
          reloaded: fresh,
          files: this.loader.files,
          milliseconds: performance.now() - started,
        },
      });
    } catch (error) {
      this.loader.failed();
      return { error: describe(error, file), files: this.loader.files };
    } finally {
      this.watchdog.end();
    }
    for (const [batch, rows] of params.batches.entries()) {
      await this.runBatch(batch, rows, found, params, tell);
    }
    return { files: this.loader.files };
  }

  private async runBatch(
    batch: number,
    rows: readonly RunnerRow[],
    found: RewardFunction,
    params: RunParams,
    tell: Tell,
  ): Promise<void> {
    const steps = found.contract === 'batch' ? [rows] : rows.map((row) => [row]);
    let row = 0;
    for (const step of steps) {
      const place = { batch, row, rows: step.length };
      await tell({ began: place });
      const end = await this.call(found, step, params);
      await tell({ ended: { ...place, ...end } });
      if (end.error !== undefined && params.stopAtError) return;
      row += step.length;
    }
  }

  private async call(
    { contract, call }: RewardFunction,
    rows: readonly RunnerRow[],
    { target, diagnose, limit }: RunParams,
  ): Promise<Omit<CallEnd, 'batch' | 'row' | 'rows'>> {
    const [first] = rows;
    const recorder = diagnose === true ? new Recorder(target.file) : undefined;
    this.watchdog.begin(limit);
    const started = performance.now();
    try {
      const answer = await this.settled(() =>
        contract === 'batch'
          ? call(
              rows.map(({ completion }) => completion),
              columnsOf(rows),
            )
          : call(first?.completion, { ...first?.columns }),
      );
      const milliseconds = performance.now() - started;
      const raised = recorder?.stop(undefined);
      const items = contract === 'batch' ? toList(answer, rows.length) : [answer];
      const notes = new Set<string>();
      const outcomes = items.map((item, index): Outcome => {
        const where = contract === 'batch' ? `reward ${index + 1} of ${items.length}` : 'the reward';
        const { reward, note } = toReward(item, where);
        if (note !== undefined) notes.add(note);
        return { reward, milliseconds: milliseconds / rows.length };
      });
      return {
        outcomes,
        milliseconds,
        ...(notes.size > 0 && { notes: [...notes] }),
        ...(raised !== undefined && { raised }),
      };
    } catch (thrown) {
      const error = describe(thrown, target.file);
      const milliseconds = performance.now() - started;
      const raised = recorder?.stop(error);
      return { outcomes: [], error, milliseconds, ...(raised !== undefined && { raised }) };
    } finally {
      this.watchdog.end();
    }
  }

  private settled<T>(task: () => T | Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.fail = reject;
      // A synchronous throw is a rejection, too.
      void Promise.resolve().then(task).then(resolve, reject);
    }).finally(() => {
      this.fail = undefined;
    });
  }
}

function setBlocking(stream: object): void {
  const handle = '_handle' in stream ? stream._handle : undefined;
  if (isPipe(handle)) handle.setBlocking(true);
}

function isPipe(handle: unknown): handle is { setBlocking(blocking: boolean): void } {
  return typeof handle === 'object' && handle !== null && 'setBlocking' in handle;
}
