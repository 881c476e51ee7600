/** What the plots of a run are drawn from: aggregates, made by the worker that reads the dump. */
import type { MethodNames } from '../rpc.ts';
import type { FormatFailure } from '../../core/rollouts/formatFailure.ts';
import type { Spread } from '../../core/rollouts/plots/quantiles.ts';
import type { StepSpan } from '../../core/rollouts/plots/spans.ts';

export interface PlotQuery {
  /** As in core/rollouts/where.ts. */
  readonly where: string;
  /** The column whose values are drawn apart; null for none. */
  readonly slice: string | null;
}

/** A column of the samples, or of the rollouts' own records, that has few values. */
export interface SliceColumn {
  readonly name: string;
  /** How many different values were seen. */
  readonly values: number;
}

/** What is drawn of the rollouts of one value of the slice, or of all of them. Arrays follow `PlotData.spans`. */
export interface PlotPart {
  readonly label: string;
  /** The filter that lists these rollouts besides the one in force; empty for all. */
  readonly where: string;
  readonly rollouts: number;
  /** By name: rewards as computed, else as logged; `total` and `length`. */
  readonly series: Readonly<Record<string, Spread>>;
  /** Groups, and those of them without spread, which teach nothing. */
  readonly groups: readonly number[];
  readonly flat: readonly number[];
  /** Rollouts that were looked at for their format, and how many of them fail it in each way. */
  readonly checked: readonly number[];
  readonly failures: Readonly<Record<FormatFailure, readonly number[]>>;
  /** By name: for each of the bins between `PlotData.edges`, how many rollouts. */
  readonly histograms: Readonly<Record<string, readonly number[]>>;
  /** Pearson's r of each two rewards; null where one has no spread. */
  readonly correlations: readonly { readonly a: string; readonly b: string; readonly r: number | null }[];
}

/** One rollout of those that the scatter plot shows. */
export interface PlotDot {
  readonly index: number;
  readonly step: number;
  readonly length: number;
  readonly total: number;
  /** Which of `PlotData.parts`. */
  readonly part: number;
}

/** A histogram for each of some spans of steps. */
export interface Heat {
  readonly spans: readonly StepSpan[];
  /** For each span, the rollouts in each bin. */
  readonly counts: readonly (readonly number[])[];
}

export interface PlotData {
  readonly slice: string | null;
  readonly spans: readonly StepSpan[];
  /** What has a series and a histogram, in the order in which it is drawn. */
  readonly names: readonly string[];
  /** The edges of the bins of each histogram: see core/rollouts/plots/bins.ts. */
  readonly edges: Readonly<Record<string, readonly number[]>>;
  readonly whole: PlotPart;
  /** The values of the slice with most rollouts, and what is left over; `whole` alone where nothing is sliced. */
  readonly parts: readonly PlotPart[];
  /** Histograms by step, by name: of `whole`, then of each of `parts` where the run is sliced. */
  readonly heats: Readonly<Record<string, readonly Heat[]>>;
  /** Up to 2,000 rollouts, evenly taken. */
  readonly dots: readonly PlotDot[];
}

export type PlotMethods = {
  /** Reports progress 0..1. */
  plots(params: PlotQuery): PlotData;
  /** The columns by whose values plots can be sliced. */
  sliceColumns(params: null): readonly SliceColumn[];
};

export const PLOT_METHODS: MethodNames<PlotMethods> = { plots: true, sliceColumns: true };
