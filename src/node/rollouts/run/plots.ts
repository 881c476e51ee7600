import { FORMAT_FAILURES, type FormatFailure } from '../../../core/rollouts/formatFailure.ts';
import { binAt, binEdges } from '../../../core/rollouts/plots/bins.ts';
import { PairMoments } from '../../../core/rollouts/plots/correlation.ts';
import { spreadByPart, type Spread } from '../../../core/rollouts/plots/quantiles.ts';
import { stepAxis, type StepAxis } from '../../../core/rollouts/plots/spans.ts';
import type { Condition } from '../../../core/rollouts/where.ts';
import type { Heat, PlotData, PlotPart } from '../../../protocol/rollouts/plots.ts';
import type { CallContext } from '../../../protocol/rpc.ts';
import { holds, turns } from './groupList.ts';
import { partsOf, type Parts } from './plotParts.ts';
import type { RunReader } from './reader.ts';
import type { Slices } from './slices.ts';
import type { RunStore } from './store.ts';

/** Points of a line, and columns of a histogram by step: more are not told apart on a screen. */
const MOST_SPANS = 200;
const MOST_HEAT_SPANS = 40;
const ABOUT_BINS = 20;
const DOTS = 2000;
/** Rollouts after which it is looked whether others should have their turn. */
const OFTEN = 4096;

type Turn = () => Promise<boolean>;

/** A column of values, each of the same rollouts. */
type Columns = ReadonlyMap<string, Float64Array>;

interface Shown {
  readonly store: RunStore;
  readonly rollouts: Int32Array;
  readonly parts: Parts;
  readonly axis: StepAxis;
  /** The span of each rollout. */
  readonly spanOf: Int32Array;
  /** The same, but for rollouts in no part those that are negative, and part after part. */
  readonly spanInPart: Int32Array;
}

/**
 * What the plots show of the rollouts that fulfil the conditions, by the values of a column where one is given. Others
 * have their turn meanwhile; progress is told from 0 to 1. Throws CancelledError.
 */
export async function plotData(
  store: RunStore,
  reader: RunReader,
  slices: Slices,
  { conditions, slice }: { readonly conditions: readonly Condition[]; readonly slice: string | null },
  context: CallContext,
): Promise<PlotData> {
  const rollouts = await fulfilling(store, reader, conditions, phase(context, 0, 0.3));
  const parts = await partsOf(store, reader, slices, slice, rollouts, context.signal);
  const axis = stepAxis(stepsOf(store, rollouts), MOST_SPANS);
  const spanOf = rollouts.map((rollout) => axis.spanOf.get(store.table.step.at(rollout)) ?? 0);
  const spanInPart = spanOf.map((span, i) => {
    const part = parts.of[i] ?? -1;
    return part < 0 ? -1 : part * axis.spans.length + span;
  });
  const shown: Shown = { store, rollouts, parts, axis, spanOf, spanInPart };
  const columns = await columnsOf(shown, phase(context, 0.3, 0.6));
  const turn = turns(context.signal);
  const [whole, sliced] = [new Map<string, Spread>(), new Map<string, Spread>()];
  for (const [name, values] of columns) {
    whole.set(name, spreadByPart(values, spanOf, axis.spans.length));
    await turn();
    if (slice !== null)
      sliced.set(name, spreadByPart(values, spanInPart, axis.spans.length * parts.labels.length));
    await turn();
  }
  const edges = Object.fromEntries([...columns].map(([name, values]) => [name, edgesOf(values)]));
  context.progress(0.7);
  const heatAxis = stepAxis(axis.spanOf.keys(), MOST_HEAT_SPANS);
  const heats: Record<string, Heat[]> = {};
  for (const [name, values] of columns) {
    heats[name] = heatsOf(shown, heatAxis, values, edges[name] ?? [], slice === null);
    await turn();
  }
  const part = async (at: number | undefined, series: Record<string, Spread>): Promise<PlotPart> => ({
    label: at === undefined ? 'all' : (parts.labels[at] ?? ''),
    where: at === undefined ? '' : (parts.where[at] ?? ''),
    rollouts: at === undefined ? rollouts.length : parts.of.filter((each) => each === at).length,
    series,
    ...(await groupsOf(shown, at, turn)),
    ...(await failuresOf(shown, at, turn)),
    histograms: Object.fromEntries(
      [...columns].map(([name]) => [name, histogramOf(heats[name]?.[at === undefined ? 0 : at + 1])]),
    ),
    correlations: await correlationsOf(columns, parts.of, at, turn),
  });
  context.progress(0.8);
  const all = await part(undefined, Object.fromEntries(whole));
  context.progress(0.9);
  const each: PlotPart[] = [];
  for (const at of slice === null ? [] : parts.labels.keys()) {
    each.push(await part(at, partOfSeries(sliced, at, axis.spans.length)));
  }
  return {
    slice,
    spans: axis.spans,
    names: [...columns.keys()],
    edges,
    whole: all,
    parts: slice === null ? [all] : each,
    heats,
    dots: dotsOf(shown),
  };
}

