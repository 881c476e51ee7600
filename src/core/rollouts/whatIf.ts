/** What another annotation does to the groups that a sample's rollouts are: who is better, and what it teaches. */
import { turns } from './compare/groups.ts';
import { ranks } from './compare/ranks.ts';

/** Totals closer than this are even. */
const EVEN = 1e-9;

/** A group scored against one annotation, its rollouts always in the same order. */
export interface ScoredGroup {
  /** Null where a rollout has none. */
  readonly totals: readonly (number | null)[];
  /** Undefined where they are not known. */
  readonly advantages: readonly (number | undefined)[];
  /** Without spread: it teaches nothing. */
  readonly flat: boolean;
}

export interface GroupChange {
  readonly rollouts: number;
  /** Rank of each rollout, 1 for the best; undefined for one without a total. */
  readonly wasRank: readonly (number | undefined)[];
  readonly rank: readonly (number | undefined)[];
  /** Rollouts whose rank changes. */
  readonly moved: number;
  /** Rollouts whose total changes. */
  readonly rescored: number;
  /** Rollouts whose advantage changes sign. */
  readonly turned: number;
  readonly wasFlat: boolean;
  readonly flat: boolean;
}

/** What changes in a group from one annotation to another. */
export function groupChange(was: ScoredGroup, now: ScoredGroup): GroupChange {
  const [wasRank, rank] = [ranks(was.totals, EVEN), ranks(now.totals, EVEN)];
  const known = (advantages: ScoredGroup['advantages']): number[] => advantages.map((each) => each ?? 0);
  return {
    rollouts: now.totals.length,
    wasRank,
    rank,
    moved: rank.filter((each, i) => each !== wasRank[i]).length,
    rescored: now.totals.filter((total, i) => !isEven(total, was.totals[i] ?? null)).length,
    turned: turns(known(was.advantages), known(now.advantages)),
    wasFlat: was.flat,
    flat: now.flat,
  };
}

/** "order of 2 of 8 changed; advantages of 3 changed sign; the group stays flat" */
export function describeChange({ rollouts, moved, rescored, turned, wasFlat, flat }: GroupChange): string {
  const order =
    moved > 0
      ? `order of ${moved} of ${rollouts} changed`
      : rescored > 0
        ? `totals of ${rescored} of ${rollouts} changed, their order did not`
        : 'totals and order stay as they are';
  const signs = turned > 0 ? `advantages of ${turned} changed sign` : '';
  return [order, signs, spreadOf(wasFlat, flat)].filter((part) => part !== '').join('; ');
}

function spreadOf(wasFlat: boolean, flat: boolean): string {
  if (wasFlat) return flat ? 'the group stays flat' : 'the group is no longer flat';
  return flat ? 'the group becomes flat and teaches nothing' : '';
}

/** All groups of a sample together. */
export interface SampleChange {
  readonly groups: number;
  readonly rollouts: number;
  /** Groups whose order changes. */
  readonly reordered: number;
  readonly turned: number;
  /** Groups that become flat, and that no longer are. */
  readonly flattened: number;
  readonly revived: number;
}

export function sampleChange(changes: readonly GroupChange[]): SampleChange {
  const count = (holds: (change: GroupChange) => boolean): number => changes.filter(holds).length;
  return {
    groups: changes.length,
    rollouts: changes.reduce((sum, { rollouts }) => sum + rollouts, 0),
    reordered: count(({ moved }) => moved > 0),
    turned: changes.reduce((sum, { turned }) => sum + turned, 0),
    flattened: count(({ wasFlat, flat }) => flat && !wasFlat),
    revived: count(({ wasFlat, flat }) => wasFlat && !flat),
  };
}

function isEven(a: number | null, b: number | null): boolean {
  return a === b || (a !== null && b !== null && Math.abs(a - b) <= EVEN);
}
