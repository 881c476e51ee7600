import type { LastResult } from './results.ts';

/** `0.7412`, `no reward`, or the error's type: a failed reward and a zero look different. */
export function shownResult({ reward, error }: Pick<LastResult, 'reward' | 'error'>): string {
  if (error !== undefined) return `error ${error.type}`;
  return reward === null ? 'no reward' : reward.toFixed(4);
}
