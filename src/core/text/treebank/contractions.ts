import { decode, type TokenList } from '../tokenList.ts';

/** Words of lowercase letters that are two, and the length of the first. */
const WHOLE = new Map([
  ['cannot', 3],
  ['gimme', 3],
  ['gonna', 3],
  ['gotta', 3],
  ['lemme', 3],
  ['wanna', 3],
]);
const LONGEST = 6;
const SHORTEST = 5;

/** In NLTK's order. Its `i` and `s` ignore case, and with it the dot of i and the length of s. */
const PARTS: readonly RegExp[] = [
  between('(can)(not)'),
  between("(d)('ye)"),
  between('(g[iı]m)(me)'),
  between('(gon)(na)'),
  between('(got)(ta)'),
  between('(lem)(me)'),
  between("(more)('n)"),
  /(?<![\p{L}\p{N}_])(wan)(na)$/gu,
  /^('t)([iı][sſ])(?![\p{L}\p{N}_])/gu,
  /^('t)(wa[sſ])(?![\p{L}\p{N}_])/gu,
];
/** Every part holds one of these. */
const HINT = /cannot|g[iı]mme|gonna|gotta|lemme|wanna|'/u;

/** `\b…\b` with Python's idea of a word. */
function between(pattern: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_])${pattern}(?![\\p{L}\\p{N}_])`, 'gu');
}

/** Pushes a token of lowercase ASCII letters, split where it is a contraction. */
export function pushWord(tokens: TokenList, units: Uint16Array, start: number, end: number): void {
  const length = end - start;
  if (length >= SHORTEST && length <= LONGEST && mayContract(units[start] ?? 0, units[end - 2] ?? 0)) {
    const split = WHOLE.get(decode(units, start, end));
    if (split !== undefined) {
      tokens.push(units, start, start + split);
      tokens.push(units, start + split, end);
      return;
    }
  }
  tokens.push(units, start, end);
}

/** The first unit and the last but one of a whole contraction. */
function mayContract(first: number, beforeLast: number): boolean {
  switch (beforeLast) {
    case 0x6f: // cannot
      return first === 0x63;
    case 0x6d: // gimme, lemme
    case 0x74: // gotta
    case 0x6e: // gonna, wanna
      return first === 0x67 || first === 0x6c || first === 0x77;
    default:
      return false;
  }
}

/** Pushes a token of any characters, split wherever a contraction stands between word boundaries. */
export function pushMixed(tokens: TokenList, units: Uint16Array, start: number, end: number): void {
  if (end - start < 4) {
    tokens.push(units, start, end);
    return;
  }
  if (isLetters(units, start, end)) {
    pushWord(tokens, units, start, end);
    return;
  }
  const text = decode(units, start, end);
  if (!HINT.test(text)) {
    tokens.push(units, start, end);
    return;
  }
  let words = [text];
  for (const part of PARTS) words = words.flatMap((word) => word.replace(part, ' $1 $2 ').split(' '));
  for (const word of words) {
    if (word !== '') tokens.push(encode(word), 0, word.length);
  }
}

function isLetters(units: Uint16Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const unit = units[at] ?? 0;
    if (unit < 0x61 || unit > 0x7a) return false;
  }
  return true;
}

function encode(text: string): Uint16Array {
  return Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}
