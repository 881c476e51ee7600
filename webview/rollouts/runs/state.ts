import type { Direction } from '../../../src/core/rollouts/runs/difference.ts';
import type { RunsQuery, RunsReport, RunsSample } from '../../../src/protocol/rollouts/runs.ts';

/** Samples that the list begins with, and those that come with each "Show more". */
export const SAMPLES_AT_ONCE = 100;

/** Which samples are listed. */
export interface RunsListed {
  /** `total` or a reward. */
  readonly name: string;
  readonly only?: Direction;
  /** Only those of this value of the slice. */
  readonly slice?: string;
  readonly descending: boolean;
}

export interface MadeRuns {
  readonly query: RunsQuery;
  readonly report: RunsReport;
  /** Rollouts, and unsaved edits of the dataset, when it was made. */
  readonly rollouts: number;
  readonly unsaved: number;
}

export interface RunsState {
  /** The baseline: another dump, null for this run itself, undefined until one is chosen. */
  other: string | null | undefined;
  /** Which rollouts of each count. */
  baseWhere: string;
  runWhere: string;
  slice: string | null;
  listed: RunsListed;
  /** What was compared last, and of what. */
  made: MadeRuns | undefined;
  /** How many samples there are in the list, and those that are on the page. */
  count: number;
  samples: readonly RunsSample[];
  /** Place of the sample that was opened last. */
  used: number;
  loading: { readonly controller: AbortController; done: number } | undefined;
  problem: string | undefined;
  /** Columns by which samples can be told apart. */
  columns: readonly string[];
}

/** What is kept while the tab is hidden. */
export type RunsMemory = Pick<RunsState, 'other' | 'baseWhere' | 'runWhere' | 'slice' | 'listed'>;

export const initialRuns = (memory: Partial<RunsMemory> = {}): RunsState => ({
  other: undefined,
  baseWhere: '',
  runWhere: '',
  slice: null,
  listed: { name: 'total', descending: false },
  made: undefined,
  count: 0,
  samples: [],
  used: 0,
  loading: undefined,
  problem: undefined,
  columns: [],
  ...memory,
});

export const runsMemory = ({ other, baseWhere, runWhere, slice, listed }: RunsState): RunsMemory => ({
  other,
  baseWhere,
  runWhere,
  slice,
  listed,
});
