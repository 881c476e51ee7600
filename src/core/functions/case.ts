/** A reward case: a completion of a sample with the reward it must have. One line of a `*.reward-cases.jsonl` file. */
import { isObject, type Json, type JsonObject } from '../json.ts';

export interface RewardCase {
  readonly name: string;
  /** `FILE` or `FILE:symbol`, relative to the case file; undefined where whoever runs the cases says it. */
  readonly reward?: string;
  /** The contract's name, where the shape of the function does not tell. */
  readonly kind?: string;
  readonly completion: string;
  readonly prompt?: Json;
  /** The sample's columns. */
  readonly row: JsonObject;
  /** Null for a completion that the function is to give no reward. */
  readonly expected: number | null;
  /** How far the reward may be from the expected one. */
  readonly tolerance: number;
}

/** What rewards in single precision can differ by. */
export const DEFAULT_TOLERANCE = 1e-6;

export type ReadCase = { readonly case: RewardCase } | { readonly problem: string };

/** Reads a line; `number`, 1-based, names a case without a name. */
export function readCase(line: string, number: number): ReadCase {
  let value: Json;
  try {
    value = JSON.parse(line) as Json;
  } catch (error) {
    return { problem: `the line is no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (!isObject(value)) return { problem: 'the line is no JSON object' };
  const { name, reward, kind, completion, prompt, row = {}, expected, tolerance = DEFAULT_TOLERANCE } = value;
  if (typeof completion !== 'string') return { problem: 'completion is missing or no text' };
  if (!isObject(row)) return { problem: 'row is no object' };
  if (expected !== null && typeof expected !== 'number')
    return { problem: 'expected is no number, nor null' };
  if (typeof tolerance !== 'number' || tolerance < 0) return { problem: 'tolerance is no number from 0 up' };
  if (reward !== undefined && typeof reward !== 'string') return { problem: 'reward is no text' };
  if (kind !== undefined && typeof kind !== 'string') return { problem: 'kind is no text' };
  return {
    case: {
      name: typeof name === 'string' && name !== '' ? name : `line ${number}`,
      completion,
      row,
      expected,
      tolerance,
      ...(reward !== undefined && { reward }),
      ...(kind !== undefined && { kind }),
      ...(prompt !== undefined && { prompt }),
    },
  };
}

/** Whether a reward is what a case expects. */
export function meets({ expected, tolerance }: RewardCase, reward: number | null): boolean {
  if (reward === null || expected === null) return reward === expected;
  return Math.abs(reward - expected) <= tolerance;
}

/** What a case that is not met says: the two numbers. */
export function failure({ expected, tolerance }: RewardCase, reward: number | null): string {
  const off = reward === null || expected === null ? '' : `, off by ${Math.abs(reward - expected)}`;
  return `expected ${shown(expected)} (within ${tolerance}), got ${shown(reward)}${off}`;
}

const shown = (reward: number | null): string => (reward === null ? 'no reward' : String(reward));
