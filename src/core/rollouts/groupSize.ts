/** How many completions the groups of a run have, from the lengths of runs of equal prompts and from advantages. */

/** Advantages are logged with four digits or so, and normalised ones are divided by a spread with an epsilon. */
const SUM_TOLERANCE = 0.01;
const SPREAD_TOLERANCE = 0.02;
/** How many times nearer a larger size has to come, for multiples of the true one come as near. */
const CLEARLY = 5;
/** Part of the rollouts that must be in runs which a size fits. */
const ENOUGH = 0.9;

/**
 * The largest size that nearly all lists can be cut into: some are short, because the dump lost a record. 1 where the
 * lists have nothing in common.
 */
export function commonSize(lists: readonly (readonly number[])[]): number {
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
export function groupSize(lists: readonly (readonly number[])[], advantage: ArrayLike<number>): Size {
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
