/** The rewards that a trainer logged, under the names that this project gives them. */
import { isObject, type Json, type JsonObject } from '../json.ts';
import { REWARDS } from '../rewards/registry.ts';
import { REWARD_NAMES } from '../rewards/reward.ts';

/** Trainers log a reward under the name of its class. */
const NAMES: ReadonlyMap<string, string> = new Map(REWARD_NAMES.map((name) => [REWARDS[name].source, name]));

/** Names of a total that is logged beside its parts. */
export const TOTALS = ['reward', 'score', 'total'];

/** Numbers that trainers log of a rollout, none of them a reward. */
export const ROLLOUT_NUMBERS = ['step', 'gen_step', 'global_step', 'advantage', 'advantages', 'entropy'];

/** Columns that dumps hold beside rewards and that may be numbers or null. */
const NO_REWARDS = new Set([
  ...ROLLOUT_NUMBERS,
  'num_turns',
  'id',
  'sample_id',
  'index',
  'question_id',
  'example_id',
  'width',
  'height',
  'response_length',
  'completion_length',
  'prompt_length',
  'num_tokens',
  'seed',
  'epoch',
  'truncated',
  'is_truncated',
  'error',
  'image',
  'images',
  'image_path',
  'solution',
  'answer',
  'group',
  'uid',
  'sampleKey',
]);

/** The name under which a logged reward is compared with a computed one. */
export function rewardName(column: string): string {
  return NAMES.get(column) ?? column;
}

/** Whether a column of this name can hold a reward, going by the name alone. */
export function mayBeReward(column: string): boolean {
  return !NO_REWARDS.has(column);
}

/** Whether a column of this name is a reward of SATORI-R1, whatever dump it stands in. */
export function isKnownReward(column: string): boolean {
  return NAMES.has(column);
}

/** The columns that are numbers, as rewards. A failed reward is null, and so is one that is not finite. */
export function rewardsIn(
  record: JsonObject,
  isReward: (column: string) => boolean = mayBeReward,
): Record<string, number | null> {
  const logged: Record<string, number | null> = {};
  for (const [column, value] of Object.entries(record)) {
    if (isReward(column) && isScore(value)) logged[rewardName(column)] = scoreOf(value);
  }
  return logged;
}

/** Whether a value is what a reward is logged as. */
export function isScore(value: Json | undefined): value is number | boolean | null {
  return value === null || typeof value === 'number' || typeof value === 'boolean';
}

export function scoreOf(value: number | boolean | null): number | null {
  const number = value === null ? NaN : Number(value);
  return Number.isFinite(number) ? number : null;
}

/** The rewards that a record holds together, as `logged` or `rewards`: there every number is one. */
export function namedRewards(record: JsonObject): Record<string, number | null> {
  const given = isObject(record.logged) ? record.logged : record.rewards;
  return isObject(given) ? rewardsIn(given, () => true) : {};
}

/** Logs are rounded: closer than this they agree. */
const AGREES = 0.002;

/** Whether a logged reward is what is computed now; a failed one agrees with a failed one alone. */
export function agrees(logged: number | null, now: number | null): boolean {
  return logged === null || now === null ? logged === now : Math.abs(logged - now) <= AGREES;
}
