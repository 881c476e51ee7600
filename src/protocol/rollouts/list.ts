import type { Link } from '../../core/rollouts/link.ts';
import type { MethodNames } from '../rpc.ts';

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
  /** Null where no rollout has a total; so is the spread. */
  readonly mean: number | null;
  readonly spread: number | null;
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
  /** Over the groups that have one; null where none has. */
  readonly mean: number | null;
  /** Groups without spread. */
  readonly flat: number;
}

export type ListEntry = GroupSummary | StepSummary;

/** Where a rollout stands: its group and its place in it. */
export interface RolloutPlaceInGroup {
  readonly group: number;
  readonly at: number;
}

/** The list of steps and groups, and ways through the run. */
export type ListMethods = {
  /** Answers how many entries and how many groups the list has; reports progress 0..1. */
  list(params: GroupQuery): {
    readonly entries: number;
    readonly groups: number;
    /** A name or a number of the filter that is most likely mistyped. */
    readonly problem?: string;
  };
  entries(params: { readonly start: number; readonly count: number }): readonly ListEntry[];
  /** Where in the list a group stands, -1 where it is filtered out. */
  place(params: { readonly group: number }): number;
  /** The group at or after (before, for -1) a place of the list; null at its end. */
  groupAt(params: { readonly place: number; readonly by: 1 | -1 }): number | null;
  /** The next rollout, from the one with this number on, that fulfils a filter; null where there is none. */
  next(params: {
    readonly from: number;
    readonly by: 1 | -1;
    readonly where: string;
  }): RolloutPlaceInGroup | null;
  placeOf(params: { readonly rollout: number }): RolloutPlaceInGroup | null;
};

export const LIST_METHODS: MethodNames<ListMethods> = {
  list: true,
  entries: true,
  place: true,
  groupAt: true,
  next: true,
  placeOf: true,
};
