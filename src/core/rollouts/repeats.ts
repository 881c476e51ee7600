import { hashText } from '../hash.ts';
import type { Rollout } from './rollout.ts';

/**
 * Notices rows that a trainer logged again: ms-swift and TRL write what their buffer holds at every log call, be it that
 * nothing was generated since, or only a part. What was logged before then comes again, under a later step.
 */
export class Repeats {
  private before: readonly string[] = [];

  /** How many of these rollouts, from the first, stood in the same order at the end of those before, or all among them. */
  repeated(rollouts: readonly Rollout[]): number {
    const rows = rollouts.map(fingerprint);
    const count = contains(this.before, rows) ? rows.length : overlap(this.before, rows);
    const certain = isVaried(rollouts.slice(0, count)) ? count : 0;
    if (certain < rows.length) this.before = rows;
    return certain;
  }
}

function fingerprint({ turns, completion, logged, advantage }: Rollout): string {
  return hashText(JSON.stringify([turns, completion, logged, advantage ?? null]));
}

/**
 * Whether sampling anew would hardly give the same: one prompt has several completions, or there are several
 * advantages. A policy that always says the same does so at every step.
 */
function isVaried(rollouts: readonly Rollout[]): boolean {
  const advantages = new Set(rollouts.map(({ advantage = 0 }) => advantage));
  if (advantages.size > 1) return true;
  const completions = new Map<string, string>();
  return rollouts.some(({ turns, completion }) => {
    const prompt = JSON.stringify(turns);
    const known = completions.get(prompt);
    completions.set(prompt, completion);
    return known !== undefined && known !== completion;
  });
}

function contains(whole: readonly string[], part: readonly string[]): boolean {
  for (let from = 0; from + part.length <= whole.length; from++) {
    if (part.every((row, i) => row === whole[from + i])) return true;
  }
  return false;
}

/** How many rows end the one list and begin the other. */
function overlap(before: readonly string[], rows: readonly string[]): number {
  for (let count = Math.min(before.length, rows.length); count > 0; count--) {
    const from = before.length - count;
    let i = 0;
    while (i < count && before[from + i] === rows[i]) i++;
    if (i === count) return count;
  }
  return 0;
}
