import type { Condition } from '../../../core/rollouts/where.ts';
import type { PlotData, Series } from '../../../protocol/rollouts.ts';
import type { CallContext } from '../../../protocol/rpc.ts';
import { holds, turns } from './groupList.ts';
import type { RunReader } from './reader.ts';
import type { RunStore } from './store.ts';

const BINS = 20;
const SAMPLE = 2000;

/** What the plots show of the rollouts that fulfil a filter. */
export async function plotData(
  store: RunStore,
  reader: RunReader,
  conditions: readonly Condition[],
  context: CallContext,
): Promise<PlotData> {
  const shown: number[] = [];
  const turn = turns(context.signal);
  const { count } = store.table;
  for (let rollout = 0; rollout < count; rollout++) {
    if (await turn()) context.progress(rollout / count);
    if (conditions.length === 0 || (await holds(store, reader, rollout, conditions))) shown.push(rollout);
  }
  const names = [...new Set([...store.rewards.keys(), ...store.table.rewards.keys()])];
  const columns = new Map<string, Float64Array>();
  for (const name of [...names, 'total', 'length']) {
    const values = Float64Array.from(shown, (rollout) => store.subject(rollout).number(name) ?? NaN);
    if (values.some((value) => Number.isFinite(value))) columns.set(name, values);
    await turn();
  }
  const steps = shown.map((rollout) => store.table.step.at(rollout));
  const order = [...new Set(steps)].sort((a, b) => a - b);
  const rewards = [...columns].filter(([name]) => name !== 'length' && name !== 'total');
  return {
    step: order,
    series: Object.fromEntries([...columns].map(([name, values]) => [name, series(values, steps, order)])),
    flat: flatShares(store, shown, order),
    histograms: Object.fromEntries([...columns].map(([name, values]) => [name, histogram(values)])),
    sample: sample(store, shown),
    correlations: rewards.flatMap(([a, x], i) =>
      rewards.slice(i + 1).map(([b, y]) => ({ a, b, r: correlation(x, y) })),
    ),
  };
}

function series(values: Float64Array, steps: readonly number[], order: readonly number[]): Series {
  const byStep = new Map<number, number[]>(order.map((step) => [step, []]));
  for (const [i, value] of values.entries())
    if (Number.isFinite(value)) byStep.get(steps[i] ?? 0)?.push(value);
  const points = order.flatMap((step) => {
    const sorted = (byStep.get(step) ?? []).sort((a, b) => a - b);
    if (sorted.length === 0) return [];
    const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    return [
      {
        step,
        count: sorted.length,
        mean,
        low: quantile(sorted, 0.1),
        median: quantile(sorted, 0.5),
        high: quantile(sorted, 0.9),
      },
    ];
  });
  return {
    step: points.map(({ step }) => step),
    count: points.map(({ count }) => count),
    mean: points.map(({ mean }) => mean),
    low: points.map(({ low }) => low),
    median: points.map(({ median }) => median),
    high: points.map(({ high }) => high),
  };
}

/** Between the two values next to it, as numpy does by default. */
function quantile(sorted: readonly number[], part: number): number {
  const at = (sorted.length - 1) * part;
  const [below, above] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return below + (above - below) * (at - Math.floor(at));
}

function flatShares(store: RunStore, shown: readonly number[], order: readonly number[]): readonly number[] {
  const groups = new Set(shown.map((rollout) => store.grouping.groupOf[rollout] ?? 0));
  const counts = new Map(order.map((step) => [step, { all: 0, flat: 0 }]));
  for (const group of groups) {
    const count = counts.get(store.stepOf(group));
    if (count === undefined) continue;
    count.all++;
    if (store.numbersOf(group).flat) count.flat++;
  }
  return order.map((step) => {
    const { all = 0, flat = 0 } = counts.get(step) ?? {};
    return all === 0 ? 0 : flat / all;
  });
}

function histogram(values: Float64Array): PlotData['histograms'][string] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const counts = new Array<number>(BINS).fill(0);
  const width = (most - least) / BINS || 1;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    const bin = Math.min(BINS - 1, Math.floor((value - least) / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { least, most, counts };
}

function sample(store: RunStore, shown: readonly number[]): PlotData['sample'] {
  const every = Math.max(1, Math.ceil(shown.length / SAMPLE));
  return shown
    .filter((_, i) => i % every === 0)
    .flatMap((index) => {
      const total = store.total(index);
      if (total === null) return [];
      return [{ index, length: store.table.length.at(index), total, step: store.table.step.at(index) }];
    });
}

/** Pearson's r of the rollouts that have both. */
function correlation(x: Float64Array, y: Float64Array): number | null {
  let [n, sx, sy, sxx, syy, sxy] = [0, 0, 0, 0, 0, 0];
  for (const [i, a] of x.entries()) {
    const b = y[i] ?? NaN;
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue;
    n++;
    sx += a;
    sy += b;
    sxx += a * a;
    syy += b * b;
    sxy += a * b;
  }
  const spread = Math.sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
  return spread > 1e-12 ? (n * sxy - sx * sy) / spread : null;
}
