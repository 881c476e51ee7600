/** Two ways of scoring the same rollouts: where they differ, and what that does to what groups teach. */
import type { AdvantagePreset } from '../advantage.ts';
import type { RankChange } from './ranks.ts';

/** One way of scoring the rollouts of a dump. */
export interface ScoredSide {
  /** A number for each rollout: NaN where it has no reward, ABSENT where it was not scored this way. */
  readonly values: Float64Array;
  /** Whether there is no reward because scoring failed, rather than because none was given. */
  failed(rollout: number): boolean;
}

/** The rollouts of a group. */
export type Members = readonly number[] | Int32Array;

export interface CompareInput {
  readonly a: ScoredSide;
  readonly b: ScoredSide;
  readonly groups: readonly Members[];
  readonly step: ArrayLike<number>;
  /** Differences up to this are none. */
  readonly tolerance: number;
  readonly preset: AdvantagePreset;
  /** Which rollouts count, 1 or 0 for each; all where it is not given. A group is looked at if one of its own does. */
  readonly mask?: Uint8Array;
}

/** What one side has to say of the rollouts that count. */
export interface SideSummary {
  readonly rewards: number;
  readonly failed: number;
  /** Neither reward nor error: the function gave null, or None. */
  readonly none: number;
  /** Not scored this way, or not yet. */
  readonly absent: number;
}

export interface ComparisonSummary {
  /** Rollouts with a reward on both sides; means, correlation and the largest difference are theirs. */
  readonly compared: number;
  readonly differ: number;
  /** Rollouts with a reward on one side, and an error or none on the other: no difference, and no zero. */
  readonly oneSided: number;
  readonly meanA: number | null;
  readonly meanB: number | null;
  readonly largest: number;
  /** Pearson's r; null where one side has no spread. */
  readonly correlation: number | null;
  readonly a: SideSummary;
  readonly b: SideSummary;
  /** Groups with at least two rollouts that both sides scored. */
  readonly groups: number;
  /** Groups of them whose order changes, and the pairs that change place, or come to be even or no longer are. */
  readonly reranked: number;
  readonly swapped: number;
  readonly parted: number;
  /** Groups with an advantage that changes sign, and the rollouts it is of. */
  readonly turnedGroups: number;
  readonly turned: number;
  /** Groups without spread, which teach nothing, on one side only. */
  readonly flatA: number;
  readonly flatB: number;
}

/** A group whose order or whose signs change. */
export interface ChangedGroup extends RankChange {
  readonly group: number;
  /** Its rollouts whose advantage changes sign. */
  readonly turned: number;
}

export interface Comparison {
  readonly summary: ComparisonSummary;
  /** Rollouts that differ, the largest difference first. */
  readonly differing: Int32Array;
  /** Rollouts with a reward on one side only, in the order of the dump. */
  readonly oneSided: Int32Array;
  /** The most pairs that change place first. */
  readonly changed: readonly ChangedGroup[];
}
