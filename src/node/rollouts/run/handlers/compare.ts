import { ranking } from '../../../../core/rollouts/compare/ranks.ts';
import type {
  ChangedGroupRow,
  ComparedRow,
  CompareMethods,
  CompareQuery,
  ExportMethods,
} from '../../../../protocol/rollouts/compare.ts';
import type { CallContext, Handlers } from '../../../../protocol/rpc.ts';
import { compareRun, type RunComparison } from '../comparison.ts';
import { writeComparison } from '../comparisonCsv.ts';
import { groupSummary } from '../details.ts';
import type { LiveRun } from '../liveRun.ts';

/** Comparisons that are held: one for each panel, more or less. */
const KEPT = 2;
/** How much of a completion stands in a row, in characters. */
const TEXT = 160;

/** Two ways of scoring the run that is open. */
export function compareHandlers(current: () => LiveRun): Handlers<CompareMethods & ExportMethods> {
  const made = new WeakMap<LiveRun, Map<string, RunComparison>>();
  const make = async (run: LiveRun, query: CompareQuery, context: CallContext): Promise<RunComparison> => {
    const comparison = await compareRun(run, query, context);
    const kept = made.get(run) ?? new Map<string, RunComparison>();
    made.set(run, kept);
    const key = JSON.stringify(query);
    kept.delete(key);
    kept.set(key, comparison);
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return comparison;
  };
  /** Parts of a list are of the comparison that its length was told of. */
  const known = async (run: LiveRun, query: CompareQuery, context: CallContext): Promise<RunComparison> =>
    made.get(run)?.get(JSON.stringify(query)) ?? (await make(run, query, context));
  return {
    compare: async (query, context) => {
      const { summary, changed, slowest, medianA, medianB } = await make(current(), query, context);
      return { summary, changed: changed.length, slowest: slowest.length, medianA, medianB };
    },
    comparedRows: async ({ query, list, start, count }, context) => {
      const run = current();
      const comparison = await known(run, query, context);
      const rows: ComparedRow[] = [];
      for (const rollout of comparison[list].slice(start, start + count))
        rows.push(await comparedRow(run, comparison, rollout));
      return rows;
    },
    changedGroups: async ({ query, start, count }, context) => {
      const run = current();
      const comparison = await known(run, query, context);
      const rows: ChangedGroupRow[] = [];
      for (const change of comparison.changed.slice(start, start + count)) {
        const { name, step, title } = await groupSummary(run.store, run.reader, change.group);
        rows.push({ ...change, name, step, title, ...orders(run, comparison, change.group) });
      }
      return rows;
    },
    exportComparison: async ({ query, path }, context) => {
      const run = current();
      await writeComparison(run, query, await make(run, query, context), path);
      return null;
    },
  };
}

async function comparedRow(
  { store, reader }: LiveRun,
  { a, b }: RunComparison,
  rollout: number,
): Promise<ComparedRow> {
  const read = await reader.rollout(rollout);
  const group = store.grouping.groupOf[rollout] ?? 0;
  return {
    rollout,
    group,
    at: store.membersOf(group).indexOf(rollout),
    name: read.group ?? store.names[group] ?? '',
    step: read.step,
    a: a.at(rollout),
    b: b.at(rollout),
    text: read.completion.slice(0, TEXT).replace(/\s+/g, ' '),
  };
}

function orders(
  { store }: LiveRun,
  { a, b }: RunComparison,
  group: number,
): Pick<ChangedGroupRow, 'before' | 'after'> {
  const members = store.membersOf(group);
  const places = (values: Float64Array): number[] =>
    ranking(Array.from(members, (rollout) => values[rollout] ?? NaN)).map((place) => place + 1);
  return { before: places(a.values), after: places(b.values) };
}
