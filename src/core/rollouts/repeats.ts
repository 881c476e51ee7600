import { hashText } from '../hash.ts';
import type { Rollout } from './rollout.ts';

/**
 * Notices rows that a trainer logged again: ms-swift writes what its buffer holds at every log call, also at the last
 * one, after which nothing was generated. Such a record repeats rows of the one before it, under a later step.
 */
export class Repeats {
  private before: readonly string[] = [];

  /** Whether every rollout of a record stood, in the same order, in the record before it. */
  isRepeat(rollouts: readonly Rollout[]): boolean {
    const rows = rollouts.map(fingerprint);
    const repeated = rows.length > 0 && contains(this.before, rows);
    if (!repeated) this.before = rows;
    return repeated;
  }
}

function fingerprint({ turns, completion, logged, advantage }: Rollout): string {
  return hashText(JSON.stringify([turns, completion, logged, advantage ?? null]));
}

function contains(whole: readonly string[], part: readonly string[]): boolean {
  for (let from = 0; from + part.length <= whole.length; from++) {
    if (part.every((row, i) => row === whole[from + i])) return true;
  }
  return false;
}
