import type { JsonObject } from '../../json.ts';
import { bestOf } from '../sampling.ts';
import { ownColumns, promptMessages, trainingRow, type EarnedGroup } from './group.ts';

/**
 * A preference pair as ms-swift trains on: the best completion of a group as the answer, the worst as
 * `rejected_response`; undefined where the group gives none.
 */
export function dpoRow(group: EarnedGroup, margin: number): JsonObject | undefined {
  const pair = pairOf(group, margin);
  if (pair === undefined) return undefined;
  const messages = [...promptMessages(group), answer(pair.chosen)];
  return trainingRow(group, messages, { rejected_response: pair.rejected });
}

/** The same as TRL trains on: `prompt`, `chosen` and `rejected`, each of messages, whose template places the images. */
export function trlDpoRow(group: EarnedGroup, margin: number): JsonObject | undefined {
  const pair = pairOf(group, margin);
  if (pair === undefined) return undefined;
  const { messages: _messages, ...columns } = ownColumns(group);
  return {
    ...columns,
    prompt: promptMessages(group).map(withoutMarks),
    chosen: [answer(pair.chosen)],
    rejected: [answer(pair.rejected)],
  };
}

/**
 * The best completion and the worst, which may be cut off, where the best is not; undefined where their totals are less
 * than `margin` apart, or they are the same.
 */
function pairOf(
  { completions }: EarnedGroup,
  margin: number,
): { readonly chosen: string; readonly rejected: string } | undefined {
  const totals = completions.map(({ total }) => total);
  const whole = completions.map(({ total, truncated }) => (truncated ? null : total));
  const chosen = completions[bestOf(whole) ?? -1];
  const rejected = completions[bestOf(totals.map((total) => (total === null ? null : -total))) ?? -1];
  if (chosen === undefined || rejected === undefined || chosen.completion === rejected.completion)
    return undefined;
  const apart = (chosen.total ?? 0) - (rejected.total ?? 0);
  // Neither of two equal ones is to be preferred.
  if (apart <= 0 || apart < margin) return undefined;
  return { chosen: chosen.completion, rejected: rejected.completion };
}

const answer = (content: string): JsonObject => ({ role: 'assistant', content });

function withoutMarks(message: JsonObject): JsonObject {
  const { content } = message;
  return typeof content === 'string' ? { ...message, content: content.replace(/<image>\n?/g, '') } : message;
}
