import type { JsonObject } from '../../json.ts';
import { bestOf } from '../sampling.ts';
import { promptMessages, trainingRow, type EarnedGroup } from './group.ts';

/**
 * A preference pair as ms-swift trains on: the best completion of a group as the answer, the worst as
 * `rejected_response`, which may be cut off, where the best is not; undefined where their totals are less than `margin` apart, or they are the same.
 */
export function dpoRow(group: EarnedGroup, margin: number): JsonObject | undefined {
  const totals = group.completions.map(({ total }) => total);
  const whole = group.completions.map(({ total, truncated }) => (truncated ? null : total));
  const chosen = group.completions[bestOf(whole) ?? -1];
  const rejected = group.completions[bestOf(totals.map((total) => (total === null ? null : -total))) ?? -1];
  if (chosen === undefined || rejected === undefined || chosen.completion === rejected.completion)
    return undefined;
  const apart = (chosen.total ?? 0) - (rejected.total ?? 0);
  // Neither of two equal ones is to be preferred.
  if (apart <= 0 || apart < margin) return undefined;
  const messages = [...promptMessages(group), { role: 'assistant', content: chosen.completion }];
  return trainingRow(group, messages, { rejected_response: rejected.completion });
}
