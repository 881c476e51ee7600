import type { ChangedGroup, ComparisonSummary } from '../../core/rollouts/compare/comparison.ts';
import type { RunTarget } from '../runner.ts';
import type { MethodNames } from '../rpc.ts';
import type { RolloutPlaceInGroup } from './list.ts';
import type { ScoredFunction } from './functions.ts';

/** One way of scoring the rollouts: as logged, by a built-in, or by a function of the user's. */
export interface SideChoice {
  readonly kind: 'logged' | 'builtin' | 'function';
  readonly name: string;
}

export interface CompareQuery {
  readonly a: SideChoice;
  readonly b: SideChoice;
  /** Differences up to this are none. */
  readonly tolerance: number;
  /** As in core/rollouts/where.ts: only rollouts that fulfil it, and the groups that hold one. */
  readonly where: string;
}

export interface ComparisonView {
  readonly summary: ComparisonSummary;
  /** Groups whose order changes, or the sign of an advantage. */
  readonly changed: number;
  /** How many rollouts are listed as the slowest. */
  readonly slowest: number;
  /** Of a rollout's time, in milliseconds; null for what is no function. */
  readonly medianA: number | null;
  readonly medianB: number | null;
}

export interface ComparedSide {
  /** Null where there is no reward. */
  readonly value: number | null;
  /** Why not. */
  readonly error?: string;
  readonly milliseconds?: number;
}

export interface ComparedRow extends RolloutPlaceInGroup {
  readonly rollout: number;
  /** Of the group. */
  readonly name: string;
  readonly step: number;
  readonly a: ComparedSide;
  readonly b: ComparedSide;
  /** How the completion begins. */
  readonly text: string;
}

export interface ChangedGroupRow extends ChangedGroup {
  readonly name: string;
  readonly step: number;
  /** The question. */
  readonly title: string;
  /** Places in the group, from the best rollout down. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export type ComparedList = 'differing' | 'oneSided' | 'slowest';

interface Part {
  readonly query: CompareQuery;
  readonly start: number;
  readonly count: number;
}

export type CompareMethods = {
  /** Reports progress 0..1 where there is a filter. */
  compare(params: CompareQuery): ComparisonView;
  /** A part of a list of the comparison as it was made last. */
  comparedRows(params: Part & { readonly list: ComparedList }): readonly ComparedRow[];
  changedGroups(params: Part): readonly ChangedGroupRow[];
};

export const COMPARE_METHODS: MethodNames<CompareMethods> = {
  compare: true,
  comparedRows: true,
  changedGroups: true,
};

/** What the host asks of the worker about comparisons. */
export type ExportMethods = {
  /** Writes every rollout that is compared into a file of comma-separated values. Throws FileError. */
  exportComparison(params: { readonly query: CompareQuery; readonly path: string }): null;
};

/** A function that could be called. */
export interface FunctionChoice {
  /** As people read it: `plugin.py:Match`. */
  readonly title: string;
  readonly target: RunTarget;
}

/** What the webview asks of the host. */
export type CompareHostMethods = {
  /** The functions of the workspace; none where nothing of it may run, with why. */
  functions(params: null): { readonly choices: readonly FunctionChoice[]; readonly refusal?: string };
  /** Calls a function with every rollout, as it stands or as of Git's HEAD; reports ScoreProgress, can be cancelled. */
  scoreFunction(params: { readonly target: RunTarget; readonly head: boolean }): ScoredFunction;
  /** Asks where to, and writes the comparison there. Answers whether it was written. */
  saveComparison(params: CompareQuery): boolean;
  /** Asks for a threshold, and debugs the function with the rollouts that it gave less. */
  debugBelow(params: { readonly target: RunTarget }): null;
};
