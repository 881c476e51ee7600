import type { MethodNames } from '../rpc.ts';

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

export type PlotMethods = {
  plots(params: { readonly where: string }): PlotData;
};

export const PLOT_METHODS: MethodNames<PlotMethods> = { plots: true };