/** A part of the work, whose progress from 0 to 1 is the whole's from one value to the other. */
function phase(context: CallContext, from: number, to: number): CallContext {
  return {
    signal: context.signal,
    progress: (done) => {
      context.progress(from + (to - from) * Number(done));
    },
  };
}

async function fulfilling(
  store: RunStore,
  reader: RunReader,
  conditions: readonly Condition[],
  context: CallContext,
): Promise<Int32Array> {
  const { count } = store.table;
  if (conditions.length === 0) return Int32Array.from({ length: count }, (_, rollout) => rollout);
  const found: number[] = [];
  const turn = turns(context.signal);
  for (let rollout = 0; rollout < count; rollout++) {
    if (await turn()) context.progress(rollout / count);
    if (await holds(store, reader, rollout, conditions)) found.push(rollout);
  }
  return Int32Array.from(found);
}

function* stepsOf(store: RunStore, rollouts: Int32Array): Generator<number> {
  for (const rollout of rollouts) yield store.table.step.at(rollout);
}

/** The rewards, their total and the length of each rollout; without those that none of them has. */
async function columnsOf({ store, rollouts }: Shown, context: CallContext): Promise<Columns> {
  const rewards = [...store.rewards.keys(), ...store.table.rewards.keys(), ...store.functions.names];
  const names = [...new Set(rewards), 'total', 'length'];
  const turn = turns(context.signal);
  const columns = new Map<string, Float64Array>();
  for (const [n, name] of names.entries()) {
    const values = new Float64Array(rollouts.length);
    let some = false;
    for (const [i, rollout] of rollouts.entries()) {
      const value = valueOf(store, name, rollout);
      values[i] = value;
      some ||= Number.isFinite(value);
      if (i % 1024 === 0 && (await turn())) context.progress((n + i / rollouts.length) / names.length);
    }
    if (some) columns.set(name, values);
  }
  return columns;
}

function valueOf(store: RunStore, name: string, rollout: number): number {
  if (name === 'length') return store.table.length.at(rollout);
  return (name === 'total' ? store.total(rollout) : store.rewardAt(name, rollout)) ?? NaN;
}

function edgesOf(values: Float64Array): readonly number[] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return binEdges(least, most, ABOUT_BINS);
}

