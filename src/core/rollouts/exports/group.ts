import { isObject, type JsonObject } from '../../json.ts';
import { withoutAnswer } from '../messages.ts';
import type { Turn } from '../rollout.ts';

/** A completion with what it earned. */
export interface Earned {
  readonly completion: string;
  /** The weighted sum of its rewards; null where none has a value. */
  readonly total: number | null;
  /** Whether it counts as a pass; null where that is not known. */
  readonly passed: boolean | null;
  /** Whether the filter leaves it. */
  readonly listed: boolean;
  /** Cut off: to be chosen as an answer only where that is asked for. */
  readonly truncated: boolean;
}

/** The completions of one prompt, from which training rows are made. */
export interface EarnedGroup {
  /** The sample in its dataset, where it is linked: its columns are kept in what is exported. */
  readonly row: JsonObject | undefined;
  /** The columns that the records of its completions have in common, as a solution, where it is not linked. */
  readonly own?: JsonObject;
  readonly turns: readonly Turn[];
  readonly completions: readonly Earned[];
}

/** The chat of a group's prompt: the row's own without the answer at its end, else the turns that were logged. */
export function promptMessages({ row, turns }: EarnedGroup): JsonObject[] {
  const own = row?.messages;
  if (Array.isArray(own)) return withoutAnswer(own).filter(isObject);
  return turns.map(({ role, text }) => ({ role, content: text }));
}

/** A row for training: the columns of the sample with other messages. */
export function trainingRow(group: EarnedGroup, messages: JsonObject[], more: JsonObject = {}): JsonObject {
  return { ...ownColumns(group), messages, ...more };
}

/** The sample's columns, else those of the completions' own records and the images that were logged. */
export function ownColumns(group: EarnedGroup): JsonObject {
  const images = loggedImages(group);
  return group.row ?? { ...group.own, ...(images.length > 0 && { images: [...images] }) };
}

/** Whether a row of the group shows what was asked about: prompts over different images may look the same without. */
export function namesImage(group: EarnedGroup): boolean {
  const own = group.row ?? group.own ?? {};
  return loggedImages(group).length > 0 || 'images' in own || 'image' in own;
}

const loggedImages = ({ turns }: EarnedGroup): readonly string[] =>
  turns.flatMap(({ images }) => images ?? []);

/** The columns that are the same in all of some records, without those of `leave`. */
export function commonColumns(
  records: readonly (JsonObject | undefined)[],
  leave: readonly string[],
): JsonObject | undefined {
  const [first, ...others] = records;
  const same = Object.entries(first ?? {}).filter(([name, value]) => {
    const text = JSON.stringify(value);
    return !leave.includes(name) && others.every((other) => JSON.stringify(other?.[name]) === text);
  });
  return same.length === 0 ? undefined : Object.fromEntries(same);
}
