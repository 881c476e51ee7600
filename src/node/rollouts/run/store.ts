import { weightedTotal } from '../../../core/rollouts/advantage.ts';
import type { ExpectedAdvantage } from '../../../core/rollouts/fittedAdvantages.ts';
import type { RunFit } from '../../../core/rollouts/fitRun.ts';
import { TOTALS } from '../../../core/rollouts/logged.ts';
import { FORMAT_FAILURES } from '../../../core/rollouts/formatFailure.ts';
import type { Grouping } from '../../../core/rollouts/grouping.ts';
import { groupNames } from '../../../core/rollouts/groupNames.ts';
import { Moments } from '../../../core/rollouts/moments.ts';
import { SIGNAL_LIST } from '../../../core/rollouts/signals/index.ts';
import { FAILED, RolloutTable, TRUNCATED } from '../../../core/rollouts/table.ts';
import { membersOf } from '../../../core/rollouts/tableAdvantages.ts';
import type { Subject } from '../../../core/rollouts/where.ts';
import { FunctionColumns } from './functionColumns.ts';
import { AMBIGUOUS, Judgements, UNLINKED } from './judgements.ts';

const FLAT = 1e-8;

/** Names that the filter knows besides rewards, signals and format failures. */
export const ROLLOUT_NUMBERS = ['step', 'length', 'advantage', 'line', 'total', 'density'] as const;
export const GROUP_NUMBERS = ['mean', 'spread'] as const;
export const MARKS = ['flat', 'failed', 'queried', 'ambiguous', 'unlinked', 'flagged', 'truncated'] as const;

export interface GroupNumbers {
  /** Null where none of its rollouts has a total; so is the spread. */
  readonly mean: number | null;
  readonly spread: number | null;
  readonly flat: boolean;
  readonly failed: number;
  /** Or-ed over its rollouts. */
  readonly signals: number;
}

/** The numbers of a run: the rollouts as they were read, the groups they make, and what was found out about them. */
export class RunStore {
  readonly table = new RolloutTable();
  readonly judgements: Judgements;
  grouping: Grouping = { groupOf: new Int32Array(0), groups: 0, basis: 'runs' };
  members: readonly Int32Array[] = [];
  names: readonly string[] = [];
  /** How the logged advantages follow from the logged rewards. */
  fit: RunFit = { fitted: undefined, extras: [], summed: false };
  /** The rollouts that an SQL query led to. */
  queried: ReadonlySet<number> = new Set();

  /** `rewards`: names of those computed here, with the weight of each. */
  constructor(
    readonly rewards: ReadonlyMap<string, number>,
    readonly functions = new FunctionColumns(),
  ) {
    this.judgements = new Judgements([...rewards.keys()]);
  }

  /** Finds the groups anew, after rollouts have come. */
  regroup(): void {
    const { table } = this;
    this.judgements.grow(table.count);
    const { size } = this.grouping;
    this.grouping = table.group();
    if (this.grouping.size !== size) this.judgements.outdateAll();
    const { groupOf, groups } = this.grouping;
    this.members = membersOf(groupOf, groups);
    this.names = groupNames(groupOf, groups, table.step.view());
  }

  /** What the advantages of a group should be, where a preset fits those that were logged. */
  expected(members: ArrayLike<number>): readonly ExpectedAdvantage[] {
    return this.fit.fitted?.of(members) ?? [];
  }

  membersOf(group: number): Int32Array {
    return this.members[group] ?? new Int32Array(0);
  }

  stepOf(group: number): number {
    return this.table.step.at(this.membersOf(group)[0] ?? 0);
  }

  /** Whether the rewards of a rollout were computed here. */
  isScored(rollout: number): boolean {
    if (!this.judgements.isDone(rollout)) return false;
    for (const column of this.judgements.rewards.values()) if (!Number.isNaN(column.at(rollout))) return true;
    return false;
  }

  /** The weighted sum of the computed rewards, else of what was logged; null where there is none. */
  total(rollout: number): number | null {
    if (this.isScored(rollout)) {
      const values = [...this.judgements.rewards.values()].map((column) => valueAt(column.at(rollout)));
      return weightedTotal(values, [...this.rewards.values()]);
    }
    const { rewards } = this.table;
    for (const name of this.totals) {
      const logged = valueAt(rewards.get(name)?.at(rollout) ?? NaN);
      if (logged !== null) return logged;
    }
    const logged = [...rewards].filter(([name]) => this.isReward(name));
    return weightedTotal(
      logged.map(([, column]) => valueAt(column.at(rollout))),
      logged.map(([name]) => this.rewards.get(name) ?? 1),
    );
  }

