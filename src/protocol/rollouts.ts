/**
 * Between the rollouts editor's webview and the extension host, and between the host and the worker that reads the
 * dump: what the host cannot answer by itself it passes on.
 */
import type { ColumnSettings } from '../core/columns.ts';
import type { CoordinateConvention } from '../core/geometry/coordinates.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { RewardError } from '../core/rewards/reward.ts';
import type { AdvantagePreset } from '../core/rollouts/advantage.ts';
import type { Grouping } from '../core/rollouts/grouping.ts';
import type { Link } from '../core/rollouts/link.ts';
import type { Turn } from '../core/rollouts/rollout.ts';
import type { Vote } from '../core/rollouts/sampling.ts';
import type { Finding } from '../core/rollouts/signals/signal.ts';
import type { ImageView } from './dataset.ts';
import type { RolloutCommand } from './rolloutCommands.ts';

export interface RunSettings {
  readonly columns: ColumnSettings;
  /** Space of the boxes that the model writes, and the one that the reward assumes. */
  readonly coordinates: CoordinateConvention;
  readonly rewardCoordinates: CoordinateConvention;
  /** How advantages are computed. */
  readonly advantage: AdvantagePreset;
  /** The `rewards` setting as it is written. */
  readonly rewards: Json;
}

/** How far the dump is read and judged, and what it is made of. */
export interface RunState {
  readonly rollouts: number;
  readonly groups: number;
  readonly steps: number;
  readonly formats: readonly string[];
  /** Records that cannot be read, with their place; at most the first 200 are told. */
  readonly bad: number;
  readonly badRecords: readonly {
    readonly source: string;
    readonly line: number;
    readonly message: string;
  }[];
  readonly skipped: readonly { readonly path: string; readonly message: string }[];
  /** Records that only repeat the one before. */
  readonly repeated: number;
  /** True while a trainer is writing the last record. */
  readonly unfinished: boolean;
  /** True until the dump as it was found is read. */
  readonly reading: boolean;
  /** Rollouts that are linked and scored again. */
  readonly judged: number;
  readonly linked: number;
  readonly ambiguous: number;
  readonly size?: number;
  readonly basis: Grouping['basis'];
  /** Names of the rewards computed here, and of those that were logged. */
  readonly rewards: readonly string[];
  readonly logged: readonly string[];
  /** The preset under which the logged rewards give the logged advantages. */
  readonly preset?: AdvantagePreset;
  readonly dataset?: string;
  /** Why the dump cannot be read. */
  readonly failure?: string;
}

export type GroupSort = 'file' | 'mean' | 'spread';

export interface GroupQuery {
  /** As in core/rollouts/where.ts. */
  readonly where: string;
  readonly sort: GroupSort;
  readonly descending: boolean;
}

export interface GroupSummary {
  readonly kind: 'group';
  readonly id: number;
  /** `12-3`, or as the dump names it. */
  readonly name: string;
  readonly step: number;
  /** The question, at most 200 characters. */
  readonly title: string;
  /** The total of each rollout; null where it has none. */
  readonly totals: readonly (number | null)[];
  readonly mean: number;
  readonly spread: number;
  /** Without spread: it teaches nothing. */
  readonly flat: boolean;
  /** Rollouts with a failed reward or an error of their own. */
  readonly failed: number;
  /** Titles of the signals found in its rollouts. */
  readonly signals: readonly string[];
  readonly link: Link['kind'];
}

export interface StepSummary {
  readonly kind: 'step';
  readonly step: number;
  readonly groups: number;
  readonly mean: number;
  /** Groups without spread. */
  readonly flat: number;
}

export type ListEntry = GroupSummary | StepSummary;

export interface RolloutDetail {
  /** Its number in the dump. */
  readonly index: number;
  readonly source: string;
  readonly line: number;
  readonly completion: string;
  readonly logged: Readonly<Record<string, number | null>>;
  /** As computed here; empty where no sample is linked. */
  readonly values: Readonly<Record<string, number | null>>;
  readonly errors: Readonly<Record<string, RewardError>>;
  readonly total: number | null;
  readonly loggedAdvantage?: number;
  readonly advantage: number;
  readonly entropy?: number;
  readonly truncated?: boolean;
  readonly error?: string;
  readonly findings: readonly Finding[];
}

