import type { Levels } from '../../core/attention/levels.ts';
import type { Box } from '../../core/sample.ts';
import type { MethodNames } from '../rpc.ts';

/** More rollouts of a sample at one step are counted, not shown. */
export const MOST_GLIMPSED = 64;

/** What a policy made of a sample at one step. */
export interface SampleStep {
  readonly step: number;
  readonly groups: number;
  readonly count: number;
  /** Numbers in the dump of its first rollouts, at most MOST_GLIMPSED. */
  readonly rollouts: readonly number[];
  /** Of the totals; NaN where no rollout has one. */
  readonly mean: number;
  readonly spread: number;
  readonly least: number;
  readonly most: number;
  /** The rollout with the highest total; the first where none has one. */
  readonly best: number;
}

/** All rollouts of one sample, step after step. */
export interface SampleHistory {
  /** By the row they are linked to, else by their prompts, which may be asked of several images. */
  readonly by: 'row' | 'prompt';
  readonly steps: readonly SampleStep[];
}

/** As much of a rollout as a small image shows. */
export interface Glimpse {
  readonly rollout: number;
  readonly total: number | null;
  /** As they are written. */
  readonly boxes: readonly Box[];
  readonly failed: boolean;
}

export type HeatmapView =
  | {
      readonly kind: 'map';
      /** As the rollout writes it. */
      readonly path: string;
      /** Cells of the file, and how many maps it is the mean of. */
      readonly rows: number;
      readonly columns: number;
      readonly maps: number;
      readonly levels: Levels;
    }
  | { readonly kind: 'problem'; readonly path: string; readonly message: string };

/** What is asked about single samples and rollouts besides their groups. */
export type SampleMethods = {
  /** The sample that this rollout answers, over the steps. */
  history(params: { readonly rollout: number }): SampleHistory;
  glimpses(params: { readonly rollouts: readonly number[] }): readonly Glimpse[];
  /** The heatmap that a rollout names; null where it names none. */
  heatmap(params: { readonly rollout: number }): HeatmapView | null;
};

export const SAMPLE_METHODS: MethodNames<SampleMethods> = { history: true, glimpses: true, heatmap: true };
