import { Moments } from '../moments.ts';
import { ABSENT } from '../table.ts';
import { tableAdvantages } from '../tableAdvantages.ts';
import type { ChangedGroup, CompareInput, Comparison, ComparisonSummary } from './comparison.ts';
import { rankChange } from './ranks.ts';
import type { RowSummary } from './rows.ts';

/** An advantage closer to 0 than this is a trainer's rounding. */
const NO_ADVANTAGE = 1e-9;
const FLAT = 1e-8;

type GroupsSummary = Omit<ComparisonSummary, keyof RowSummary>;

/**
 * Compares the groups with these numbers, each by those of its rollouts that both sides scored. Advantages are those of
 * a trainer that has this one reward; a batch is then what was scored of a step.
 */
export function compareGroups(
  { a, b, groups, step, tolerance, preset }: CompareInput,
  counted: readonly number[],
): Pick<Comparison, 'changed'> & { readonly summary: GroupsSummary } {
  const scored = (rollout: number): boolean => a.values[rollout] !== ABSENT && b.values[rollout] !== ABSENT;
  const members = counted.map((number) => Array.from(groups[number] ?? []).filter(scored));
  const count = Math.max(a.values.length, b.values.length);
  const [advantagesA, advantagesB] = [a, b].map(({ values }) =>
    tableAdvantages({ members, rewards: [values], weights: [1], step }, count, preset),
  );
  const total = new Totals();
  const changed: ChangedGroup[] = [];
  for (const [i, group] of counted.entries()) {
    const of = (values: Float64Array | undefined): number[] =>
      (members[i] ?? []).map((rollout) => values?.[rollout] ?? NaN);
    const [x, y] = [of(a.values), of(b.values)];
    if (x.filter((value, at) => Number.isFinite(value) && Number.isFinite(y[at])).length < 2) continue;
    const change = {
      group,
      turned: turns(of(advantagesA), of(advantagesB)),
      ...rankChange(x, y, tolerance),
    };
    total.add(change, isFlat(x), isFlat(y));
    if (change.swapped + change.parted + change.turned > 0) changed.push(change);
  }
  changed.sort(
    (x, y) => y.swapped - x.swapped || y.turned - x.turned || y.parted - x.parted || x.group - y.group,
  );
  return { summary: total.summary, changed };
}

class Totals {
  readonly summary = {
    groups: 0,
    reranked: 0,
    swapped: 0,
    parted: 0,
    turnedGroups: 0,
    turned: 0,
    flatA: 0,
    flatB: 0,
  };

  add({ swapped, parted, turned }: ChangedGroup, flatA: boolean, flatB: boolean): void {
    const { summary } = this;
    summary.groups++;
    summary.swapped += swapped;
    summary.parted += parted;
    summary.turned += turned;
    if (swapped + parted > 0) summary.reranked++;
    if (turned > 0) summary.turnedGroups++;
    if (flatA && !flatB) summary.flatA++;
    if (flatB && !flatA) summary.flatB++;
  }
}

/** How many advantages change sign. */
export function turns(a: readonly number[], b: readonly number[]): number {
  return a.filter((value, i) => sign(value) * sign(b[i] ?? 0) < 0).length;
}

const sign = (advantage: number): number => (Math.abs(advantage) < NO_ADVANTAGE ? 0 : Math.sign(advantage));

function isFlat(values: readonly number[]): boolean {
  const { count, spread } = Moments.of(values.map((value) => (Number.isNaN(value) ? null : value)));
  return count > 1 && spread < FLAT;
}
