import { counted } from '../core/rewards/explain/written.ts';
import { NoSuchFunctionError, scoreRollouts, type ScoredRollout } from '../node/rollouts/scoreRollouts.ts';
import { FailedBatches } from '../node/runner/failedBatches.ts';
import type { Runners } from '../node/runner/runners.ts';
import type { RunnerError, RunParams } from '../protocol/runner.ts';
import { UsageError, type CommandIo, type ExitCode } from './command.ts';
import { JsonLines } from './output.ts';
import { RolloutIndex, type RolloutSources } from './rolloutIndex.ts';

/** Runs a function over a dump, group by group, and prints the outcomes in the dump's order. */
export async function runRollouts(
  runners: Runners,
  params: Omit<RunParams, 'batches'>,
  sources: RolloutSources,
  io: CommandIo,
): Promise<ExitCode> {
  const index = await RolloutIndex.open(sources);
  try {
    return await new RolloutRun(runners, params, index, io).run();
  } finally {
    await index.close();
  }
}

class RolloutRun {
  /** What is printed at each index; the records that cannot be read are there from the start. */
  private readonly lines: (object | undefined)[] = [];
  private readonly output: JsonLines;
  private printed = 0;
  private errors: number;
  private readonly notes = new Set<string>();
  private readonly batches = new FailedBatches();

  constructor(
    private readonly runners: Runners,
    private readonly params: Omit<RunParams, 'batches'>,
    private readonly index: RolloutIndex,
    private readonly io: CommandIo,
  ) {
    this.output = new JsonLines(io.stdout);
    for (const [at, line] of index.unreadable) this.lines[at] = line;
    this.errors = index.unreadable.size;
  }

  async run(): Promise<ExitCode> {
    const note = (text: string): void => void this.notes.add(text);
    for await (const portion of scoreWith(this.runners, this.params, this.index, note)) {
      for (const scored of portion) this.put(scored);
      this.batches.add(portion.map(({ outcome }) => outcome));
      await this.print();
    }
    await this.print();
    await this.output.flush();
    for (const note of this.notes) this.io.stderr.write(`${note}\n`);
    if (this.batches.told !== undefined) this.io.stderr.write(`${this.batches.told}\n`);
    if (this.errors > 0)
      this.io.stderr.write(`${this.errors} of ${counted(this.index.lines, 'row')} had errors\n`);
    return this.errors + this.batches.count === 0 ? 0 : 1;
  }

  private put({ rollout, outcome, raised }: ScoredRollout): void {
    const { reward, error, batchError, extras, milliseconds, notes = [] } = outcome;
    for (const note of notes) this.notes.add(note);
    if (error !== undefined) this.errors++;
    this.lines[this.index.indices[rollout] ?? 0] = {
      reward,
      ...(error !== undefined && { error: withoutFrames(error) }),
      ...(batchError !== undefined && { batchError: { type: batchError.type, message: batchError.message } }),
      ...(extras !== undefined && { extras }),
      ...(raised.length > 0 && { raised }),
      milliseconds: rounded(milliseconds),
    };
  }

  /** Prints what is known up to the first rollout that is not. */
  private async print(): Promise<void> {
    for (let line = this.lines[this.printed]; line !== undefined; line = this.lines[this.printed]) {
      await this.output.write({ index: this.printed, ...line });
      this.printed++;
    }
    await this.output.flush();
  }
}

/** What a function says of the rollouts of a dump, a portion at a time. Throws UsageError where there is no such one. */
export async function* scoreWith(
  runners: Runners,
  params: Omit<RunParams, 'batches'>,
  index: RolloutIndex,
  note?: (text: string) => void,
): AsyncGenerator<readonly ScoredRollout[]> {
  try {
    yield* scoreRollouts({
      run: (asked) => runners.run(asked),
      params,
      groups: index.groups(),
      read: (rollout) => index.read(rollout),
      dataset: index.dataset,
      ...(note !== undefined && { note }),
    });
  } catch (error) {
    throw error instanceof NoSuchFunctionError ? new UsageError(error.message) : error;
  }
}

/** The traceback tells of the frames. */
function withoutFrames(error: RunnerError): object {
  const { frames: _frames, ...told } = error;
  return told;
}

export const rounded = (milliseconds: number): number => Math.round(milliseconds * 1000) / 1000;
