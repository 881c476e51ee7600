import type { Outcome, Raised, RunnerError, RunnerRow, RunParams } from '../../protocol/runner.ts';
import type { RunOptions, RunResult } from './runnerClient.ts';
import { TIMEOUT } from './runnerProcess.ts';

export interface RowOutcome extends Outcome {
  /** Of the call that gave it. */
  readonly notes?: readonly string[];
  /** Of the call that gave it, where it was diagnosed. */
  readonly raised?: readonly Raised[];
  /** Why the whole batch failed, which ends it for a trainer; the same object for all rows of a batch. */
  readonly batchError?: RunnerError;
}

export type RunFunction = (params: RunParams, options?: RunOptions) => Promise<RunResult>;

export interface RowOutcomes {
  /** In the shape of the batches. */
  readonly outcomes: readonly (readonly RowOutcome[])[];
  /** Why nothing was called, or not the rest. */
  readonly error?: RunnerError;
  readonly result: RunResult;
}

/**
 * An outcome for every row, whatever happens to others: a batch that fails as a whole is called again row by row, so
 * that the row at fault is found and the others have their rewards. That it failed is told with each of them: no trainer
 * calls row by row.
 */
export async function runRows(
  run: RunFunction,
  params: RunParams,
  options: RunOptions = {},
): Promise<RowOutcomes> {
  const result = await run({ ...params, stopAtError: false }, options);
  const outcomes = params.batches.map((batch) =>
    new Array<RowOutcome | undefined>(batch.length).fill(undefined),
  );
  const alone: {
    readonly batch: number;
    readonly row: number;
    readonly value: RunnerRow;
    readonly batchError: RunnerError;
  }[] = [];
  for (const { batch, row, rows, error, notes, raised, milliseconds, ...call } of result.calls) {
    const batchError = rows > 1 ? error : undefined;
    const told = {
      ...(notes !== undefined && { notes }),
      ...(raised !== undefined && { raised }),
      ...(batchError !== undefined && { batchError }),
    };
    const target = outcomes[batch] ?? [];
    for (let i = 0; i < rows; i++) {
      const outcome = call.outcomes[i] ?? failed(error, milliseconds / rows);
      target[row + i] = { ...outcome, ...told };
      const value = params.batches[batch]?.[row + i];
      if (batchError !== undefined && value !== undefined)
        alone.push({ batch, row: row + i, value, batchError });
    }
  }
  // Where a run was given up for its time limits, nobody waits for the same rows once more.
  const worthwhile =
    result.error === undefined ? alone : alone.filter(({ batchError }) => batchError.type !== TIMEOUT);
  let unrun = result.error;
  if (worthwhile.length > 0) {
    const again = await run(
      { ...params, stopAtError: false, batches: worthwhile.map(({ value }) => [value]) },
      options,
    );
    unrun ??= again.error;
    for (const { batch, row, batchError } of again.error === undefined ? [] : worthwhile) {
      const target = outcomes[batch];
      if (target !== undefined) target[row] = { ...failed(again.error, 0), batchError };
    }
    for (const { batch: index, error, notes, raised, milliseconds, outcomes: ends } of again.calls) {
      const place = worthwhile[index];
      const target = place === undefined ? undefined : outcomes[place.batch];
      if (place === undefined || target === undefined) continue;
      const { batchError } = place;
      const told = {
        ...(notes !== undefined && { notes }),
        ...(raised !== undefined && { raised }),
        batchError,
      };
      target[place.row] = { ...(ends[0] ?? failed(error, milliseconds)), ...told };
    }
  }
  return {
    outcomes: outcomes.map((batch) => batch.map((outcome) => outcome ?? failed(result.error, 0))),
    ...(unrun !== undefined && { error: unrun }),
    result,
  };
}

function failed(error: RunnerError | undefined, milliseconds: number): RowOutcome {
  const unknown = { type: 'NotRun', message: 'the function was not called with this row' };
  return { reward: null, error: error ?? unknown, milliseconds };
}
