/** What many completions of one sample say together. */
import { strip } from '../text/whitespace.ts';
import { findTag } from '../completion.ts';

/**
 * The unbiased estimate of pass@k from n completions of which c are right: 1 − C(n−c, k) ÷ C(n, k)
 * (Chen et al., arXiv 2107.03374). Undefined where there are fewer than k completions.
 */
export function passAtK(n: number, c: number, k: number): number | undefined {
  if (k > n || k < 1) return undefined;
  if (n - c < k) return 1;
  let missing = 1;
  for (let i = n - c + 1; i <= n; i++) missing *= 1 - k / i;
  return 1 - missing;
}

export interface Vote {
  readonly answer: string;
  readonly votes: number;
  /** Of the completions that answer at all. */
  readonly of: number;
  /** How many answers have as many votes; 1 where the majority is one. */
  readonly tied: number;
}

/** The answer that most completions give, stripped and otherwise to the letter; of two, the one given first. */
export function majorityVote(completions: readonly string[]): Vote | undefined {
  const answers = completions.flatMap((text) => {
    const span = findTag(text, 'answer');
    return span === undefined ? [] : [strip(text, span.start, span.end)];
  });
  const votes = new Map<string, number>();
  for (const answer of answers) votes.set(answer, (votes.get(answer) ?? 0) + 1);
  let best: Omit<Vote, 'tied'> | undefined;
  for (const [answer, count] of votes) {
    if (count > (best?.votes ?? 0)) best = { answer, votes: count, of: answers.length };
  }
  return best && { ...best, tied: [...votes.values()].filter((count) => count === best.votes).length };
}

/** The place of the highest total, the first of equal ones; undefined where none has a value. */
export function bestOf(totals: readonly (number | null)[]): number | undefined {
  let best: number | undefined;
  for (const [i, total] of totals.entries()) {
    if (total !== null && (best === undefined || total > (totals[best] ?? -Infinity))) best = i;
  }
  return best;
}
