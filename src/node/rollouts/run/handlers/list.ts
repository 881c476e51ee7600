import { parseWhere } from '../../../../core/rollouts/where.ts';
import type { ListMethods, RolloutPlaceInGroup } from '../../../../protocol/rollouts/list.ts';
import type { Handlers } from '../../../../protocol/rpc.ts';
import { listEntry } from '../details.ts';
import { filterProblem } from '../filterProblem.ts';
import { holds, listGroups, turns, type GroupList } from '../groupList.ts';
import type { LiveRun } from '../liveRun.ts';
import type { RunStore } from '../store.ts';

const EMPTY: GroupList = { entries: new Int32Array(0), steps: [], groups: 0 };

/** What there is to see of a run, in order, and ways through it. */
export function listHandlers(current: () => LiveRun): Handlers<ListMethods> {
  /** The list as it was asked for last; groups of one run mean nothing in another. */
  const lists = new WeakMap<LiveRun, GroupList>();
  const listOf = (run: LiveRun): GroupList => lists.get(run) ?? EMPTY;
  return {
    list: async (query, context) => {
      const run = current();
      const list = await listGroups(run.store, run.reader, query, context);
      lists.set(run, list);
      const problem = await filterProblem(run.store, run.reader, parseWhere(query.where));
      return {
        entries: list.entries.length,
        groups: list.groups,
        ...(problem !== undefined && { problem }),
      };
    },
    entries: async ({ start, count }) => {
      const run = current();
      const list = listOf(run);
      const end = Math.min(start + count, list.entries.length);
      const entries = [];
      for (let place = start; place < end; place++) {
        entries.push(await listEntry(run.store, run.reader, list, place));
      }
      return entries;
    },
    place: ({ group }) => listOf(current()).entries.indexOf(group),
    groupAt: ({ place, by }) => {
      const { entries } = listOf(current());
      for (let at = place; at >= 0 && at < entries.length; at += by) {
        const entry = entries[at] ?? -1;
        if (entry >= 0) return entry;
      }
      return null;
    },
    next: async ({ from, by, where }, context) => {
      const { store, reader } = current();
      const conditions = parseWhere(where);
      const turn = turns(context.signal);
      const { length } = store.grouping.groupOf;
      const most = by > 0 ? length - from : from + 1;
      for (let rollout = from + by; rollout >= 0 && rollout < length; rollout += by) {
        if (await turn()) context.progress(Math.abs(rollout - from) / most);
        if (await holds(store, reader, rollout, conditions)) return placeOf(store, rollout);
      }
      return null;
    },
    placeOf: ({ rollout }) => placeOf(current().store, rollout),
  };
}

function placeOf(store: RunStore, rollout: number): RolloutPlaceInGroup | null {
  const group = store.grouping.groupOf[rollout];
  return group === undefined ? null : { group, at: store.membersOf(group).indexOf(rollout) };
}
