import type { PlotData, SliceColumn } from '../../../src/protocol/rollouts/plots.ts';

export interface PlotsState {
  data: PlotData | undefined;
  /** The columns by which the run can be sliced; undefined until they are known. */
  columns: readonly SliceColumn[] | undefined;
  slice: string | null;
  /** The value of the slice that alone is drawn. */
  solo: string | undefined;
  loading: Loading | undefined;
  /** The query that was given up, so that it is not asked again by itself. */
  cancelled: string | undefined;
}

export interface Loading {
  readonly query: string;
  readonly controller: AbortController;
  /** From 0 to 1. */
  done: number;
  /** More of the run has come to be known meanwhile. */
  stale: boolean;
}

export const initialPlots = (slice: string | null = null): PlotsState => ({
  data: undefined,
  columns: undefined,
  slice,
  solo: undefined,
  loading: undefined,
  cancelled: undefined,
});
