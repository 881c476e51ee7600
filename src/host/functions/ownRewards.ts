import type * as vscode from 'vscode';
import type { JsonObject } from '../../core/json.ts';
import { readSelection, type OwnReward } from '../../core/rewards/selection.ts';
import { runRows } from '../../node/runner/rowOutcomes.ts';
import { sampleRow } from '../../node/runner/rows.ts';
import type { OwnRewardResult, OwnRewardsQuestion } from '../../protocol/dataset.ts';
import { CallError, type AbortSignalLike } from '../../protocol/rpc.ts';
import { messageOf } from '../log.ts';
import { viewSettings } from '../settings.ts';
import type { Results } from './results.ts';
import type { FunctionRunners } from './runners.ts';
import { targetOf } from './target.ts';

/** The reward functions of the `rewards` setting, on the completion under test. */
export class OwnRewards {
  constructor(
    private readonly runners: FunctionRunners,
    private readonly results: Results,
  ) {}

  /** A result for each of the setting's functions, in its order. @throws CallError `CancelledError` */
  async score(
    resource: vscode.Uri,
    sample: JsonObject,
    question: Pick<OwnRewardsQuestion, 'completions' | 'index'>,
    signal: AbortSignalLike,
  ): Promise<readonly OwnRewardResult[]> {
    const { own } = readSelection(viewSettings(resource).rewards);
    return Promise.all(own.map((reward) => this.scoreOne(reward, resource, sample, question, signal)));
  }

  private async scoreOne(
    own: OwnReward,
    resource: vscode.Uri,
    sample: JsonObject,
    { completions, index }: Pick<OwnRewardsQuestion, 'completions' | 'index'>,
    signal: AbortSignalLike,
  ): Promise<OwnRewardResult> {
    const target = targetOf(own, resource);
    const { name, weight, options } = own;
    try {
      const runners = this.runners.for(target.file);
      const batch = completions.map((completion) => sampleRow(completion, sample));
      const params = { target, batches: [batch], stopAtError: false, config: options };
      const { outcomes, result } = await runRows((asked, run) => runners.run(asked, run), params, { signal });
      const { reward = null, error, milliseconds = 0, notes = [] } = outcomes[0]?.[index] ?? {};
      this.results.note(target, reward, error, milliseconds);
      const whole = result.calls.find((call) => call.rows > 1)?.error;
      return {
        name,
        weight,
        value: reward,
        milliseconds,
        notes,
        ...(error !== undefined && {
          error: {
            type: error.type,
            message: error.message,
            ...(error.hint !== undefined && { hint: error.hint }),
          },
        }),
        ...(whole !== undefined && { batchError: { type: whole.type, message: whole.message } }),
      };
    } catch (error) {
      if (error instanceof CallError && error.name === 'CancelledError') throw error;
      const type = error instanceof Error && error.name !== 'Error' ? error.name : 'NotRun';
      return {
        name,
        weight,
        value: null,
        milliseconds: 0,
        notes: [],
        error: { type, message: messageOf(error) },
      };
    }
  }
}
