import { isWordAt } from './characters.ts';

/** Words of letters alone that are two. */
export const CONTRACTIONS = [
  ['can', 'not'],
  ['gim', 'me'],
  ['gon', 'na'],
  ['got', 'ta'],
  ['lem', 'me'],
  ['wan', 'na'],
] as const;

/** Two words, written as one anywhere between word boundaries. */
interface Pattern {
  readonly first: string;
  readonly second: string;
  /** Where it may stand: anywhere, or only at the end of a token. */
  readonly last?: boolean;
}
const INSIDE: readonly Pattern[] = [
  ...CONTRACTIONS.map(([first, second]) => ({ first, second, last: first === 'wan' })),
  { first: 'd', second: "'ye" },
  { first: 'more', second: "'n" },
];
const STARTS = new Set(INSIDE.map(({ first }) => first.charCodeAt(0)));
const TIS: Pattern = { first: "'t", second: 'is' };
const TWAS: Pattern = { first: "'t", second: 'was' };

/** Shorter tokens hold none. */
const SHORTEST = 4;

/**
 * NLTK's contractions in the token units[start..end): `push` is called with each of the tokens it is made of. `'tis` and
 * `'twas` count only where a token starts, once each and in this order.
 */
export function splitContractions(
  units: Uint16Array,
  start: number,
  end: number,
  push: (start: number, end: number) => void,
): void {
  let from = start;
  let starting: readonly Pattern[] = [TIS, TWAS];
  if (end - start >= SHORTEST) {
    for (let at = start; at < end;) {
      const anchored = at === from ? starting.find((pattern) => matches(pattern, units, at, end)) : undefined;
      const found = anchored ?? findInside(units, at, start, end);
      if (found === undefined) {
        at++;
        continue;
      }
      if (at > from) push(from, at);
      const split = at + found.first.length;
      from = split + found.second.length;
      push(at, split);
      push(split, from);
      starting = found === TIS ? [TWAS] : found === TWAS ? [] : [TIS, TWAS];
      at = from;
    }
  }
  if (end > from) push(from, end);
}

function findInside(units: Uint16Array, at: number, start: number, end: number): Pattern | undefined {
  if (!STARTS.has(units[at] ?? 0) || (at > start && isWordAt(units, at - 1, end))) return undefined;
  return INSIDE.find(
    (pattern) =>
      matches(pattern, units, at, end) &&
      (pattern.last !== true || at + pattern.first.length + pattern.second.length === end),
  );
}

/** Whether both words stand at `at`, before a word boundary. */
function matches({ first, second }: Pattern, units: Uint16Array, at: number, end: number): boolean {
  const split = at + first.length;
  const to = split + second.length;
  return to <= end && !isWordAt(units, to, end) && equals(first, units, at) && equals(second, units, split);
}

/** NLTK's patterns ignore case, and with it the dot of i and the length of s. */
function equals(word: string, units: Uint16Array, from: number): boolean {
  for (let at = 0; at < word.length; at++) {
    const unit = units[from + at];
    const letter = word.charCodeAt(at);
    if (unit === letter || (letter === 0x69 && unit === 0x131) || (letter === 0x73 && unit === 0x17f))
      continue;
    return false;
  }
  return true;
}
