/**
 * Character classes of Python's `re` on units of text, asked by offset. They differ from JavaScript's own: `\w` and
 * `\d` know every script.
 */

const WORD = /^[\p{L}\p{N}_]/u;
const DIGIT = /^\p{Nd}/u;
const LOWERCASE = /^\p{Lowercase}/u;
const UPPERCASE = /^\p{Uppercase}/u;

const Class = { word: 1, digit: 2, lower: 4, upper: 8, known: 16 } as const;

/** The classes of each unit once it was asked for, because patterns are slow. */
const classes = new Uint8Array(0x10000);

function classesOfText(character: string): number {
  return (
    (WORD.test(character) ? Class.word : 0) |
    (DIGIT.test(character) ? Class.digit : 0) |
    (LOWERCASE.test(character) ? Class.lower : 0) |
    (UPPERCASE.test(character) ? Class.upper : 0) |
    Class.known
  );
}

/** The classes of the character at `at`, or of that which ends there where `at` is its second half. */
function classesAt(units: Uint16Array, at: number, length: number): number {
  const unit = units[at] ?? 0;
  if (isHighSurrogate(unit) && at + 1 < length && isLowSurrogate(units[at + 1] ?? 0)) {
    return classesOfText(String.fromCharCode(unit, units[at + 1] ?? 0));
  }
  if (isLowSurrogate(unit) && at > 0 && isHighSurrogate(units[at - 1] ?? 0)) {
    return classesOfText(String.fromCharCode(units[at - 1] ?? 0, unit));
  }
  const known = classes[unit] ?? 0;
  if (known !== 0) return known;
  return (classes[unit] = classesOfText(String.fromCharCode(unit)));
}

export function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

export function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** How many units the character at `at` has. */
export function widthAt(units: Uint16Array, at: number, length: number): 1 | 2 {
  return isHighSurrogate(units[at] ?? 0) && at + 1 < length && isLowSurrogate(units[at + 1] ?? 0) ? 2 : 1;
}

/** Python's `\w` for the character around `at`; false outside [0, length). */
export function isWordAt(units: Uint16Array, at: number, length: number): boolean {
  return at >= 0 && at < length && (classesAt(units, at, length) & Class.word) !== 0;
}

/** Python's `\d` for the character around `at`; false outside [0, length). */
export function isDigitAt(units: Uint16Array, at: number, length: number): boolean {
  return at >= 0 && at < length && (classesAt(units, at, length) & Class.digit) !== 0;
}

/** Python's `[^\W\d]` for the character around `at`: `\w` without the decimal digits. */
export function isLetterLikeAt(units: Uint16Array, at: number, length: number): boolean {
  return (classesAt(units, at, length) & (Class.word | Class.digit)) === Class.word;
}

/** Whether the character at `at` is lowercase or uppercase, as Python's `islower` and `isupper` tell it. */
export function caseAt(units: Uint16Array, at: number, length: number): 'lower' | 'upper' | 'none' {
  const found = classesAt(units, at, length);
  if ((found & Class.lower) !== 0) return 'lower';
  return (found & Class.upper) !== 0 ? 'upper' : 'none';
}
