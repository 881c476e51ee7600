import { splitContractions } from './contractions.ts';

const APOSTROPHE = 0x27;

/**
 * A token with apostrophes: first loses `'s`, `'m`, `'d` or `'`, then `'ll`, `'re`, `'ve` or `n't`, where something other
 * than an apostrophe stands before; then what is left may be a contraction, which it is only where it has an
 * apostrophe or `contraction` says that it may be. Calls `push` with the range of each token.
 */
export function splitEndings(
  units: Uint16Array,
  start: number,
  end: number,
  contraction: boolean,
  push: (start: number, end: number) => void,
): void {
  const short = end - shortEnding(units, start, end);
  const long = short - longEnding(units, start, short);
  // `n't` has cut the run that its n ended, so that nobody has looked at what is left.
  const unseen = long < short && units[long] !== APOSTROPHE;
  if (contraction || unseen || hasApostrophe(units, start, long)) splitContractions(units, start, long, push);
  else push(start, long);
  if (long < short) push(long, short);
  if (short < end) push(short, end);
}

function hasApostrophe(units: Uint16Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (units[at] === APOSTROPHE) return true;
  return false;
}

/** The length of a short ending of units[start..end), 0 without one. */
function shortEnding(units: Uint16Array, start: number, end: number): number {
  const last = units[end - 1] ?? 0;
  if (last === APOSTROPHE) return canEnd(units, start, end - 1) ? 1 : 0;
  const clitic = last === 0x73 || last === 0x6d || last === 0x64;
  return clitic && end - 2 > start && units[end - 2] === APOSTROPHE && canEnd(units, start, end - 2) ? 2 : 0;
}

function longEnding(units: Uint16Array, start: number, end: number): number {
  if (!canEnd(units, start, end - 3)) return 0;
  const first = units[end - 3] ?? 0;
  const second = units[end - 2] ?? 0;
  const third = units[end - 1] ?? 0;
  if (first === 0x6e) return second === APOSTROPHE && third === 0x74 ? 3 : 0;
  if (first !== APOSTROPHE) return 0;
  if (second === 0x6c) return third === 0x6c ? 3 : 0;
  return (second === 0x72 || second === 0x76) && third === 0x65 ? 3 : 0;
}

/** An ending at `at` needs something before it that is no apostrophe. */
function canEnd(units: Uint16Array, start: number, at: number): boolean {
  return at > start && units[at - 1] !== APOSTROPHE;
}