  /** Names of columns that hold the total of the others. */
  private get totals(): readonly string[] {
    return this.fit.summed ? [] : TOTALS;
  }

  /** Whether a logged number is a reward, as far as the advantages tell. */
  private isReward(name: string): boolean {
    return !this.fit.extras.includes(name);
  }

  /** What a rollout with every reward in full gets, each being 1 at most as the standard ones are. */
  get fullTotal(): number {
    const weights = this.judgements.linked > 0 ? [...this.rewards.values()] : this.loggedWeights();
    return weights.reduce((sum, weight) => sum + Math.max(0, weight), 0);
  }

  /** Of the parts where a total is logged beside them. */
  private loggedWeights(): readonly number[] {
    const names = [...this.table.rewards.keys()].filter((name) => this.isReward(name));
    const parts = names.filter((name) => !this.totals.includes(name));
    return (parts.length > 0 ? parts : names.slice(0, 1)).map((name) => this.rewards.get(name) ?? 1);
  }

  /** Whether a reward failed, or the rollout itself. */
  failed(rollout: number): boolean {
    if ((this.table.flags.at(rollout) & FAILED) !== 0) return true;
    for (const [name, column] of this.table.rewards)
      if (this.isReward(name) && Number.isNaN(column.at(rollout))) return true;
    if (!this.isScored(rollout)) return false;
    for (const column of this.judgements.rewards.values()) if (Number.isNaN(column.at(rollout))) return true;
    return false;
  }

  numbersOf(group: number): GroupNumbers {
    const moments = new Moments();
    let [failed, signals] = [0, 0];
    for (const rollout of this.membersOf(group)) {
      moments.add(this.total(rollout));
      if (this.failed(rollout)) failed++;
      signals |= this.judgements.isDone(rollout) ? this.judgements.signals.at(rollout) : 0;
    }
    const { mean, spread, count } = moments;
    const of = count === 0 ? { mean: null, spread: null } : { mean, spread };
    return { ...of, flat: count > 1 && spread < FLAT, failed, signals };
  }

  /** A reward by its name: by a function of the user's, as computed, else as logged; `logged.bbox` for the latter. */
  rewardAt(name: string, rollout: number): number | undefined {
    const called = this.functions.number(name, rollout);
    if (called !== undefined) return called;
    const computed = this.judgements.rewards.get(name);
    if (computed !== undefined && this.isScored(rollout)) return computed.at(rollout);
    const logged = this.table.rewards.get(name.startsWith('logged.') ? name.slice(7) : name);
    if (logged !== undefined) return valueAt(logged.at(rollout)) ?? NaN;
    return computed === undefined ? undefined : NaN;
  }

  subject(rollout: number): Subject {
    const group = this.grouping.groupOf[rollout] ?? 0;
    return {
      number: (name) => this.numberAt(name, rollout, group),
      is: (name) => this.isMarked(name, rollout, group),
    };
  }

  private numberAt(name: string, rollout: number, group: number): number | undefined {
    switch (name) {
      case 'step':
        return this.table.step.at(rollout);
      case 'length':
        return this.table.length.at(rollout);
      case 'advantage':
        return this.table.advantage.at(rollout);
      case 'line':
        return this.table.place(rollout).line;
      case 'total':
        return this.total(rollout) ?? NaN;
      case 'mean':
      case 'spread':
        return this.numbersOf(group)[name] ?? NaN;
      case 'density':
        if (this.judgements.hasDensity) return this.judgements.density.at(rollout);
        return this.rewardAt(name, rollout);
      default:
        return this.rewardAt(name, rollout);
    }
  }

  private isMarked(name: string, rollout: number, group: number): boolean {
    const { row, signals } = this.judgements;
    switch (name) {
      case 'flat':
        return this.numbersOf(group).flat;
      case 'failed':
        return this.failed(rollout);
      case 'queried':
        return this.queried.has(rollout);
      case 'ambiguous':
        return row.at(rollout) === AMBIGUOUS;
      case 'unlinked':
        return row.at(rollout) === UNLINKED;
      case 'flagged':
        return signals.at(rollout) !== 0;
      case 'truncated':
        if ((this.table.flags.at(rollout) & TRUNCATED) !== 0) return true;
    }
    const failure = FORMAT_FAILURES.findIndex((each) => each.name === name);
    if (failure >= 0) return this.judgements.failure.at(rollout) === failure + 1;
    if (this.functions.is(name, rollout)) return true;
    const bit = SIGNAL_LIST.findIndex((signal) => signal.name === name);
    return bit >= 0 && (signals.at(rollout) & (1 << bit)) !== 0;
  }
}

export const valueAt = (value: number): number | null => (Number.isFinite(value) ? value : null);
