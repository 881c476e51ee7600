import { setTimeout as sleep } from 'node:timers/promises';
import { hashText } from '../../../../core/hash.ts';
import type { JsonObject } from '../../../../core/json.ts';
import { commonColumns, namesImage, type EarnedGroup } from '../../../../core/rollouts/exports/group.ts';
import { trainingRows } from '../../../../core/rollouts/exports/rows.ts';
import { holdsTruth } from '../../../../core/rollouts/rescore.ts';
import { passes } from '../../../../core/rollouts/passing.ts';
import { truncation } from '../../../../core/rollouts/truncation.ts';
import { parseWhere, type Condition } from '../../../../core/rollouts/where.ts';
import type { ExportCounts, ExportQuery } from '../../../../protocol/rollouts/training.ts';
import { CallError, type CallContext } from '../../../../protocol/rpc.ts';
import { holds, turns } from '../groupList.ts';
import type { LiveRun } from '../liveRun.ts';
import { valueAt } from '../store.ts';

/** Milliseconds between two looks at whether all rollouts are scored. */
const WAIT = 100;
/** The part of the progress that scoring is. */
const SCORING = 0.2;
const NOTHING: ExportCounts = {
  groups: 0,
  used: 0,
  rows: 0,
  repeated: 0,
  unscored: 0,
  imageless: 0,
  truncated: 0,
  worthless: 0,
};
const STEPS: readonly string[] = ['step', 'gen_step', 'global_step'];

/**
 * The rows to train on that the groups of a run give, in their order, each of them once; answers what it counted.
 * Waits until all rollouts are scored. Reports progress from 0 to 1. Throws FileError and CancelledError.
 */
export async function* exportedRows(
  run: LiveRun,
  { where, options }: ExportQuery,
  context: CallContext,
): AsyncGenerator<JsonObject, ExportCounts> {
  await allScored(run, context);
  const { store } = run;
  const conditions = parseWhere(where);
  const turn = turns(context.signal);
  const written = new Set<string>();
  const counts = { ...NOTHING };
  // A filter for truncated ones asks for them.
  const askedTruncated = conditions.some((each) => each.kind === 'is' && each.name === 'truncated');
  const all = store.members.length;
  for (let group = 0; group < all; group++) {
    if (await turn()) context.progress(SCORING + (1 - SCORING) * (group / all));
    const listed = await listedIn(run, group, conditions);
    if (listed.every((each) => !each)) continue;
    counts.groups++;
    const earned = await earnedGroup(run, group, listed, askedTruncated);
    const scored = earned.completions.filter(({ total }) => total !== null);
    if (scored.length === 0) counts.unscored++;
    else if (options.kind === 'sft' && options.least === undefined) {
      if (!scored.some(({ total, listed }) => listed && (total ?? 0) > 0)) counts.worthless++;
    }
    if (!namesImage(earned)) counts.imageless++;
    if (options.kind !== 'prompts') counts.truncated += scored.filter(({ truncated }) => truncated).length;
    let gave = false;
    for (const row of trainingRows(earned, options)) {
      const hash = hashText(JSON.stringify(row));
      if (written.has(hash)) {
        counts.repeated++;
        continue;
      }
      written.add(hash);
      counts.rows++;
      gave = true;
      yield row;
    }
    if (gave) counts.used++;
  }
  context.progress(1);
  return counts;
}

async function allScored(run: LiveRun, context: CallContext): Promise<void> {
  const { store } = run;
  while (run.reading || store.judgements.count < store.table.count) {
    context.progress(SCORING * (store.judgements.count / Math.max(1, store.table.count)));
    await sleep(WAIT);
    if (context.signal.aborted || run.signal.aborted)
      throw new CallError('CancelledError', 'The export was cancelled');
  }
}

/** Which rollouts of a group the filter leaves. */
async function listedIn(
  { store, reader }: LiveRun,
  group: number,
  conditions: readonly Condition[],
): Promise<readonly boolean[]> {
  const listed: boolean[] = [];
  for (const rollout of store.membersOf(group)) {
    listed.push(conditions.length === 0 || (await holds(store, reader, rollout, conditions)));
  }
  return listed;
}

/** When a sample was asked is nothing of the sample, and would make each time another row of it. */
function withoutStep(row: JsonObject | undefined): JsonObject | undefined {
  if (row === undefined || !STEPS.some((name) => name in row)) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => !STEPS.includes(name)));
}

async function earnedGroup(
  run: LiveRun,
  group: number,
  listed: readonly boolean[],
  askedTruncated: boolean,
): Promise<EarnedGroup> {
  const { store, reader } = run;
  const members = [...store.membersOf(group)];
  const rollouts = await reader.rollouts(members);
  const [first = 0] = members;
  const linked = store.judgements.row.at(first) >= 0;
  const own = commonColumns(
    rollouts.map(({ columns }) => columns),
    STEPS,
  );
  return {
    ...(own !== undefined && { own }),
    row: withoutStep(linked ? await reader.sample(first) : holdsTruth(own) ? own : undefined),
    turns: rollouts[0]?.turns ?? [],
    completions: rollouts.map((rollout, i) => ({
      completion: rollout.completion,
      truncated: !askedTruncated && truncation(rollout) !== undefined,
      total: store.total(members[i] ?? 0),
      passed: hasPassed(run, members[i] ?? 0),
      listed: listed[i] ?? false,
    })),
  };
}

/** By the rewards as computed; of a rollout that could not be scored those that were logged tell. */
function hasPassed({ store, judge }: LiveRun, rollout: number): boolean | null {
  const scored = store.isScored(rollout);
  const columns = scored ? store.judgements.rewards : store.table.rewards;
  const rewards = scored ? judge.rewards : [...columns.keys()].map((name) => ({ name }));
  return passes(
    rewards,
    rewards.map(({ name }) => valueAt(columns.get(name)?.at(rollout) ?? NaN)),
  );
}
