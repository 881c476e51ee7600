import { compare } from '../../../core/rollouts/compare/compare.ts';
import type { Comparison, ScoredSide } from '../../../core/rollouts/compare/comparison.ts';
import { slowest } from '../../../core/rollouts/compare/slowest.ts';
import { ABSENT } from '../../../core/rollouts/table.ts';
import { parseWhere } from '../../../core/rollouts/where.ts';
import type { ComparedSide, CompareQuery, SideChoice } from '../../../protocol/rollouts/compare.ts';
import { CallError, type CallContext } from '../../../protocol/rpc.ts';
import { holds, turns } from './groupList.ts';
import type { LiveRun } from './liveRun.ts';
import { valueAt } from './store.ts';

/** Rows that are listed as the slowest. */
const MOST_SLOW = 200;

/** Two sides of a run, compared: what is shown of it, and what is written of it. */
export interface RunComparison extends Comparison {
  readonly a: NamedSide;
  readonly b: NamedSide;
  readonly mask: Uint8Array | undefined;
  readonly slowest: readonly number[];
  readonly medianA: number | null;
  readonly medianB: number | null;
}

interface NamedSide extends ScoredSide {
  /** What it says of one rollout. */
  at(rollout: number): ComparedSide;
  /** NaN where it is not known. */
  milliseconds(rollout: number): number;
}

/** Compares what the run knows now; reports progress while a filter is tried. Throws CancelledError, UnknownSide. */
export async function compareRun(
  run: LiveRun,
  query: CompareQuery,
  context: CallContext,
): Promise<RunComparison> {
  const { store, settings } = run;
  const mask = await maskOf(run, query.where, context);
  const [a, b] = [sideOf(run, query.a), sideOf(run, query.b)];
  const { members, table } = store;
  const comparison = compare({
    a,
    b,
    groups: members,
    step: table.step.view(),
    tolerance: query.tolerance,
    preset: settings.advantage,
    ...(mask !== undefined && { mask }),
  });
  const counts = (rollout: number): boolean => mask === undefined || mask[rollout] === 1;
  const timeOf = (of: (rollout: number) => number) => (rollout: number) =>
    counts(rollout) ? of(rollout) : NaN;
  const both = slowest(
    table.count,
    timeOf((rollout) => longer(a.milliseconds(rollout), b.milliseconds(rollout))),
    MOST_SLOW,
  );
  return {
    ...comparison,
    a,
    b,
    mask,
    slowest: both.rollouts,
    medianA: slowest(table.count, timeOf(a.milliseconds.bind(a)), 0).median,
    medianB: slowest(table.count, timeOf(b.milliseconds.bind(b)), 0).median,
  };
}

/** The larger; where one is not known, the other. */
function longer(x: number, y: number): number {
  if (Number.isNaN(x)) return y;
  return Number.isNaN(y) ? x : Math.max(x, y);
}

async function maskOf(
  { store, reader }: LiveRun,
  where: string,
  context: CallContext,
): Promise<Uint8Array | undefined> {
  const conditions = parseWhere(where);
  if (conditions.length === 0) return undefined;
  const { count } = store.table;
  const mask = new Uint8Array(count);
  const turn = turns(context.signal);
  for (let rollout = 0; rollout < count; rollout++) {
    if (await turn()) context.progress(rollout / count);
    if (await holds(store, reader, rollout, conditions)) mask[rollout] = 1;
  }
  return mask;
}

function sideOf(run: LiveRun, choice: SideChoice): NamedSide {
  const { store } = run;
  const { count } = store.table;
  const untimed = { milliseconds: () => NaN };
  switch (choice.kind) {
    case 'logged': {
      const column = store.table.rewards.get(choice.name);
      if (column === undefined) throw unknown(choice, [...store.table.rewards.keys()]);
      const values = column.view().slice();
      // What went wrong is the training run's matter: here there is no reward, and that is all.
      return {
        values,
        failed: () => false,
        at: (rollout) => ({ value: valueOf(values, rollout) }),
        ...untimed,
      };
    }
    case 'builtin': {
      const column = store.judgements.rewards.get(choice.name);
      if (column === undefined) throw unknown(choice, [...store.rewards.keys()]);
      const values = Float64Array.from({ length: count }, (_, rollout) =>
        store.isScored(rollout) ? column.at(rollout) : ABSENT,
      );
      const failed = (rollout: number): boolean => Number.isNaN(values[rollout] ?? 0);
      return {
        values,
        failed,
        at: (rollout) => ({
          value: valueOf(values, rollout),
          ...(failed(rollout) && { error: 'the reward failed' }),
        }),
        ...untimed,
      };
    }
    case 'function': {
      const column = store.functions.get(choice.name)?.column;
      if (column === undefined) throw unknown(choice, store.functions.names);
      return {
        ...column.side(count),
        milliseconds: (rollout) => column.milliseconds(rollout),
        at: (rollout) => {
          const [error, milliseconds] = [column.errorOf(rollout), column.milliseconds(rollout)];
          return {
            value: valueAt(column.at(rollout)),
            ...(error !== undefined && { error: `${error.type}: ${error.message}` }),
            ...(!Number.isNaN(milliseconds) && { milliseconds }),
          };
        },
      };
    }
  }
}

const valueOf = (values: Float64Array, rollout: number): number | null => valueAt(values[rollout] ?? NaN);

function unknown({ kind, name }: SideChoice, known: readonly string[]): CallError {
  const there = known.length === 0 ? 'there are none' : `there are ${known.join(', ')}`;
  return new CallError('UnknownSide', `There is no ${kind} reward ${name} in this run; ${there}.`);
}
