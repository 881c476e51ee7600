import { LiteralFailure } from './outcome.ts';

/** Python refuses to convert longer decimal integers (`sys.int_info.default_max_str_digits`). */
const MAX_INT_DIGITS = 4300;
/** So many digits make an integer that a double holds exactly. */
const EXACT_DIGITS = 15;
const ZERO = 0x30;
const POINT = 0x2e;
const UNDERSCORE = 0x5f;
/** Words that may follow a number directly, as in `1or 2`: those that carry an expression on. */
const CARRY_ON = /(?:and|else|for|i[fns]|or|not)/y;

/** A number as Python's tokenizer reads it. */
export interface PythonNumber {
  readonly end: number;
  readonly value: number;
  /** An int that no float can hold. */
  readonly tooLarge: boolean;
  readonly imaginary: boolean;
}

/** The end of an integer from 1 to 15 digits without anything special about it at `at`, -1 where there is none. */
export function plainIntegerEnd(text: string, at: number, end: number): number {
  let here = at;
  while (here < end && isDigit(text.charCodeAt(here))) here++;
  if (here === at || here - at > EXACT_DIGITS) return -1;
  if (here - at > 1 && text.charCodeAt(at) === ZERO) return -1;
  const after = here < end ? text.charCodeAt(here) : 0;
  // Comma, closing bracket, space or the end.
  return after === 0x2c || after === 0x5d || after === 0x20 || after === 0 ? here : -1;
}

export function plainInteger(text: string, at: number, end: number): number {
  let value = 0;
  for (let here = at; here < end; here++) value = value * 10 + (text.charCodeAt(here) - ZERO);
  return value;
}

/** The number at `at`, which is a digit or a point before one. Throws LiteralFailure. */
export function scanNumber(text: string, at: number, end: number): PythonNumber {
  const radix = text.charCodeAt(at) === ZERO && at + 1 < end ? text.charCodeAt(at + 1) | 0x20 : 0;
  if (radix === 0x78) return scanRadix(text, at, end, 16);
  if (radix === 0x6f) return scanRadix(text, at, end, 8);
  if (radix === 0x62) return scanRadix(text, at, end, 2);
  return scanDecimal(text, at, end);
}

function scanRadix(text: string, at: number, end: number, base: number): PythonNumber {
  let here = at + 2;
  do {
    if (here < end && text.charCodeAt(here) === UNDERSCORE) here++;
    const start = here;
    while (here < end && digitValue(text.charCodeAt(here)) < base) here++;
    if (here === start) throw new LiteralFailure('a number lacks its digits', at);
  } while (here < end && text.charCodeAt(here) === UNDERSCORE);
  refuseTail(text, here, end);
  const digits = withoutUnderscores(text.slice(at + 2, here));
  const value = Number(BigInt(`${text.slice(at, at + 2).toLowerCase()}${digits}`));
  return { end: here, value, tooLarge: value === Infinity, imaginary: false };
}

function scanDecimal(text: string, at: number, end: number): PythonNumber {
  let here = digitsEnd(text, at, end);
  const wholeEnd = here;
  if (here < end && text.charCodeAt(here) === POINT) {
    here++;
    if (here < end && isDigit(text.charCodeAt(here))) here = digitsEnd(text, here, end);
  }
  here = exponentEnd(text, here, end);
  const isInt = here === wholeEnd;
  const digits = withoutUnderscores(text.slice(at, here));
  const imaginary = here < end && (text.charCodeAt(here) | 0x20) === 0x6a;
  if (imaginary) here++;
  refuseTail(text, here, end);
  if (isInt && !imaginary) {
    const zeros = zerosEnd(digits);
    if (zeros > 0 && zeros < digits.length) throw new LiteralFailure('an integer has leading zeros', at);
    if (zeros === 0 && digits.length > MAX_INT_DIGITS) {
      throw new LiteralFailure(`an integer has more than ${MAX_INT_DIGITS} digits`, at);
    }
  }
  const value = Number(digits);
  return { end: here, value, tooLarge: isInt && !imaginary && value === Infinity, imaginary };
}

/** After digits with single underscores between. */
function digitsEnd(text: string, at: number, end: number): number {
  let here = at;
  for (;;) {
    while (here < end && isDigit(text.charCodeAt(here))) here++;
    if (here >= end || text.charCodeAt(here) !== UNDERSCORE || here === at) return here;
    if (here + 1 >= end || !isDigit(text.charCodeAt(here + 1))) {
      throw new LiteralFailure('an underscore in a number must stand between digits', here);
    }
    here++;
  }
}

/** After `e`, a sign and digits; `at` where an exponent lacks its digits, for then it is none. */
function exponentEnd(text: string, at: number, end: number): number {
  if (at >= end || (text.charCodeAt(at) | 0x20) !== 0x65) return at;
  const sign = text.charCodeAt(at + 1);
  const first = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1;
  return first < end && isDigit(text.charCodeAt(first)) ? digitsEnd(text, first, end) : at;
}

/** What may not follow a number directly: letters, but for words that carry the expression on. */
function refuseTail(text: string, at: number, end: number): void {
  if (at >= end) return;
  const unit = text.charCodeAt(at);
  if (unit < 0x80 && digitValue(unit) === NO_DIGIT && unit !== UNDERSCORE) return;
  CARRY_ON.lastIndex = at;
  const found = CARRY_ON.exec(text);
  if (found !== null && at + found[0].length <= end) return;
  const tail = String.fromCodePoint(text.codePointAt(at) ?? 0);
  throw new LiteralFailure(`a number is followed by ${JSON.stringify(tail)}`, at);
}

const NO_DIGIT = 99;

/** What a unit is worth as a digit, in bases of up to 36. */
function digitValue(unit: number): number {
  if (isDigit(unit)) return unit - ZERO;
  const letter = (unit | 0x20) - 0x61;
  return unit < 0x80 && letter >= 0 && letter < 26 ? 10 + letter : NO_DIGIT;
}

export function isDigit(unit: number): boolean {
  return unit >= ZERO && unit <= ZERO + 9;
}

function zerosEnd(digits: string): number {
  let zeros = 0;
  while (zeros < digits.length && digits.charCodeAt(zeros) === ZERO) zeros++;
  return zeros;
}

function withoutUnderscores(digits: string): string {
  return digits.includes('_') ? digits.replaceAll('_', '') : digits;
}
