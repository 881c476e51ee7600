/**
 * Which rollouts were generated from one prompt as a group. Where a dump does not say, equal prompts are not yet a
 * group, because a question is asked of many images and trainers log none: a run of equal prompts is cut into groups
 * of one size, which is found from the data.
 */

import { commonSize, groupSize } from './groupSize.ts';

/** What grouping looks at, a number for each rollout in the order of the dump. */
export interface GroupingInput {
  readonly count: number;
  /** The training step. */
  readonly step: ArrayLike<number>;
  /** Equal where everything that was asked is: prompt, images, solution. */
  readonly prompt: ArrayLike<number>;
  /** A number for each name of a group; -1 where the dump names none. */
  readonly named: ArrayLike<number>;
  /** As logged; NaN where there is none. */
  readonly advantage: ArrayLike<number>;
}

export interface Grouping {
  /** Number of the group of each rollout, counted from 0 in the order of first appearance. */
  readonly groupOf: Int32Array;
  readonly groups: number;
  /** Completions of a group where runs of equal prompts were cut into groups of one size. */
  readonly size?: number;
  /**
   * How far to trust it: `named` by the dump · `checked`: the advantages of every group sum to about 0 ·
   * `runs`: by equal prompts alone · `unsure`: advantages contradict every size that fits the runs, or none does.
   */
  readonly basis: 'named' | 'checked' | 'runs' | 'unsure';
}

export function assignGroups(input: GroupingInput): Grouping {
  const groupOf = new Int32Array(input.count).fill(-1);
  const named = assignNamed(input, groupOf);
  if (named.unnamed === 0) return { groupOf, groups: named.groups, basis: 'named' };
  const lists = promptLists(input);
  const { size, basis } = groupSize(lists, input.advantage);
  let groups = named.groups;
  for (const list of lists) {
    for (let at = 0; at < list.length; at++) {
      if (at % (size ?? list.length) === 0) groups++;
      groupOf[list[at] ?? 0] = groups - 1;
    }
  }
  return { ...inOrder(groupOf, groups), ...(size !== undefined && { size }), basis };
}

function assignNamed(input: GroupingInput, groupOf: Int32Array): { groups: number; unnamed: number } {
  const numbers = new Map<number, Map<number, number>>();
  let groups = 0;
  let unnamed = 0;
  for (let i = 0; i < input.count; i++) {
    const name = input.named[i] ?? -1;
    if (name < 0) {
      unnamed++;
      continue;
    }
    const step = input.step[i] ?? 0;
    const ofStep = numbers.get(step) ?? new Map<number, number>();
    numbers.set(step, ofStep);
    const known = ofStep.get(name);
    groupOf[i] = known ?? groups;
    if (known === undefined) ofStep.set(name, groups++);
  }
  return { groups, unnamed };
}

/**
 * Rollouts of equal prompts within a step: as runs, one after the other, where the runs are long enough for groups,
 * else together wherever in the step they stand, as trainers that balance lengths write them.
 */
function promptLists(input: GroupingInput): readonly (readonly number[])[] {
  const runs: number[][] = [];
  let last = -1;
  for (let i = 0; i < input.count; i++) {
    if ((input.named[i] ?? -1) >= 0) continue;
    const same = last >= 0 && input.step[i] === input.step[last] && input.prompt[i] === input.prompt[last];
    if (same) runs.at(-1)?.push(i);
    else runs.push([i]);
    last = i;
  }
  if (runs.length < 2 || commonSize(runs) > 1) return runs;
  const together = new Map<string, number[]>();
  for (const run of runs) {
    const [first = 0] = run;
    const key = `${input.step[first] ?? 0} ${input.prompt[first] ?? 0}`;
    const known = together.get(key);
    if (known === undefined) together.set(key, [...run]);
    else for (const i of run) known.push(i);
  }
  const lists = [...together.values()];
  return commonSize(lists) > 1 ? lists : runs;
}

/** Renumbers the groups by first appearance. */
function inOrder(groupOf: Int32Array, groups: number): { groupOf: Int32Array; groups: number } {
  const numbers = new Int32Array(groups).fill(-1);
  let next = 0;
  const ordered = groupOf.map((group) => {
    const known = numbers[group] ?? -1;
    if (known >= 0) return known;
    numbers[group] = next;
    return next++;
  });
  return { groupOf: ordered, groups: next };
}
