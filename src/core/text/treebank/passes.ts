/**
 * The substitutions of NLTK's word tokenizer (3.9.1) on one lowercased sentence, in its order. Each pass reads
 * `length` units from `from`, writes to `to` and answers how many it wrote; it runs only where the sentence has one
 * of its characters. Spaces that no later pass can see are not kept.
 */
import { isDigitAt, isWordAt } from '../characters.ts';
import { isWhitespace } from '../whitespace.ts';
import { has, Mark } from './marks.ts';

export type Pass = (from: Uint16Array, length: number, to: Uint16Array) => number;

const SPACE = 0x20;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const PERIOD = 0x2e;
const BACKTICK = 0x60;
const DASH = 0x2d;

/** No pass writes more than this many times what it reads, and a little. */
export const MAX_GROWTH = 5;

function copy(from: Uint16Array, start: number, end: number, to: Uint16Array, at: number): number {
  let out = at;
  for (let unit = start; unit < end; unit++) to[out++] = from[unit] ?? 0;
  return out;
}

/** Spaces around each of the marked units, runs of `run` staying together. */
function pad(marks: number, run: number): Pass {
  return (from, length, to) => {
    let out = 0;
    for (let at = 0; at < length; at++) {
      const unit = from[at] ?? 0;
      if (!has(unit, marks)) {
        to[out++] = unit;
        continue;
      }
      to[out++] = SPACE;
      to[out++] = unit;
      while (unit === run && from[at + 1] === run && at + 1 < length) {
        to[out++] = unit;
        at++;
      }
      to[out++] = SPACE;
    }
    return out;
  };
}

/** `«`, `“`, `‘`, `„` and runs of backticks. */
export const padOpeningQuotes = pad(Mark.openingQuote | Mark.backtick, BACKTICK);

/** A quote at the start of the sentence opens. */
export const openFirstQuote: Pass = (from, length, to) => {
  if (length === 0 || from[0] !== QUOTE) return copy(from, 0, length, to, 0);
  to[0] = BACKTICK;
  to[1] = BACKTICK;
  return copy(from, 1, length, to, 2);
};

/** Every pair of `first` and `second`, from the left, becomes `replacement`. */
function replacePairs(unit: number, replacement: readonly number[]): Pass {
  return (from, length, to) => {
    let out = 0;
    for (let at = 0; at < length; at++) {
      if (from[at] === unit && from[at + 1] === unit && at + 1 < length) {
        for (const written of replacement) to[out++] = written;
        at++;
      } else to[out++] = from[at] ?? 0;
    }
    return out;
  };
}

export const padBackticks = replacePairs(BACKTICK, [SPACE, BACKTICK, BACKTICK, SPACE]);
export const padDoubleApostrophes = replacePairs(APOSTROPHE, [SPACE, APOSTROPHE, APOSTROPHE, SPACE]);

/** A quote after a space or an opening bracket opens. */
export const openQuotes: Pass = (from, length, to) => {
  let out = 0;
  for (let at = 0; at < length; at++) {
    const unit = from[at] ?? 0;
    to[out++] = unit;
    if (unit !== SPACE && unit !== 0x28 && unit !== 0x5b && unit !== 0x7b && unit !== 0x3c) continue;
    if (at + 1 >= length) continue;
    const single = from[at + 1] === QUOTE;
    const double = from[at + 1] === APOSTROPHE && from[at + 2] === APOSTROPHE && at + 2 < length;
    if (!single && !double) continue;
    to[out++] = SPACE;
    to[out++] = BACKTICK;
    to[out++] = BACKTICK;
    to[out++] = SPACE;
    at += single ? 1 : 2;
  }
  return out;
};

/** An apostrophe before one lone word character leaves it, unless it starts a clitic. */
export const splitLoneLetters: Pass = (from, length, to) => {
  let out = 0;
  for (let at = 0; at < length; at++) {
    to[out++] = from[at] ?? 0;
    if (from[at] !== APOSTROPHE || !isWordAt(from, at + 1, length)) continue;
    const width = isHighSurrogate(from[at + 1] ?? 0) ? 2 : 1;
    if (isWordAt(from, at + 1 + width, length) || startsClitic(from[at + 1] ?? 0)) continue;
    to[out++] = SPACE;
    out = copy(from, at + 1, at + 1 + width, to, out);
    at += width;
  }
  return out;
};

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** m, t, s, d, n; Python's case-insensitive `s` is also the long one. Longer clitics are no lone letters. */
function startsClitic(unit: number): boolean {
  return unit === 0x6d || unit === 0x74 || unit === 0x73 || unit === 0x64 || unit === 0x6e || unit === 0x17f;
}

