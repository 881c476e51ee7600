import type { JsonObject } from '../../json.ts';
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
}

/** The completions of one prompt, from which training rows are made. */
export interface EarnedGroup {
  /** The sample in its dataset, where it is linked: its columns are kept in what is exported. */
  readonly row: JsonObject | undefined;
  readonly turns: readonly Turn[];
  readonly completions: readonly Earned[];
}

/** The chat of a group's prompt: the row's own without the assistant's turns, else the turns that were logged. */
export function promptMessages({ row, turns }: EarnedGroup): JsonObject[] {
  const own = row?.messages;
  if (Array.isArray(own)) {
    return own.filter((message): message is JsonObject => !isAssistant(message));
  }
  return turns.map(({ role, text }) => ({ role, content: text }));
}

/** A row for training: the sample's columns with other messages, and the images that were logged where it has none. */
export function trainingRow(group: EarnedGroup, messages: JsonObject[], more: JsonObject = {}): JsonObject {
  const images = group.turns.flatMap((turn) => turn.images ?? []);
  const own = group.row ?? (images.length > 0 ? { images } : {});
  return { ...own, messages, ...more };
}

function isAssistant(message: unknown): boolean {
  return (
    typeof message !== 'object' || message === null || ('role' in message && message.role === 'assistant')
  );
}
