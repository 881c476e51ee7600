/**
 * Character classes of Python's `re` on text, asked by UTF-16 offset. They differ from JavaScript's own: `\w` and
 * `\d` know every script.
 */

const WORD = /[\p{L}\p{N}_]/u;
const DIGIT = /\p{Nd}/u;
const LOWERCASE = /\p{Lowercase}/u;
const UPPERCASE = /\p{Uppercase}/u;

/** The code point at `at`, or that which ends there where `at` is its second half. */
function pointAround(units: Uint16Array, at: number, length: number): string {
  const unit = units[at] ?? 0;
  if (unit >= 0xd800 && unit <= 0xdbff && at + 1 < length) {
    const low = units[at + 1] ?? 0;
    if (low >= 0xdc00 && low <= 0xdfff) return String.fromCharCode(unit, low);
  }
  if (unit >= 0xdc00 && unit <= 0xdfff && at > 0) {
    const high = units[at - 1] ?? 0;
    if (high >= 0xd800 && high <= 0xdbff) return String.fromCharCode(high, unit);
  }
  return String.fromCharCode(unit);
}

/** Python's `\w` for the character around `at`; false outside [0, length). */
export function isWordAt(units: Uint16Array, at: number, length: number): boolean {
  if (at < 0 || at >= length) return false;
  const unit = units[at] ?? 0;
  if (unit < 0x80) return isAsciiWord(unit);
  return WORD.test(pointAround(units, at, length));
}

function isAsciiWord(unit: number): boolean {
  return (
    (unit >= 0x61 && unit <= 0x7a) ||
    (unit >= 0x30 && unit <= 0x39) ||
    unit === 0x5f ||
    (unit >= 0x41 && unit <= 0x5a)
  );
}

/** Python's `\d` for the character around `at`; false outside [0, length). */
export function isDigitAt(units: Uint16Array, at: number, length: number): boolean {
  if (at < 0 || at >= length) return false;
  const unit = units[at] ?? 0;
  if (unit < 0x80) return unit >= 0x30 && unit <= 0x39;
  return DIGIT.test(pointAround(units, at, length));
}

/** Python's `\d` for one character. */
export function isDigit(character: string): boolean {
  return DIGIT.test(character);
}

/** Python's `[^\W\d]` for one character: `\w` without the decimal digits. */
export function isLetterLike(character: string): boolean {
  return WORD.test(character) && !DIGIT.test(character);
}

/** Whether the first character is lowercase or uppercase, as Python's `islower` and `isupper` tell it. */
export function firstCase(text: string): 'lower' | 'upper' | 'none' {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
  if (LOWERCASE.test(first)) return 'lower';
  return UPPERCASE.test(first) ? 'upper' : 'none';
}
