import type { JsonObject } from '../../core/json.ts';
import type { RunnerCommand, RunnerLimits, RunnerRow, RunTarget } from '../runner.ts';

/** A reward function of the user's as it was called with the rollouts of a run: a column of numbers beside the others. */
export interface ScoredFunction {
  /** What filters and plots know it by. */
  readonly name: string;
  readonly target: RunTarget;
  /** The commit it is of; undefined for the file as it stands. */
  readonly commit?: string;
  /** Rollouts that it was called with, and those of them where it failed. */
  readonly done: number;
  readonly failed: number;
  /** Those of them that were called before their sample, the function, or a file that it imports, was changed. */
  readonly outdated: number;
  readonly running: boolean;
  /** What people should know although it went well. */
  readonly notes: readonly string[];
  /** How many groups fail as a trainer calls them, with why, in words; undefined where none does. */
  readonly failedBatches?: string;
  /** Why the run did not call it with the rest. */
  readonly givenUp?: string;
}

export interface ScoreRequest {
  /** The name it should have; it is made unlike all that there are. */
  readonly name: string;
  readonly target: RunTarget;
  /** What is run where that is not the target's own file: a copy of an earlier version. */
  readonly copy?: { readonly file: string; readonly commit: string };
  readonly config?: JsonObject;
  readonly command: RunnerCommand;
  readonly limits: RunnerLimits;
  /** Goes on however many calls run into the time limit. */
  readonly patient?: boolean;
}

export type ScoreProgress =
  | { readonly done: number; readonly total: number }
  /** What the function prints. */
  | { readonly printed: string };

/** A rollout as a function is called with it. */
export interface CalledRow {
  readonly rollout: number;
  /** `12-3`, or as the dump names its group, and its place there, from 1 on. */
  readonly group: string;
  readonly place: number;
  /** Of the linked dataset; null where it is linked to none. */
  readonly row: number | null;
  readonly called: RunnerRow;
}

/** A group as a function is called with it. */
export interface CalledGroup {
  /** Its number, as the list knows it. */
  readonly group: number;
  readonly rows: readonly CalledRow[];
  /** Of the rollout that was asked for among the rows. */
  readonly index: number;
}

/** What the host asks of the worker about functions. */
export type ScoreMethods = {
  /** Calls a function with every rollout, a group at a time; reports ScoreProgress. Anew where it was called before. */
  score(params: ScoreRequest): ScoredFunction;
  /** The rollouts to which a function gave less than a threshold, or where it failed: how many, and the first `most` of them. */
  rowsBelow(params: { readonly name: string; readonly threshold: number; readonly most: number }): {
    readonly below: number;
    readonly rows: readonly CalledRow[];
  };
  /** The group of a rollout, without those that cannot be scored; rejects with NotScored where the rollout itself is one. */
  calledGroup(params: { readonly rollout: number }): CalledGroup;
};
