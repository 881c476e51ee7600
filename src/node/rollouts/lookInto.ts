import path from 'node:path';
import { counted } from '../../core/rewards/explain/written.ts';
import type { Raised, RunnerRow, RunParams } from '../../protocol/runner.ts';
import type { RowOutcome, RunFunction } from '../runner/rowOutcomes.ts';
import type { RunOptions } from '../runner/runnerClient.ts';

/** Rows of each reward that are called once more. */
const MOST = 8;
/** Milliseconds of a call: slower functions are not called twice. */
const QUICK = 250;
/** What exceptions are turned into that nobody is to see. */
const SUSPECT = [0, 1] as const;

/** Rows whose reward may come from an exception that the function caught: they are looked into once the rest is done. */
export class Suspects {
  private readonly rows = new Map<number, RunnerRow[]>(SUSPECT.map((reward) => [reward, []]));

  add(row: RunnerRow, { reward, milliseconds }: RowOutcome): void {
    const rows = reward === null ? undefined : this.rows.get(reward);
    if (rows !== undefined && rows.length < MOST && milliseconds < QUICK) rows.push(row);
  }

  /** `raised and caught in 3 of 8 rollouts that got 0: ValueError: … (plugin.py, line 12)`, for each such reward. */
  async lookInto(
    run: RunFunction,
    params: Omit<RunParams, 'batches'>,
    options: RunOptions,
  ): Promise<string[]> {
    const told: string[] = [];
    for (const [reward, rows] of this.rows) {
      if (rows.length === 0) continue;
      const batches = rows.map((row) => [row]);
      const { calls } = await run({ ...params, batches, diagnose: true, stopAtError: false }, options);
      const caught = calls.map(({ raised = [] }) => raised.find((each) => each.caught)).filter(isThere);
      const [first] = caught;
      if (first === undefined) continue;
      const { type, message, file, line } = first;
      const place = `${path.basename(file)}, line ${line}`;
      const among = counted(rows.length, 'rollout');
      told.push(
        `raised and caught in ${caught.length} of ${among} that got ${reward}: ${type}: ${message} (${place})`,
      );
    }
    return told;
  }
}

const isThere = (raised: Raised | undefined): raised is Raised => raised !== undefined;
