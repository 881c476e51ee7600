import { setImmediate } from 'node:timers/promises';
import { signalBits } from '../../../core/rollouts/signals/index.ts';
import type { ChangedRows } from '../linkedDataset.ts';
import type { JudgedRollout } from './judge.ts';
import { AMBIGUOUS, UNLINKED } from './judgements.ts';
import type { LiveRun, RunListener } from './liveRun.ts';
import type { RunStore } from './store.ts';

/** Milliseconds after which others get their turn. */
const SLICE = 8;

/**
 * Judges what is not judged yet of these groups, one after the other. Throws FileError, and AbortError once `signal` is
 * aborted.
 */
export async function judgeRollouts(
  { store, judge, reader }: LiveRun,
  signal: AbortSignal,
  listener: RunListener,
  groups: Iterable<Int32Array> = store.members,
): Promise<void> {
  let started = performance.now();
  for (const members of groups) {
    if (members.every((rollout) => store.judgements.isCurrent(rollout))) continue;
    const judged = await judge.group(await reader.rollouts(members), store.expected(members));
    noteJudged(store, members, judged);
    if (performance.now() - started < SLICE) continue;
    listener.progressed(false);
    await setImmediate();
    signal.throwIfAborted();
    started = performance.now();
  }
  listener.progressed(true);
}

/** Keeps the numbers of what was judged. */
export function noteJudged(
  { judgements }: RunStore,
  members: ArrayLike<number>,
  judged: readonly JudgedRollout[],
): void {
  for (const [i, looked] of judged.entries()) {
    const { values, findings, failure, attention } = looked;
    judgements.set(members[i] ?? 0, {
      row: rowOf(looked),
      values,
      signals: signalBits(findings),
      failure,
      density: attention?.density,
    });
  }
}

/** Judges again what answers rows that say something else now, whatever else is still to be judged. */
export async function judgeAgain(
  run: LiveRun,
  rows: ChangedRows,
  signal: AbortSignal,
  listener: RunListener,
): Promise<void> {
  const { judgements, grouping, members, functions } = run.store;
  if (rows === 'all') {
    judgements.outdateAll();
    for (const own of members) functions.outdate(own);
    return judgeRollouts(run, signal, listener);
  }
  if (rows.size === 0) return;
  const groups = new Set<number>();
  for (const rollout of judgements.answering(rows)) {
    judgements.outdate(rollout);
    groups.add(grouping.groupOf[rollout] ?? 0);
  }
  const own = [...groups].map((group) => members[group] ?? new Int32Array(0));
  // Functions are called with whole groups.
  for (const rollouts of own) functions.outdate(rollouts);
  await judgeRollouts(run, signal, listener, own);
}

function rowOf({ link }: JudgedRollout): number {
  if (link.kind === 'linked') return link.row;
  return link.kind === 'ambiguous' ? AMBIGUOUS : UNLINKED;
}
