import type { Attention } from '../../../core/attention/attention.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { RewardError } from '../../../core/rewards/reward.ts';
import { RewardRunner } from '../../../core/rewards/rewardRunner.ts';
import { readSelection, STANDARD_SELECTION, type ChosenReward } from '../../../core/rewards/selection.ts';
import type { ExpectedAdvantage } from '../../../core/rollouts/fittedAdvantages.ts';
import { formatFailure, type FormatFailure } from '../../../core/rollouts/formatFailure.ts';
import type { Link } from '../../../core/rollouts/link.ts';
import { holdsTruth, rescore } from '../../../core/rollouts/rescore.ts';
import type { Rollout } from '../../../core/rollouts/rollout.ts';
import { findSignals } from '../../../core/rollouts/signals/index.ts';
import { judged, type Judged } from '../../../core/rollouts/signals/judged.ts';
import type { Finding } from '../../../core/rollouts/signals/signal.ts';
import type { RunSettings } from '../../../protocol/rollouts.ts';
import { attentionOf } from '../../attention/attention.ts';
import type { LinkedDataset } from '../linkedDataset.ts';

export interface JudgedRollout {
  readonly link: Link;
  /** The ground truth: the linked row, else the rollout's own columns. */
  readonly row: JsonObject | undefined;
  /** In the order of the rewards; empty where there is no ground truth. */
  readonly values: readonly (number | null)[];
  readonly errors: Readonly<Record<string, RewardError>>;
  readonly findings: readonly Finding[];
  readonly failure: FormatFailure | undefined;
  /** Undefined where the rollout names no heatmap. */
  readonly attention: Attention | undefined;
}

type Looked = Omit<JudgedRollout, 'findings' | 'failure' | 'attention'> & { readonly judged: Judged };

/** Links rollouts to their samples, scores them again and looks for signals. */
export class Judge {
  readonly rewards: readonly ChosenReward[];
  private readonly ranges: Judged['ranges'];
  private readonly runner: RewardRunner;

  constructor(
    private readonly settings: RunSettings,
    readonly dataset: LinkedDataset | undefined,
  ) {
    const { rewards } = readSelection(settings.rewards);
    this.rewards = rewards.length > 0 ? rewards : STANDARD_SELECTION.rewards;
    this.ranges = Object.fromEntries(this.rewards.map(({ name, range }) => [name, range]));
    this.runner = new RewardRunner({ coordinates: settings.rewardCoordinates });
  }

  /** The rollouts of one group, held against the advantages that are expected of them. Throws FileError. */
  async group(
    rollouts: readonly Rollout[],
    expected: readonly ExpectedAdvantage[] = [],
  ): Promise<readonly JudgedRollout[]> {
    const looked: Looked[] = [];
    for (const [i, rollout] of rollouts.entries()) looked.push(await this.look(rollout, expected[i]));
    const findings = findSignals(looked.map((each) => each.judged));
    return looked.map(({ link, row, values, errors, judged: each }, i) => ({
      link,
      row,
      values,
      errors,
      findings: findings[i] ?? [],
      failure: formatFailure(each.parsed),
      attention: each.attention,
    }));
  }

  private async look(rollout: Rollout, expected: ExpectedAdvantage | undefined): Promise<Looked> {
    const { columns, coordinates, rewardCoordinates } = this.settings;
    const link: Link = this.dataset?.link(rollout) ?? { kind: 'none' };
    const linked = link.kind === 'linked' ? await this.dataset?.row(link.row) : undefined;
    const row = linked ?? (holdsTruth(rollout.columns) ? rollout.columns : undefined);
    const scored = row && rescore(this.runner, this.rewards, rollout.completion, row, columns);
    const [scores, errors] = [scored?.values ?? [], scored?.errors ?? {}];
    const values = Object.fromEntries(scores.map((value, i) => [this.rewards[i]?.name ?? '', value]));
    const { ranges } = this;
    const seen = judged({
      rollout,
      row,
      columns,
      values,
      errors,
      coordinates,
      rewardCoordinates,
      ranges,
      ...(expected !== undefined && { expected }),
    });
    const attention = await attentionOf(rollout, seen.sample, this.settings);
    return {
      link,
      row,
      values: scores,
      errors,
      judged: attention === undefined ? seen : { ...seen, attention },
    };
  }
}
