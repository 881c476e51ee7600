import { setImmediate } from 'node:timers/promises';
import { signalBits } from '../../../core/rollouts/signals/index.ts';
import type { JudgedRollout } from './judge.ts';
import { AMBIGUOUS, UNLINKED } from './judgements.ts';
import type { LiveRun, RunListener } from './liveRun.ts';

/** Milliseconds after which others get their turn. */
const SLICE = 8;

/** Judges what is not judged yet, group after group. Throws FileError, and AbortError once `signal` is aborted. */
export async function judgeRollouts(
  { store, judge, reader }: LiveRun,
  signal: AbortSignal,
  listener: RunListener,
): Promise<void> {
  let started = performance.now();
  for (const members of store.members) {
    if (members.every((rollout) => store.judgements.isDone(rollout))) continue;
    for (const [i, looked] of (await judge.group(await reader.rollouts(members))).entries()) {
      const { values, findings, failure, attention } = looked;
      store.judgements.set(members[i] ?? 0, {
        row: rowOf(looked),
        values,
        signals: signalBits(findings),
        failure,
        density: attention?.density,
      });
    }
    if (performance.now() - started < SLICE) continue;
    listener.progressed(false);
    await setImmediate();
    signal.throwIfAborted();
    started = performance.now();
  }
  listener.progressed(true);
}

function rowOf({ link }: JudgedRollout): number {
  if (link.kind === 'linked') return link.row;
  return link.kind === 'ambiguous' ? AMBIGUOUS : UNLINKED;
}
