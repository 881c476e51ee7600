import type { JsonObject } from '../../json.ts';
import { promptMessages, trainingRow, type EarnedGroup } from './group.ts';

/** The prompt of a group of which some completions pass and some fail: the ones that training learns from. */
export function promptRow(group: EarnedGroup): JsonObject | undefined {
  const passed = group.completions.filter((each) => each.passed).length;
  if (passed === 0 || passed === group.completions.length) return undefined;
  return group.row ?? trainingRow(group, promptMessages(group));
}
