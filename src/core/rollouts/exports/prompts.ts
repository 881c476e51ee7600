import type { JsonObject } from '../../json.ts';
import { promptMessages, trainingRow, type EarnedGroup } from './group.ts';

/** The prompt of a group of which some completions pass and some fail: the ones that training learns from. */
export function promptRow(group: EarnedGroup): JsonObject | undefined {
  const outcomes = new Set(group.completions.map(({ passed }) => passed));
  if (!outcomes.has(true) || !outcomes.has(false)) return undefined;
  return group.row ?? trainingRow(group, promptMessages(group));
}
