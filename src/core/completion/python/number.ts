import { LiteralFailure } from './outcome.ts';

export interface NumberToken {
  readonly at: number;
  readonly end: number;
  readonly value: number;
  /** An int that no float can hold. */
  readonly tooLarge: boolean;
  readonly imaginary: boolean;
}

/** Python refuses to convert longer decimal integers (`sys.int_info.default_max_str_digits`). */
const MAX_INT_DIGITS = 4300;
/** So many digits make an integer that a double holds exactly. */
const MAX_PLAIN_DIGITS = 15;
const AFTER_PLAIN = ',]) ';
const RADIX_DIGITS: Readonly<Record<string, RegExp>> = {
  x: /(?:_?[0-9a-fA-F])+/y,
  o: /(?:_?[0-7])+/y,
  b: /(?:_?[01])+/y,
};
const DECIMAL = /\d+(?:_\d+)*/y;
const EXPONENT = /[eE][+-]?\d+(?:_\d+)*/y;
/** What may not follow a number directly. Keywords may in Python (`1or 2`), yet no literal has one. */
const NAME_PART = /[\p{XID_Continue}\u0080-\u{10ffff}]/uy;

/** Python's number at `at`, which is a digit or a point before one. */
export function scanNumber(text: string, at: number, end: number): NumberToken {
  const plain = scanPlainInt(text, at, end);
  if (plain !== undefined) return plain;
  const source = text.slice(at, end);
  const radix = /^0([xob])/i.exec(source.slice(0, 2))?.[1]?.toLowerCase();
  return radix === undefined ? scanDecimal(source, at) : scanRadix(source, at, radix);
}

/** A short integer before a comma, a bracket or a space, without any pattern. */
function scanPlainInt(text: string, at: number, end: number): NumberToken | undefined {
  if (text.charAt(at) === '0') return undefined;
  let value = 0;
  let here = at;
  for (; here < end && here < at + MAX_PLAIN_DIGITS; here++) {
    const digit = text.charCodeAt(here) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (here === at || here >= end || !AFTER_PLAIN.includes(text.charAt(here))) return undefined;
  return { at, end: here, value, tooLarge: false, imaginary: false };
}

function scanRadix(source: string, at: number, radix: string): NumberToken {
  const digits = matchAt(RADIX_DIGITS[radix] ?? DECIMAL, source, 2);
  const length = 2 + digits.length;
  if (digits === '') throw new LiteralFailure('a number lacks its digits', at);
  refuseTail(source, length, at);
  const value = Number(BigInt(`0${radix}${withoutUnderscores(digits)}`));
  return { at, end: at + length, value, tooLarge: value === Infinity, imaginary: false };
}

function scanDecimal(source: string, at: number): NumberToken {
  const whole = matchAt(DECIMAL, source, 0);
  let length = whole.length;
  let isFloat = false;
  if (source.charAt(length) === '.') {
    isFloat = true;
    length += 1 + matchAt(DECIMAL, source, length + 1).length;
  }
  const exponent = matchAt(EXPONENT, source, length);
  if (exponent !== '') isFloat = true;
  length += exponent.length;
  const digits = withoutUnderscores(source.slice(0, length));
  const imaginary = /^[jJ]/.test(source.slice(length, length + 1));
  if (imaginary) length++;
  refuseTail(source, length, at);
  const isInt = !isFloat && !imaginary;
  if (isInt && /^0+[1-9]/.test(digits)) throw new LiteralFailure('an integer has leading zeros', at);
  if (isInt && digits.length > MAX_INT_DIGITS && !/^0+$/.test(digits)) {
    throw new LiteralFailure(`an integer has more than ${MAX_INT_DIGITS} digits`, at);
  }
  const value = Number(digits);
  return { at, end: at + length, value, tooLarge: isInt && value === Infinity, imaginary };
}

function refuseTail(source: string, length: number, at: number): void {
  const tail = matchAt(NAME_PART, source, length);
  if (tail !== '') throw new LiteralFailure(`a number is followed by ${JSON.stringify(tail)}`, at + length);
}

function matchAt(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? '';
}

function withoutUnderscores(digits: string): string {
  return digits.includes('_') ? digits.replaceAll('_', '') : digits;
}
