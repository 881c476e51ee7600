import type {
  ChangedGroupRow,
  ComparedList,
  ComparedRow,
  CompareQuery,
  ComparisonView,
  FunctionChoice,
  SideChoice,
} from '../../../src/protocol/rollouts/compare.ts';
import { DEFAULT_TOLERANCE } from '../../../src/core/functions/case.ts';

/** Rows that a list begins with, and those that come with each "Show more". */
export const ROWS_AT_ONCE = 100;

/** What is listed below the summary. */
export type Tab = ComparedList | 'changed';

/** A function that is called with the rollouts, as was asked for here. */
export interface RunningScore {
  readonly title: string;
  readonly controller: AbortController;
  done: number;
  total: number;
}

export interface CompareState {
  /** Undefined until chosen, and where the run has nothing of the kind. */
  a: SideChoice | undefined;
  b: SideChoice | undefined;
  tolerance: number;
  tab: Tab;
  /** What was compared last, and of what. */
  made: { readonly query: CompareQuery; readonly view: ComparisonView } | undefined;
  /** The rows of the tab that are on the page. */
  rows: readonly ComparedRow[];
  groups: readonly ChangedGroupRow[];
  /** How many of them are wanted. */
  wanted: number;
  /** The rollout, or the group, whose row was used last. */
  used: number | undefined;
  loading: boolean;
  /** More came while it was being compared. */
  outdated: boolean;
  problem: string | undefined;
  scoring: RunningScore | undefined;
  functions: { readonly choices: readonly FunctionChoice[]; readonly refusal?: string } | undefined;
}

/** What is kept while the tab is hidden. */
export type CompareMemory = Pick<CompareState, 'a' | 'b' | 'tolerance' | 'tab'>;

export const initialCompare = (memory: Partial<CompareMemory> = {}): CompareState => ({
  a: undefined,
  b: undefined,
  tolerance: DEFAULT_TOLERANCE,
  tab: 'differing',
  made: undefined,
  rows: [],
  groups: [],
  wanted: ROWS_AT_ONCE,
  used: undefined,
  loading: false,
  outdated: false,
  problem: undefined,
  scoring: undefined,
  functions: undefined,
  ...memory,
});

export const compareMemory = ({ a, b, tolerance, tab }: CompareState): CompareMemory => ({
  a,
  b,
  tolerance,
  tab,
});
