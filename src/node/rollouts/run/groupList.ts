import { setImmediate } from 'node:timers/promises';
import { parseWhere, tryNumbers, tryText, type Condition } from '../../../core/rollouts/where.ts';
import type { GroupQuery } from '../../../protocol/rollouts.ts';
import { CallError, type AbortSignalLike, type CallContext } from '../../../protocol/rpc.ts';
import type { RunReader } from './reader.ts';
import type { RunStore } from './store.ts';

/** Milliseconds after which others get their turn. */
const SLICE = 8;

/** A step's heading stands in the list as its number, negative and less one; a group as its own. */
export interface GroupList {
  readonly entries: Int32Array;
  /** The steps that headings stand for. */
  readonly steps: readonly number[];
  readonly groups: number;
}

/** The groups that hold a rollout which fulfils the filter, sorted; in the order of the dump below their steps. */
export async function listGroups(
  store: RunStore,
  reader: RunReader,
  { where, sort, descending }: GroupQuery,
  context: CallContext,
): Promise<GroupList> {
  const conditions = parseWhere(where);
  const total = store.members.length;
  const groups: number[] = [];
  const turn = turns(context.signal);
  for (let group = 0; group < total; group++) {
    if (await turn()) context.progress(group / total);
    if (conditions.length === 0 || (await holdsInGroup(store, reader, group, conditions))) groups.push(group);
  }
  if (sort === 'file') return byStep(store, descending ? groups.reverse() : groups);
  const keys = new Map(groups.map((group) => [group, store.numbersOf(group)[sort]]));
  const sign = descending ? -1 : 1;
  groups.sort((a, b) => {
    const [x = null, y = null] = [keys.get(a), keys.get(b)];
    // Groups without a value come last either way.
    if (x === null || y === null) return Number(x === null) - Number(y === null) || a - b;
    return sign * (x - y) || a - b;
  });
  return { entries: Int32Array.from(groups), steps: [], groups: groups.length };
}

function byStep(store: RunStore, groups: readonly number[]): GroupList {
  const entries: number[] = [];
  const steps: number[] = [];
  for (const group of groups) {
    const step = store.stepOf(group);
    if (steps.length === 0 || steps.at(-1) !== step) {
      entries.push(-1 - steps.length);
      steps.push(step);
    }
    entries.push(group);
  }
  return { entries: Int32Array.from(entries), steps, groups: groups.length };
}

async function holdsInGroup(
  store: RunStore,
  reader: RunReader,
  group: number,
  conditions: readonly Condition[],
): Promise<boolean> {
  for (const rollout of store.membersOf(group)) {
    if (await holds(store, reader, rollout, conditions)) return true;
  }
  return false;
}

/** Whether a rollout fulfils the filter; it is read only where its numbers do not decide. */
export async function holds(
  store: RunStore,
  reader: RunReader,
  rollout: number,
  conditions: readonly Condition[],
): Promise<boolean> {
  const { holds: fits, rest } = tryNumbers(conditions, store.subject(rollout));
  if (!fits || rest.length === 0) return fits;
  return tryText(rest, await reader.subject(rollout));
}

/** Lets others have their turn now and then; answers whether it did. Throws CancelledError. */
export function turns(signal: AbortSignalLike): () => Promise<boolean> {
  let started = performance.now();
  return async () => {
    if (performance.now() - started < SLICE) return false;
    await setImmediate();
    if (signal.aborted) throw new CallError('CancelledError', 'The search was cancelled');
    started = performance.now();
    return true;
  };
}
