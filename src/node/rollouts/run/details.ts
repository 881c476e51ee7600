import { isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { advantages } from '../../../core/rollouts/advantage.ts';
import { Moments } from '../../../core/rollouts/moments.ts';
import { passes } from '../../../core/rollouts/passing.ts';
import type { Rollout } from '../../../core/rollouts/rollout.ts';
import { bestOf, majorityVote, passAtK } from '../../../core/rollouts/sampling.ts';
import { SIGNAL_LIST } from '../../../core/rollouts/signals/index.ts';
import { readSample } from '../../../core/readSample.ts';
import type {
  GroupDetail,
  GroupSummary,
  LinkedSample,
  ListEntry,
  RolloutDetail,
  RunSettings,
} from '../../../protocol/rollouts.ts';
import type { CalledValues } from './functionColumns.ts';
import type { GroupList } from './groupList.ts';
import type { Judge, JudgedRollout } from './judge.ts';
import { AMBIGUOUS } from './judgements.ts';
import { noteJudged } from './judging.ts';
import { heatmapCame } from './lateHeatmaps.ts';
import type { RunReader } from './reader.ts';
import type { RunStore } from './store.ts';

/** Longest title in the list, in characters. */
const TITLE = 200;
/** Texts over this length in a row are images in disguise: they are not sent to a webview. */
const ELIDED = 20_000;

/** What the list shows of an entry. */
export async function listEntry(
  store: RunStore,
  reader: RunReader,
  list: GroupList,
  place: number,
): Promise<ListEntry> {
  const entry = list.entries[place] ?? 0;
  if (entry >= 0) return groupSummary(store, reader, entry);
  const step = list.steps[-1 - entry] ?? 0;
  let [groups, flat] = [0, 0];
  const means = new Moments();
  for (let at = place + 1; at < list.entries.length; at++) {
    const group = list.entries[at] ?? -1;
    if (group < 0) break;
    const numbers = store.numbersOf(group);
    groups++;
    means.add(numbers.mean);
    if (numbers.flat) flat++;
  }
  return { kind: 'step', step, groups, flat, mean: means.count === 0 ? null : means.mean };
}

export async function groupSummary(store: RunStore, reader: RunReader, id: number): Promise<GroupSummary> {
  const members = store.membersOf(id);
  const [first = 0] = members;
  const rollout = await reader.rollout(first);
  const { mean, spread, flat, failed, signals } = store.numbersOf(id);
  const row = store.judgements.row.at(first);
  return {
    kind: 'group',
    id,
    name: rollout.group ?? store.names[id] ?? '',
    step: store.stepOf(id),
    title: await titleOf(rollout, reader, first),
    totals: [...members].map((member) => store.total(member)),
    mean,
    spread,
    flat,
    failed,
    signals: SIGNAL_LIST.filter((_, bit) => (signals & (1 << bit)) !== 0).map(({ title }) => title),
    link: row >= 0 ? 'linked' : row === AMBIGUOUS ? 'ambiguous' : 'none',
  };
}

export async function titleOf({ turns }: Rollout, reader: RunReader, index: number): Promise<string> {
  const asked = turns.find(({ role }) => role === 'user')?.text ?? (await reader.question(index)) ?? '';
  return asked
    .replace(/<image>/g, ' ')
    .trim()
    .slice(0, TITLE);
}

/** Everything about one group, judged now. */
export async function groupDetail(
  store: RunStore,
  reader: RunReader,
  judge: Judge,
  settings: RunSettings,
  id: number,
): Promise<GroupDetail> {
  const members = [...store.membersOf(id)];
  const rollouts = await reader.rollouts(members);
  const looked = await judge.group(rollouts, store.expected(members));
  if (heatmapCame(store, members, looked)) noteJudged(store, members, looked);
  const summary = await groupSummary(store, reader, id);
  const weights = judge.rewards.map(({ weight }) => weight);
  const scored = looked.some(({ values }) => values.length > 0);
  const computed = scored
    ? advantages(
        looked.map(({ values }) => values),
        weights,
        settings.advantage,
      )
    : advantages(
        summary.totals.map((total) => [total]),
        [1],
        settings.advantage,
      );
  const first = looked[0];
  const majority = majorityVote(rollouts.map(({ completion }) => completion));
  const best = bestOf(summary.totals);
  const sample = first === undefined ? undefined : linkedSample(first, judge);
  return {
    summary,
    turns: rollouts[0]?.turns ?? [],
    rollouts: rollouts.map((rollout, i) =>
      rolloutDetail(rollout, looked[i], judge, store.functions.of(members[i] ?? 0), {
        index: members[i] ?? 0,
        total: summary.totals[i] ?? null,
        advantage: summary.mean === null ? null : (computed[i] ?? 0),
      }),
    ),
    link: first?.link ?? { kind: 'none' },
    ...(sample !== undefined && { sample }),
    ...(majority !== undefined && { majority: { ...majority, right: isRight(majority.answer, sample) } }),
    passAt: passAt(rollouts, looked, judge),
    ...(best !== undefined && { best }),
  };
}

function rolloutDetail(
  rollout: Rollout,
  looked: JudgedRollout | undefined,
  judge: Judge,
  called: CalledValues,
  numbers: Pick<RolloutDetail, 'index' | 'total' | 'advantage'>,
): RolloutDetail {
  const { source, line, completion, logged, advantage, entropy, truncated, error } = rollout;
  const values = (looked?.values ?? []).map((value, i) => [judge.rewards[i]?.name ?? '', value] as const);
  return {
    ...numbers,
    source,
    line,
    completion,
    logged,
    values: { ...Object.fromEntries(values), ...called.values },
    errors: { ...looked?.errors, ...called.errors },
    outdated: called.outdated,
    findings: looked?.findings ?? [],
    ...(looked?.attention !== undefined && { attention: looked.attention }),
    ...(advantage !== undefined && { loggedAdvantage: advantage }),
    ...(entropy !== undefined && { entropy }),
    ...(truncated !== undefined && { truncated }),
    ...(error !== undefined && { error }),
  };
}

function linkedSample({ link, row }: JudgedRollout, judge: Judge): LinkedSample | undefined {
  if (row === undefined) return undefined;
  const elided = elide(row) as JsonObject;
  if (link.kind !== 'linked') return { row: elided };
  const { dataset } = judge;
  return {
    place: { row: link.row, line: dataset?.lineOf(link.row) ?? 0 },
    row: elided,
    ...(dataset?.isUnsaved(link.row) === true && { unsaved: true }),
  };
}

function isRight(answer: string, sample: LinkedSample | undefined): boolean {
  return sample !== undefined && readSample(sample.row).answers.value.includes(answer);
}

/** Of the rollouts of which it is known whether they pass. */
function passAt(
  rollouts: readonly Rollout[],
  looked: readonly JudgedRollout[],
  judge: Judge,
): GroupDetail['passAt'] {
  const known = rollouts
    .map(({ logged }, i) => {
      const { values = [] } = looked[i] ?? {};
      if (values.length > 0) return passes(judge.rewards, values);
      return passes(
        Object.keys(logged).map((name) => ({ name })),
        Object.values(logged),
      );
    })
    .filter((passed) => passed !== null);
  const right = known.filter(Boolean).length;
  const ks: GroupDetail['passAt'][number][] = [];
  for (let k = 1; k <= known.length; k *= 2) {
    const value = passAtK(known.length, right, k);
    if (value !== undefined) ks.push({ k, value });
  }
  return ks;
}

/** `value` with long texts cut short. */
export function elide(value: Json): Json {
  if (typeof value === 'string') return value.length > ELIDED ? `${value.slice(0, 64)}…` : value;
  if (Array.isArray(value)) return value.map(elide);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, elide(each)]));
}
