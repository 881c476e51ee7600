import { inspect } from 'node:util';
import { FoundError } from './found.ts';

/** A reward, null for none. @throws FoundError `InvalidReward`; `where` says what the value is */
export function toReward(value: unknown, where: string): { reward: number | null; note?: string } {
  if (value === null || value === undefined) return { reward: null };
  if (typeof value === 'boolean') {
    return { reward: Number(value), note: `${where} is a boolean; it counts as ${Number(value)}` };
  }
  if (typeof value !== 'number') {
    throw new FoundError(
      'InvalidReward',
      `${where} is of type ${typeName(value)}, not a number: ${shown(value, 80)}`,
    );
  }
  if (!Number.isFinite(value))
    throw new FoundError('InvalidReward', `${where} is ${value}, which is no reward`);
  return { reward: value };
}

/** @throws FoundError `InvalidReward` unless there is an element a completion */
export function toList(value: unknown, count: number): readonly unknown[] {
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) {
    throw new FoundError(
      'InvalidReward',
      `the answer is of type ${typeName(value)}, not an array of ${count} numbers: ${shown(value, 80)}`,
    );
  }
  const items: readonly unknown[] = Array.isArray(value) ? value : Array.from(value as Float64Array);
  if (items.length !== count) {
    const completions = `${count} completion${count === 1 ? '' : 's'}`;
    const rewards = `${items.length} reward${items.length === 1 ? '' : 's'}`;
    throw new FoundError('InvalidReward', `the answer has ${rewards} for ${completions}`);
  }
  return items;
}

/** Written out, at most `most` characters, also where the user's own toString throws. */
export function shown(value: unknown, most: number): string {
  let text: string;
  try {
    text =
      typeof value === 'string'
        ? value
        : inspect(value, { depth: 2, breakLength: Infinity, customInspect: false });
  } catch (error) {
    text = `<${typeName(value)} that cannot be shown: ${error instanceof Error ? error.name : typeof error}>`;
  }
  return text.length <= most ? text : `${text.slice(0, most)}…`;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}