/** Histograms by step: of all rollouts, then of each part where the run is sliced. */
function heatsOf(
  { store, rollouts, parts }: Shown,
  { spans, spanOf }: StepAxis,
  values: Float64Array,
  edges: readonly number[],
  wholeOnly: boolean,
): Heat[] {
  const heats = Array.from({ length: wholeOnly ? 1 : parts.labels.length + 1 }, () => ({
    spans,
    counts: spans.map(() => new Array<number>(edges.length - 1).fill(0)),
  }));
  for (const [i, rollout] of rollouts.entries()) {
    const value = values[i] ?? NaN;
    if (!Number.isFinite(value)) continue;
    const bin = binAt(edges, value);
    const span = spanOf.get(store.table.step.at(rollout)) ?? 0;
    const part = parts.of[i] ?? -1;
    for (const heat of [heats[0], wholeOnly || part < 0 ? undefined : heats[part + 1]]) {
      const counts = heat?.counts[span];
      if (counts !== undefined) counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  return heats;
}

function histogramOf(heat: Heat | undefined): readonly number[] {
  const bySpan = heat?.counts ?? [];
  return (bySpan[0] ?? []).map((_, bin) => bySpan.reduce((sum, counts) => sum + (counts[bin] ?? 0), 0));
}

function partOfSeries(
  series: ReadonlyMap<string, Spread>,
  part: number,
  spans: number,
): Record<string, Spread> {
  const cut = (values: readonly number[]): readonly number[] =>
    values.slice(part * spans, (part + 1) * spans);
  return Object.fromEntries(
    [...series].map(([name, { count, mean, low, median, high }]) => [
      name,
      { count: cut(count), mean: cut(mean), low: cut(low), median: cut(median), high: cut(high) },
    ]),
  );
}

/** A group belongs where its first rollout that is shown does. */
async function groupsOf(
  { store, rollouts, parts, axis, spanOf }: Shown,
  part: number | undefined,
  turn: Turn,
): Promise<Pick<PlotPart, 'groups' | 'flat'>> {
  const [groups, flat] = [axis.spans.map(() => 0), axis.spans.map(() => 0)];
  const seen = new Uint8Array(store.members.length);
  for (const [i, rollout] of rollouts.entries()) {
    if (i % OFTEN === 0) await turn();
    const group = store.grouping.groupOf[rollout] ?? 0;
    if (seen[group] === 1) continue;
    seen[group] = 1;
    if (part !== undefined && parts.of[i] !== part) continue;
    const span = spanOf[i] ?? 0;
    groups[span] = (groups[span] ?? 0) + 1;
    if (store.numbersOf(group).flat) flat[span] = (flat[span] ?? 0) + 1;
  }
  return { groups, flat };
}

async function failuresOf(
  { store, rollouts, parts, axis, spanOf }: Shown,
  part: number | undefined,
  turn: Turn,
): Promise<Pick<PlotPart, 'checked' | 'failures'>> {
  const checked = axis.spans.map(() => 0);
  const failures = FORMAT_FAILURES.map(() => axis.spans.map(() => 0));
  for (const [i, rollout] of rollouts.entries()) {
    if (i % OFTEN === 0) await turn();
    if (!store.judgements.isDone(rollout) || (part !== undefined && parts.of[i] !== part)) continue;
    const span = spanOf[i] ?? 0;
    checked[span] = (checked[span] ?? 0) + 1;
    const counts = failures[store.judgements.failure.at(rollout) - 1];
    if (counts !== undefined) counts[span] = (counts[span] ?? 0) + 1;
  }
  const named = FORMAT_FAILURES.map(({ name }, kind) => [name, failures[kind] ?? []] as const);
  return { checked, failures: Object.fromEntries(named) as Record<FormatFailure, number[]> };
}

async function correlationsOf(
  columns: Columns,
  partOf: Int32Array,
  part: number | undefined,
  turn: Turn,
): Promise<PlotPart['correlations']> {
  const rewards = [...columns].filter(([name]) => name !== 'length' && name !== 'total');
  const correlations: PlotPart['correlations'][number][] = [];
  for (const [n, [a, x]] of rewards.entries()) {
    for (const [b, y] of rewards.slice(n + 1)) {
      const pairs = new PairMoments();
      for (let i = 0; i < x.length; i++) {
        if (i % OFTEN === 0) await turn();
        if (part === undefined || partOf[i] === part) pairs.add(x[i] ?? NaN, y[i] ?? NaN);
      }
      correlations.push({ a, b, r: pairs.r });
    }
  }
  return correlations;
}

function dotsOf({ store, rollouts, parts }: Shown): PlotData['dots'] {
  const every = Math.max(1, Math.ceil(rollouts.length / DOTS));
  const dots: PlotData['dots'][number][] = [];
  for (let i = 0; i < rollouts.length; i += every) {
    const index = rollouts[i] ?? 0;
    const [total, part] = [store.total(index), parts.of[i] ?? -1];
    if (total === null || part < 0) continue;
    dots.push({ index, step: store.table.step.at(index), length: store.table.length.at(index), total, part });
  }
  return dots;
}
