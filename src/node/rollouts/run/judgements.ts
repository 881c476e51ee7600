import { FORMAT_FAILURES, type FormatFailure } from '../../../core/rollouts/formatFailure.ts';
import { bytes, doubles, integers, type Growing } from '../../../core/rollouts/growing.ts';
import { SIGNAL_LIST } from '../../../core/rollouts/signals/index.ts';

export const UNLINKED = -1;
export const AMBIGUOUS = -2;

const [NEW, JUDGED, OUTDATED] = [0, 1, 2];

/** What judging tells of one rollout. */
export interface Judgement {
  readonly row: number;
  /** In the order of the rewards; null where one fails. */
  readonly values: readonly (number | null)[];
  readonly signals: number;
  readonly failure: FormatFailure | undefined;
  /** Region attention density, where there is one. */
  readonly density?: number | undefined;
}

/** What was found out about each rollout besides what it says itself: numbers only, as in the table. */
export class Judgements {
  /** Row of the dataset, UNLINKED or AMBIGUOUS. */
  readonly row = integers();
  /** A bit for each signal. */
  readonly signals = integers();
  /** How many rollouts each signal was found in, in the order of SIGNAL_LIST. */
  readonly signalCounts: number[] = SIGNAL_LIST.map(() => 0);
  /** 0, or one more than the place of the failure among FORMAT_FAILURES. */
  readonly failure = bytes();
  /** How many rollouts fail the format in each way, in the order of FORMAT_FAILURES. */
  readonly failureCounts: number[] = FORMAT_FAILURES.map(() => 0);
  /** Region attention density; NaN where there is none. */
  readonly density = doubles();
  /** Whether any rollout has one. */
  hasDensity = false;
  /** A column for each reward; NaN where it fails or there is nothing to score against. */
  readonly rewards: ReadonlyMap<string, Growing<Float64Array>>;
  /** NEW, JUDGED as a member of the group it is in, or OUTDATED: what is known holds until it is judged again. */
  private readonly done = bytes();
  count = 0;
  /** Grows with every judgement, so that whoever copied them notices. */
  changes = 0;
  linked = 0;
  ambiguous = 0;

  constructor(names: readonly string[]) {
    this.rewards = new Map(names.map((name) => [name, doubles()]));
  }

  /** Makes room for rollouts that have come. */
  grow(count: number): void {
    while (this.done.length < count) {
      this.row.push(UNLINKED);
      this.signals.push(0);
      this.failure.push(0);
      this.density.push(NaN);
      this.done.push(NEW);
      for (const column of this.rewards.values()) column.push(NaN);
    }
  }

  /** All have to be judged again, as members of other groups or against other samples. */
  outdateAll(): void {
    for (let rollout = 0; rollout < this.done.length; rollout++) this.outdate(rollout);
  }

  outdate(rollout: number): void {
    if (!this.isCurrent(rollout)) return;
    this.done.set(rollout, OUTDATED);
    this.count--;
  }

  /** Whether anything is known of a rollout. */
  isDone(rollout: number): boolean {
    return this.done.at(rollout) !== NEW && rollout < this.done.length;
  }

  /** Whether it need not be judged again. */
  isCurrent(rollout: number): boolean {
    return this.done.at(rollout) === JUDGED;
  }

  set(rollout: number, { row, values, signals, failure, density }: Judgement): void {
    this.changes++;
    if (!this.isCurrent(rollout)) this.count++;
    this.tally(this.row.at(rollout), -1);
    this.tally(row, 1);
    this.done.set(rollout, JUDGED);
    this.row.set(rollout, row);
    this.tallySignals(this.signals.at(rollout), -1);
    this.tallySignals(signals, 1);
    this.signals.set(rollout, signals);
    const kind = FORMAT_FAILURES.findIndex(({ name }) => name === failure);
    tally(this.failureCounts, this.failure.at(rollout) - 1, -1);
    tally(this.failureCounts, kind, 1);
    this.failure.set(rollout, kind + 1);
    this.density.set(rollout, density ?? NaN);
    this.hasDensity ||= density !== undefined;
    let i = 0;
    for (const column of this.rewards.values()) column.set(rollout, values[i++] ?? NaN);
  }

  /** The rollouts that answer one of these rows. */
  answering(rows: ReadonlySet<number>): readonly number[] {
    const found: number[] = [];
    for (const [rollout, row] of this.row.view().entries()) if (rows.has(row)) found.push(rollout);
    return found;
  }

  private tally(row: number, by: number): void {
    if (row >= 0) this.linked += by;
    else if (row === AMBIGUOUS) this.ambiguous += by;
  }

  private tallySignals(signals: number, by: number): void {
    for (let bit = 0; signals >> bit !== 0; bit++)
      if ((signals & (1 << bit)) !== 0) tally(this.signalCounts, bit, by);
  }
}

function tally(counts: number[], at: number, by: number): void {
  if (at >= 0) counts[at] = (counts[at] ?? 0) + by;
}
