import type { Outcome, Raised, RunnerError, RunnerRow, RunParams } from '../../protocol/runner.ts';
import type { RunOptions, RunResult } from './runnerClient.ts';

export interface RowOutcome extends Outcome {
  /** Of the call that gave it. */
  readonly notes?: readonly string[];
  /** Of the call that gave it, where it was diagnosed. */
  readonly raised?: readonly Raised[];
}

export type RunFunction = (params: RunParams, options?: RunOptions) => Promise<RunResult>;

export interface RowOutcomes {
  /** In the shape of the batches. */
  readonly outcomes: readonly (readonly RowOutcome[])[];
  /** Why nothing was called. */
  readonly error?: RunnerError;
  readonly result: RunResult;
}

/**
 * An outcome for every row, whatever happens to others: a batch that fails as a whole is called again row by row, so
 * that the row at fault is found and the others have their rewards.
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
  const alone: { readonly batch: number; readonly row: number; readonly value: RunnerRow }[] = [];
  for (const { batch, row, rows, error, notes, raised, milliseconds, ...call } of result.calls) {
    const told = { ...(notes !== undefined && { notes }), ...(raised !== undefined && { raised }) };
    const target = outcomes[batch] ?? [];
    for (let i = 0; i < rows; i++) {
      const outcome = call.outcomes[i] ?? failed(error, milliseconds / rows);
      target[row + i] = { ...outcome, ...told };
      const value = params.batches[batch]?.[row + i];
      if (error !== undefined && rows > 1 && value !== undefined) alone.push({ batch, row: row + i, value });
    }
  }
  if (alone.length > 0) {
    const again = await run(
      { ...params, stopAtError: false, batches: alone.map(({ value }) => [value]) },
      options,
    );
    for (const { batch: index, error, notes, raised, milliseconds, outcomes: ends } of again.calls) {
      const place = alone[index];
      const target = place === undefined ? undefined : outcomes[place.batch];
      if (place === undefined || target === undefined) continue;
      const told = { ...(notes !== undefined && { notes }), ...(raised !== undefined && { raised }) };
      target[place.row] = { ...(ends[0] ?? failed(error, milliseconds)), ...told };
    }
  }
  return {
    outcomes: outcomes.map((batch) => batch.map((outcome) => outcome ?? failed(result.error, 0))),
    ...(result.error !== undefined && { error: result.error }),
    result,
  };
}

function failed(error: RunnerError | undefined, milliseconds: number): RowOutcome {
  const unknown = { type: 'NotRun', message: 'the function was not called with this row' };
  return { reward: null, error: error ?? unknown, milliseconds };
}
