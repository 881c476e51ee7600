/** Scoring a logged completion again, with this project's rewards. */
import type { ColumnSettings } from '../columns.ts';
import type { JsonObject } from '../json.ts';
import { groundTruthOf } from '../rewards/groundTruth.ts';
import type { RewardError } from '../rewards/reward.ts';
import type { RewardRunner } from '../rewards/rewardRunner.ts';
import type { ChosenReward } from '../rewards/selection.ts';

export interface Rescored {
  /** In the order of the chosen rewards; null where one fails. */
  readonly values: readonly (number | null)[];
  readonly components: Readonly<Record<string, number>>;
  readonly errors: Readonly<Record<string, RewardError>>;
}

/** Runs the rewards over a completion of the sample in `row`. */
export function rescore(
  runner: RewardRunner,
  rewards: readonly ChosenReward[],
  completion: string,
  row: JsonObject,
  columns: ColumnSettings = {},
): Rescored {
  const sample = { truth: groundTruthOf(row, columns), row };
  const errors: Record<string, RewardError> = {};
  const components: Record<string, number> = {};
  const values = rewards.map(({ name, reward }) => {
    const result = runner.run(reward, completion, sample);
    if (result.error !== undefined) errors[name] = result.error;
    Object.assign(components, result.components);
    return result.value;
  });
  return { values, components, errors };
}

/**
 * Whether a rollout's own columns hold ground truth, as those of plain dumps do. The solution that a trainer logs
 * beside the completion is none: the rewards need more of a sample than that.
 */
export function holdsTruth(columns: JsonObject | undefined): columns is JsonObject {
  if (columns === undefined) return false;
  const { image_caption, bboxs } = groundTruthOf(columns);
  return image_caption !== undefined || bboxs !== undefined || columns.possible_answers !== undefined;
}
