import { heatmapUnreadable } from '../../../core/rollouts/signals/heatmapUnreadable.ts';
import { SIGNAL_LIST } from '../../../core/rollouts/signals/index.ts';
import type { JudgedRollout } from './judge.ts';
import type { RunStore } from './store.ts';

const UNREADABLE = 1 << SIGNAL_LIST.findIndex(({ name }) => name === heatmapUnreadable.name);
/** How many are looked for again each time that the run has grown: of what never comes, only so much is asked. */
const MOST_AGAIN = 4096;

/**
 * A trainer may log a rollout before it has written the heatmap: with the next ones, those that could not be read are
 * to be judged again, the latest first.
 */
export function outdateUnreadable({ judgements }: RunStore): void {
  const { signals } = judgements;
  let left = MOST_AGAIN;
  for (let rollout = signals.length - 1; rollout >= 0 && left > 0; rollout--) {
    if ((signals.at(rollout) & UNREADABLE) === 0) continue;
    judgements.outdate(rollout);
    left--;
  }
}

/** Whether the heatmap of any of these rollouts can be read now, and could not when they were judged. */
export const heatmapCame = (
  { judgements }: RunStore,
  members: readonly number[],
  looked: readonly JudgedRollout[],
): boolean =>
  looked.some(({ attention }, i) => {
    const before = judgements.signals.at(members[i] ?? 0);
    return (before & UNREADABLE) !== 0 && attention !== undefined && attention.problem === undefined;
  });
