/**
 * Which rollouts were generated from one prompt as a group. Where a dump does not say, equal prompts are not yet a
 * group, because a question is asked of many images and trainers log none: a run of equal prompts is cut into groups
 * of one size, which is found from the data.
 */

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

/** Advantages are logged with four digits or so, and normalised ones are divided by a spread with an epsilon. */
const SUM_TOLERANCE = 0.01;
const SPREAD_TOLERANCE = 0.02;
/** How many times nearer a larger size has to come, for multiples of the true one come as near. */
const CLEARLY = 5;
/** Part of the rollouts that must be in runs which a size fits. */
const ENOUGH = 0.9;

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

/**
 * The largest size that nearly all lists can be cut into: some are short, because the dump lost a record. 1 where the
 * lists have nothing in common.
 */
function commonSize(lists: readonly (readonly number[])[]): number {
  const last = lists.at(-1)?.length ?? 0;
  const before = lists.slice(0, -1);
  if (before.length === 0) return Math.max(1, last);
  const size = sizeOf(before);
  // The last may still be growing, unless what came before is a multiple of it and nothing but that one list.
  const isAlone = before.filter(({ length }) => length === size).length === 1;
  return isAlone && last > 1 && size % last === 0 ? last : size;
}

function sizeOf(lists: readonly (readonly number[])[]): number {
  const { usual, rollouts, total } = lengthsOf(lists);
  for (let size = usual; size > 1; size--) {
    if (usual % size !== 0) continue;
    const fitting = [...rollouts].reduce((sum, [length, n]) => (length % size === 0 ? sum + n : sum), 0);
    if (fitting >= total * ENOUGH) return size;
  }
  return 1;
}

interface Lengths {
  /** The one that most rollouts are in a list of. */
  readonly usual: number;
  /** How many rollouts are in lists of each length, and in all. */
  readonly rollouts: ReadonlyMap<number, number>;
  readonly total: number;
}

function lengthsOf(lists: readonly (readonly number[])[]): Lengths {
  const rollouts = new Map<number, number>();
  let total = 0;
  for (const { length } of lists) {
    rollouts.set(length, (rollouts.get(length) ?? 0) + length);
    total += length;
  }
  const [usual] = [...rollouts].reduce((most, each) => (each[1] > most[1] ? each : most), [1, 0]);
  return { usual, rollouts, total };
}

interface Size {
  /** Undefined where the lists are of no common size, so that each is taken as one group. */
  readonly size: number | undefined;
  readonly basis: 'checked' | 'runs' | 'unsure';
}

/** The size of the groups that the lists are made of, and what tells it. */
function groupSize(lists: readonly (readonly number[])[], advantage: ArrayLike<number>): Size {
  const common = commonSize(lists);
  const { usual } = lengthsOf(lists);
  const most = common > 1 ? common : usual;
  const sums: number[] = [];
  let told = false;
  let best: { readonly size: number; readonly distance: number } | undefined;
  for (let size = 2; size <= most; size++) {
    if (most % size !== 0) continue;
    const fit = fitOf(lists, size, advantage);
    if (fit.kind === 'unknown') continue;
    told = true;
    // Advantages over their spread have a spread of 1 in groups of the true size, and elsewhere by chance alone.
    if (fit.kind === 'normalised' && fit.distance * CLEARLY < (best?.distance ?? Infinity))
      best = { size, distance: fit.distance };
    if (fit.kind === 'centred') sums.push(size);
  }
  if (best !== undefined) return { size: best.size, basis: 'checked' };
  const [smallest] = sums;
  if (smallest !== undefined) return { size: smallest, basis: 'checked' };
  if (common > 1 || isMostlySingle(lists)) return { size: common, basis: told ? 'unsure' : 'runs' };
  return { size: undefined, basis: 'unsure' };
}

/** Lists of one rollout are prompts that were answered once, and longer ones a question that was asked again. */
function isMostlySingle(lists: readonly (readonly number[])[]): boolean {
  return lists.filter(({ length }) => length === 1).length * 2 >= lists.length;
}

type Fit =
  | { readonly kind: 'normalised'; readonly distance: number }
  | { readonly kind: 'centred' | 'no' | 'unknown' };

/** What the advantages say to groups of `size`. Groups of zeros, which taught nothing, say nothing either. */
function fitOf(lists: readonly (readonly number[])[], size: number, advantage: ArrayLike<number>): Fit {
  let seen = 0;
  let distance = 0;
  let normalised = true;
  for (const list of lists) {
    if (list.length % size !== 0) continue;
    for (let from = 0; from + size <= list.length; from += size) {
      let sum = 0;
      let squares = 0;
      for (let i = from; i < from + size; i++) {
        const value = advantage[list[i] ?? 0] ?? NaN;
        sum += value;
        squares += value * value;
      }
      if (Number.isNaN(sum) || squares === 0) continue;
      seen++;
      if (Math.abs(sum) > SUM_TOLERANCE * size) return { kind: 'no' };
      const off = offUnitSpread(squares, size);
      if (off >= SPREAD_TOLERANCE) normalised = false;
      distance += Math.abs(sum) / size + off;
    }
  }
  if (seen === 0) return { kind: 'unknown' };
  return normalised ? { kind: 'normalised', distance: distance / seen } : { kind: 'centred' };
}

/** How far their spread is from 1: the sample's, as ms-swift and TRL divide, or by the population's. */
function offUnitSpread(squares: number, size: number): number {
  const sample = Math.sqrt(squares / (size - 1));
  const population = Math.sqrt(squares / size);
  return Math.min(Math.abs(sample - 1), Math.abs(population - 1));
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
