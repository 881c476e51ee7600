/** Runs a user's reward function over the rollouts of a dump, group by group: as a trainer calls it. */
import { readFile } from 'node:fs/promises';
import { Doubts } from '../../core/functions/doubts.ts';
import type { Rollout } from '../../core/rollouts/rollout.ts';
import type { Raised, RunnerError, RunnerRow, RunParams } from '../../protocol/runner.ts';
import type { AbortSignalLike } from '../../protocol/rpc.ts';
import { runRows, type RowOutcome, type RunFunction } from '../runner/rowOutcomes.ts';
import { rolloutRow } from '../runner/rows.ts';
import type { LinkedDataset } from './linkedDataset.ts';
import { Suspects } from './lookInto.ts';
import { sampleOf } from './sampleOf.ts';

/**
 * Completions that are handed over at once, at least and at most; a group is never split. The fewer, the sooner it shows
 * that a slow function gets on; the least are enough for calls that run into the time limit to be seen as a habit.
 */
const LEAST = 8;
const MOST = 256;
/** Milliseconds: portions that take less grow, and those that take more than so many times that shrink. */
const QUICK = 250;
const SLOW = 4 * QUICK;

export interface ScoreOptions {
  readonly run: RunFunction;
  readonly params: Omit<RunParams, 'batches'>;
  /** The rollouts of each group. */
  readonly groups: Iterable<ArrayLike<number>>;
  readonly read: (rollout: number) => Promise<Rollout>;
  /** Whose rows' columns the function reads. */
  readonly dataset: LinkedDataset | undefined;
  readonly signal?: AbortSignalLike;
  /** Goes on however many calls run into the time limit. */
  readonly patient?: boolean;
  /** What people should know that no error tells, once everything is scored. */
  readonly note?: (text: string) => void;
}

/** What the function said of a rollout. */
export interface ScoredRollout {
  readonly rollout: number;
  readonly outcome: RowOutcome;
  /** Exceptions inside the user's files while its group was scored, where they are asked for. */
  readonly raised: readonly Raised[];
}

/** There is no such function in the file, which names those that there are. */
export class NoSuchFunctionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NoSuchFunctionError';
  }
}

/**
 * Scores every rollout, a portion at a time. Where the file does not load, or the run was given up, the rest fails with
 * the same error and without another try. Throws NoSuchFunctionError, FileError, InterpreterError and CallError
 * `CancelledError`.
 */
export async function* scoreRollouts(options: ScoreOptions): AsyncGenerator<readonly ScoredRollout[]> {
  let portion: ArrayLike<number>[] = [];
  let size = 0;
  let enough = LEAST;
  let stuck: RunnerError | undefined;
  const { note, params } = options;
  const source = note === undefined ? '' : await readFile(params.target.file, 'utf8').catch(() => '');
  const doubts = new Doubts(/box|iou/i.test(source));
  const suspects = new Suspects();
  const called = (row: RunnerRow, outcome: RowOutcome): void => {
    doubts.add(row.completion, row.columns, outcome.reward);
    suspects.add(row, outcome);
  };
  for (const members of options.groups) {
    portion.push(members);
    size += members.length;
    if (size < enough) continue;
    const started = performance.now();
    const { scored, error } = await scorePortion(options, portion, stuck, called);
    const took = performance.now() - started;
    if (took < QUICK) enough = Math.min(2 * enough, MOST);
    else if (took > SLOW) enough = Math.max(enough / 2, LEAST);
    stuck ??= error;
    yield scored;
    [portion, size] = [[], 0];
  }
  yield (await scorePortion(options, portion, stuck, called)).scored;
  if (note === undefined) return;
  if (doubts.told !== undefined) note(doubts.told);
  if (params.diagnose === true) return;
  const { run, signal } = options;
  for (const text of await suspects.lookInto(run, params, signal === undefined ? {} : { signal })) note(text);
}

async function scorePortion(
  options: ScoreOptions,
  groups: readonly ArrayLike<number>[],
  stuck: RunnerError | undefined,
  called: (row: RunnerRow, outcome: RowOutcome) => void,
): Promise<{ readonly scored: readonly ScoredRollout[]; readonly error?: RunnerError }> {
  const scored: ScoredRollout[] = [];
  const fail = (rollout: number, error: RunnerError): void => {
    scored.push({ rollout, outcome: { reward: null, error, milliseconds: 0 }, raised: [] });
  };
  const batches: { readonly members: number[]; readonly rows: RunnerRow[] }[] = [];
  for (const members of groups) {
    const batch = { members: [] as number[], rows: [] as RunnerRow[] };
    for (const member of Array.from(members)) {
      const row = stuck ?? (await rowOf(await options.read(member), options.dataset));
      if ('completion' in row) {
        batch.members.push(member);
        batch.rows.push(row);
      } else fail(member, row);
    }
    if (batch.rows.length > 0) batches.push(batch);
  }
  if (batches.length === 0) return { scored };
  const { run, params, signal, patient } = options;
  const { outcomes, error, result } = await runRows(
    run,
    { ...params, batches: batches.map(({ rows }) => rows) },
    { ...(signal !== undefined && { signal }), ...(patient !== undefined && { patient }) },
  );
  if (error?.type === 'NoSuchFunction') throw new NoSuchFunctionError(error.message);
  for (const [batch, { members, rows }] of batches.entries()) {
    const raised = result.calls.filter((call) => call.batch === batch).flatMap((call) => call.raised ?? []);
    for (const [row, rollout] of members.entries()) {
      const outcome = outcomes[batch]?.[row];
      if (outcome === undefined) continue;
      scored.push({ rollout, outcome, raised });
      const value = rows[row];
      if (value !== undefined) called(value, outcome);
    }
  }
  return { scored, ...(error !== undefined && { error }) };
}

/** A rollout with its sample's columns, or why it cannot be scored. Throws FileError. */
export async function rowOf(
  rollout: Rollout,
  dataset: LinkedDataset | undefined,
): Promise<RunnerRow | RunnerError> {
  if (dataset === undefined) return rolloutRow(rollout, undefined);
  const found = await sampleOf(rollout, dataset);
  if ('type' in found) return found;
  return rolloutRow(rollout, found.linked ? found.row : undefined);
}
