import type * as vscode from 'vscode';
import type { JsonObject } from '../../core/json.ts';
import { readSelection, type OwnReward } from '../../core/rewards/selection.ts';
import { byOwnName } from '../../node/runner/listed.ts';
import { runRows, type RowOutcome } from '../../node/runner/rowOutcomes.ts';
import { sampleRow } from '../../node/runner/rows.ts';
import type { OwnScoring } from '../../protocol/analysis.ts';
import type {
  BuiltInResult,
  GroupQuestion,
  OwnOutcome,
  OwnRewardResult,
  OwnRewardsQuestion,
} from '../../protocol/dataset.ts';
import type { RunTarget } from '../../protocol/runner.ts';
import { CallError, type AbortSignalLike } from '../../protocol/rpc.ts';
import { messageOf } from '../log.ts';
import { viewSettings } from '../settings.ts';
import { toldOf, type Results, type Told } from './results.ts';
import { LIMITS, type FunctionRunners } from './runners.ts';
import { targetOf } from './target.ts';

type Asked = Pick<OwnRewardsQuestion, 'completions' | 'tested' | 'truth' | 'diagnose'>;

/** The reward functions of the `rewards` setting, on completions of a sample. */
export class OwnRewards {
  private readonly files = new Set<string>();

  constructor(
    private readonly runners: FunctionRunners,
    private readonly results: Results,
  ) {}

  /** A result for each of the setting's functions, in its order. @throws CallError `CancelledError` */
  async score(
    resource: vscode.Uri,
    sample: JsonObject,
    question: Asked,
    signal: AbortSignalLike,
  ): Promise<readonly OwnRewardResult[]> {
    const { own } = readSelection(viewSettings(resource).rewards);
    return Promise.all(own.map((reward) => this.scoreOne(reward, resource, sample, question, signal)));
  }

  /**
   * The functions that count in the total, for the worker that scores all groups; undefined where there are none.
   * `changed` are weights that differ from the setting's. @throws Error that says why nothing may run
   */
  async forGroups(resource: vscode.Uri, changed: GroupQuestion['weights']): Promise<OwnScoring | undefined> {
    const { own } = readSelection(viewSettings(resource).rewards);
    const weighed = own.filter(({ name, weight }) => (changed[name] ?? weight) !== 0);
    if (weighed.length === 0) return undefined;
    const functions = weighed.map(async (each) => {
      const target = targetOf(each, resource);
      const { name, weight, options } = each;
      return { name, weight, options, target, place: await this.runners.place(target.file) };
    });
    return { dist: this.runners.dist, limits: LIMITS, functions: await Promise.all(functions) };
  }

  /** Whether a file is among those that the functions imported, as data may be that a script requires. */
  reads(file: string): boolean {
    return this.files.has(file);
  }

  /** What an editor scored by itself. */
  builtIns(results: readonly BuiltInResult[]): void {
    this.results.noteBuiltIns(results);
  }

  private async note(target: RunTarget, told: Told, diagnosed: boolean): Promise<void> {
    const known = await byOwnName(target);
    if (diagnosed) this.results.caught(known, told.raised ?? []);
    else this.results.note(known, told);
  }

  private async scoreOne(
    own: OwnReward,
    resource: vscode.Uri,
    sample: JsonObject,
    { completions, tested, truth, diagnose }: Asked,
    signal: AbortSignalLike,
  ): Promise<OwnRewardResult> {
    const target = targetOf(own, resource);
    const { name, options } = own;
    try {
      const runners = this.runners.for(target.file);
      const batch = completions.map((completion) => sampleRow(completion, sample));
      const params = { target, batches: [batch], stopAtError: false, config: options, diagnose };
      const { outcomes, result } = await runRows((asked, run) => runners.run(asked, run), params, { signal });
      for (const file of Object.keys(result.files)) this.files.add(file);
      const [found = []] = outcomes;
      if (tested !== undefined && truth === 'edited') {
        const told = toldOf(found[tested], result, tested);
        // The answer is on its way before lenses, tree and diagnostics follow it.
        setImmediate(() => void this.note(target, told, diagnose));
      }
      const whole = result.calls.find((call) => call.rows > 1)?.error;
      return {
        name,
        outcomes: found.map(shown),
        wholeBatch: result.loaded?.wholeBatch === true,
        milliseconds: result.calls.reduce((sum, call) => sum + call.milliseconds, 0),
        ...(whole !== undefined && { batchError: whole }),
      };
    } catch (error) {
      if (error instanceof CallError && error.name === 'CancelledError') throw error;
      const type = error instanceof Error && error.name !== 'Error' ? error.name : 'NotRun';
      const failed = { type, message: messageOf(error) };
      const outcomes = completions.map(() => ({ reward: null, error: failed, notes: [], milliseconds: 0 }));
      return { name, outcomes, wholeBatch: false, milliseconds: 0 };
    }
  }
}

const shown = ({ notes = [], ...outcome }: RowOutcome): OwnOutcome => ({ ...outcome, notes });
