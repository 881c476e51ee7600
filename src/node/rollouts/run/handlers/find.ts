import { setTimeout as sleep } from 'node:timers/promises';
import type { FindMethods } from '../../../../protocol/rollouts/find.ts';
import { CallError, type Handlers } from '../../../../protocol/rpc.ts';
import type { LiveRun } from '../liveRun.ts';

/** Milliseconds between two looks at a run that is still being read. */
const LOOK_AGAIN = 50;

/** Finds rollouts that somebody else read in the same dump. */
export function findHandlers(current: () => LiveRun): Handlers<FindMethods> {
  return {
    async find(target, { signal }) {
      for (;;) {
        const run = current();
        const { reading } = run;
        const rollout = run.find(target);
        const group = run.store.grouping.groupOf[rollout];
        if (group !== undefined) return { group, at: run.store.membersOf(group).indexOf(rollout) };
        if (!reading && rollout < 0) return null;
        await sleep(LOOK_AGAIN);
        if (signal.aborted) throw new CallError('CancelledError', 'The search was cancelled');
      }
    },
  };
}
