/** Two runs, or two parts of one, on the same samples. */
import type { Direction, PairedDifference } from '../../core/rollouts/runs/difference.ts';
import type { MethodNames } from '../rpc.ts';
import type { RolloutTarget } from './find.ts';

export interface RunsQuery {
  /** The dump that this run is compared with, the baseline; null for this run itself. */
  readonly other: string | null;
  /** Which rollouts of each count, as in core/rollouts/where.ts. */
  readonly baseWhere: string;
  readonly runWhere: string;
  /** The column of the samples whose values are told apart; null for none. */
  readonly slice: string | null;
}

/** What counts of one side. */
export interface RunsSide {
  readonly path: string;
  readonly rollouts: number;
  readonly samples: number;
}

export interface RunsSlice {
  /** Empty where samples have no value. */
  readonly value: string;
  readonly samples: number;
  /** In the order of the names. */
  readonly differences: readonly PairedDifference[];
}

export interface RunsReport {
  readonly base: RunsSide;
  readonly run: RunsSide;
  /** Samples of both; the others stand in one of them only. */
  readonly samples: number;
  readonly onlyBase: number;
  readonly onlyRun: number;
  /** Samples that are known by the row they are linked to; the others are by their prompt. */
  readonly byRow: number;
  /** `total` and the rewards that both have. */
  readonly names: readonly string[];
  readonly differences: readonly PairedDifference[];
  /** Those with most samples first. */
  readonly slices: readonly RunsSlice[];
}

/** Which samples are listed, and in which order. */
export interface RunsListQuery {
  /** `total` or a reward. */
  readonly name: string;
  /** Only those that changed in this direction. */
  readonly only?: Direction;
  /** Only those of this value of the slice. */
  readonly slice?: string;
  /** The most improved first, rather than the most regressed. */
  readonly descending: boolean;
}

export interface RunsSample {
  readonly title: string;
  /** The group of each side that is opened. */
  readonly base: RunsPlace;
  readonly run: RunsPlace;
  /** Of each name, the mean of both sides; null where one has none. */
  readonly means: Readonly<Record<string, readonly [base: number | null, run: number | null]>>;
  /** Of the name that the list goes by. */
  readonly change: number | null;
}

/** The first rollout of a sample, and how many there are. */
export interface RunsPlace extends RolloutTarget {
  readonly group: number;
  /** Its place in the group. */
  readonly at: number;
  readonly rollouts: number;
}

export type RunsMethods = {
  /** Compares; reports progress 0..1. */
  runs(params: RunsQuery): RunsReport;
  /** Lists the samples of the last comparison; answers how many there are. */
  runsList(params: RunsListQuery): number;
  runsSamples(params: { readonly start: number; readonly count: number }): readonly RunsSample[];
};

export const RUNS_METHODS: MethodNames<RunsMethods> = { runs: true, runsList: true, runsSamples: true };

/** What only the host asks of the worker. */
export type RunsFileMethods = {
  /** Writes the samples as they are listed; reports progress 0..1. */
  writeRuns(params: { readonly file: string }): null;
};

/** What the webview asks of the host itself. */
export type RunsHostMethods = {
  /** Asks for a run to compare with: its path; null where nobody chose. */
  chooseRun(params: null): string | null;
  /** Asks where to, and writes the samples as they are listed. Answers whether they were written. */
  exportRuns(params: null): boolean;
  /** Shows a rollout of another dump in an editor beside this one. */
  openRolloutOf(params: { readonly path: string; readonly rollout: RolloutTarget }): null;
};