/** The sample that a group answers. */
export interface LinkedSample {
  /** The row and its line in the dataset; undefined where the rollouts' own columns are all there is. */
  readonly place?: { readonly row: number; readonly line: number };
  /** Long `data:` URIs elided. */
  readonly row: JsonObject;
}

export interface GroupDetail {
  readonly summary: GroupSummary;
  readonly turns: readonly Turn[];
  readonly rollouts: readonly RolloutDetail[];
  readonly link: Link;
  readonly sample?: LinkedSample;
  readonly majority?: Vote & { readonly right: boolean };
  /** Estimates of pass@k for k = 1, 2, 4, … */
  readonly passAt: readonly { readonly k: number; readonly value: number }[];
  /** Which of `rollouts` has the highest total. */
  readonly best?: number;
}

/** Where a rollout stands: its group and its place in it. */
export interface RolloutPlaceInGroup {
  readonly group: number;
  readonly at: number;
}

/** One reward over the steps of the run: a point for each step. */
export interface Series {
  readonly step: readonly number[];
  readonly count: readonly number[];
  readonly mean: readonly number[];
  readonly low: readonly number[];
  readonly median: readonly number[];
  readonly high: readonly number[];
}

export interface PlotData {
  readonly step: readonly number[];
  /** By name: rewards as computed, else as logged; `total` and `length`. */
  readonly series: Readonly<Record<string, Series>>;
  /** Part of the groups without spread, by step. */
  readonly flat: readonly number[];
  /** Counts of values in 20 equal bins, by name of the reward. */
  readonly histograms: Readonly<
    Record<string, { readonly least: number; readonly most: number; readonly counts: readonly number[] }>
  >;
  /** Up to 2,000 rollouts, evenly taken. */
  readonly sample: readonly {
    readonly index: number;
    readonly length: number;
    readonly total: number;
    readonly step: number;
  }[];
  /** Pearson's r of each two rewards; null where one has no spread. */
  readonly correlations: readonly { readonly a: string; readonly b: string; readonly r: number | null }[];
}

export type RunMethods = {
  open(params: {
    readonly path: string;
    readonly dataset?: string;
    readonly settings: RunSettings;
  }): RunState;
  /** Links to another dataset, or reads the same one anew. */
  dataset(params: { readonly file: string | null; readonly settings: RunSettings }): null;
  state(params: null): RunState;
  /** Answers how many entries and how many groups the list has; reports progress 0..1. */
  list(params: GroupQuery): { readonly entries: number; readonly groups: number };
  entries(params: { readonly start: number; readonly count: number }): readonly ListEntry[];
  /** Where in the list a group stands, -1 where it is filtered out. */
  place(params: { readonly group: number }): number;
  /** The group at or after (before, for -1) a place of the list; null at its end. */
  groupAt(params: { readonly place: number; readonly by: 1 | -1 }): number | null;
  group(params: { readonly id: number }): GroupDetail;
  /** The next rollout, from the one with this number on, that fulfils a filter; null where there is none. */
  next(params: {
    readonly from: number;
    readonly by: 1 | -1;
    readonly where: string;
  }): RolloutPlaceInGroup | null;
  placeOf(params: { readonly rollout: number }): RolloutPlaceInGroup | null;
  plots(params: { readonly where: string }): PlotData;
};

export type RunEvents = {
  changed: RunState;
};

export interface RolloutsOpened {
  readonly name: string;
  readonly settings: RunSettings;
  readonly mac: boolean;
  readonly state: RunState;
}

export interface ShownGroup extends GroupDetail {
  readonly image: ImageView;
}

/** What the webview may ask of the host. */
export type RolloutsHostMethods = Pick<
  RunMethods,
  'list' | 'entries' | 'place' | 'groupAt' | 'next' | 'placeOf' | 'plots' | 'state'
> & {
  start(params: null): RolloutsOpened;
  group(params: { readonly id: number }): ShownGroup;
  /** Opens the linked row in the dataset editor. */
  openRow(params: { readonly row: number }): null;
  /** Opens the record's line as text. */
  openSource(params: { readonly source: string; readonly line: number }): null;
  chooseDataset(params: null): null;
  /** Asks where to, and writes what a plot shows. Answers whether it was written. */
  save(params: { readonly name: string; readonly content: string; readonly base64: boolean }): boolean;
  view(params: { readonly focus: boolean }): null;
};

export type RolloutsHostEvents = {
  changed: RunState;
  settings: RunSettings;
  command: { readonly name: RolloutCommand };
};