/** The period that ends the text of the sentence, before nothing but closing marks and space. */
export const splitFinalPeriod: Pass = (from, length, to) => {
  let end = length;
  while (end > 0 && isWhitespace(from[end - 1] ?? 0)) end--;
  let period = end - 1;
  while (period >= 0 && (from[period] === SPACE || has(from[period] ?? 0, Mark.closing))) period--;
  if (period < 1 || from[period] !== PERIOD || from[period - 1] === PERIOD)
    return copy(from, 0, length, to, 0);
  let out = copy(from, 0, period, to, 0);
  to[out++] = SPACE;
  to[out++] = PERIOD;
  to[out++] = SPACE;
  out = copy(from, period + 1, end, to, out);
  to[out++] = SPACE;
  return out;
};

/** `:` and `,` leave what stands before them unless a digit follows; what follows cannot start another match. */
export const splitColonsAndCommas: Pass = (from, length, to) => {
  let out = 0;
  for (let at = 0; at < length; at++) {
    const unit = from[at] ?? 0;
    if (!has(unit, Mark.colonOrComma) || isDigitAt(from, at + 1, length)) {
      to[out++] = unit;
      continue;
    }
    to[out++] = SPACE;
    to[out++] = unit;
    to[out++] = SPACE;
    if (at + 1 >= length) continue;
    to[out++] = from[++at] ?? 0;
    // A second mark, eaten as what follows the first, still counts where it is the very last character.
    if (at + 1 === length && has(from[at] ?? 0, Mark.colonOrComma)) {
      to[out - 1] = SPACE;
      to[out++] = from[at] ?? 0;
      to[out++] = SPACE;
    }
  }
  return out;
};

/** Ellipses and `; @ # $ % & ? !`. */
export const padSymbols: Pass = (from, length, to) => {
  let out = 0;
  for (let at = 0; at < length; at++) {
    const unit = from[at] ?? 0;
    const ellipsis = unit === PERIOD && from[at + 1] === PERIOD && at + 1 < length;
    if (!ellipsis && !has(unit, Mark.symbol)) {
      to[out++] = unit;
      continue;
    }
    to[out++] = SPACE;
    to[out++] = unit;
    while (ellipsis && from[at + 1] === PERIOD && at + 1 < length) {
      to[out++] = PERIOD;
      at++;
    }
    to[out++] = SPACE;
  }
  return out;
};

/** An apostrophe before a space leaves what stands before it; the space is spent with it. */
export const splitTrailingApostrophes: Pass = (from, length, to) => {
  let out = 0;
  for (let at = 0; at < length; at++) {
    const unit = from[at] ?? 0;
    to[out++] = unit;
    if (unit === APOSTROPHE || from[at + 1] !== APOSTROPHE || from[at + 2] !== SPACE || at + 2 >= length)
      continue;
    to[out++] = SPACE;
    to[out++] = APOSTROPHE;
    to[out++] = SPACE;
    at += 2;
  }
  return out;
};

/** `*`, brackets, `<`, `>` and `--`. */
export const padBrackets: Pass = (from, length, to) => {
  let out = 0;
  for (let at = 0; at < length; at++) {
    const unit = from[at] ?? 0;
    const dashes = unit === DASH && from[at + 1] === DASH && at + 1 < length;
    if (!dashes && !has(unit, Mark.bracket)) {
      to[out++] = unit;
      continue;
    }
    to[out++] = SPACE;
    to[out++] = unit;
    if (dashes) {
      to[out++] = DASH;
      at++;
    }
    to[out++] = SPACE;
  }
  return out;
};

/** `»`, `”` and `’`. */
export const padClosingQuotes = pad(Mark.closingQuote, 0);

/** A quote that nothing opened closes. */
export const closeQuotes: Pass = (from, length, to) => {
  let out = 0;
  for (let at = 0; at < length; at++) {
    if (from[at] !== QUOTE) {
      to[out++] = from[at] ?? 0;
      continue;
    }
    to[out++] = SPACE;
    to[out++] = APOSTROPHE;
    to[out++] = APOSTROPHE;
    to[out++] = SPACE;
  }
  return out;
};
