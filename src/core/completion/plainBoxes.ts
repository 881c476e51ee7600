import type { Box } from '../sample.ts';

const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const OPEN = 0x5b;
const CLOSE = 0x5d;
/** So many decimal digits make an integer that a double holds exactly. */
const EXACT_DIGITS = 15;
/** Exact powers of ten: an exact integer divided by one is the correctly rounded decimal. */
const POWERS = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

/** Where the scanner stands; one object, because the scan must not allocate. */
const cursor = { at: 0, end: 0 };

/**
 * Reads `[[x1, y1, x2, y2], …]` where every number is plain (`-12`, `3.5`, at most 15 digits) and nothing
 * but spaces, tabs and line breaks stands between; undefined for anything else, well-formed or not.
 */
export function scanPlainBoxes(text: string, start: number, end: number): readonly Box[] | undefined {
  cursor.end = end;
  cursor.at = start;
  while (isBlank(unitAt(text))) cursor.at++;
  while (unitAt(text) === NEWLINE) cursor.at++;
  if (!take(text, OPEN)) return undefined;
  const boxes: Box[] = [];
  do {
    skipSpace(text);
    if (!take(text, OPEN)) return undefined;
    const x1 = scanNumber(text);
    if (!take(text, COMMA)) return undefined;
    const y1 = scanNumber(text);
    if (!take(text, COMMA)) return undefined;
    const x2 = scanNumber(text);
    if (!take(text, COMMA)) return undefined;
    const y2 = scanNumber(text);
    if (!take(text, CLOSE)) return undefined;
    // NaN marks a number that is not plain.
    if (Number.isNaN(x1 + y1 + x2 + y2)) return undefined;
    boxes.push([x1, y1, x2, y2]);
    skipSpace(text);
  } while (take(text, COMMA));
  if (!take(text, CLOSE)) return undefined;
  while (isBlank(unitAt(text))) cursor.at++;
  while (unitAt(text) === NEWLINE) cursor.at++;
  return cursor.at === end ? boxes : undefined;
}

function unitAt(text: string): number {
  return cursor.at < cursor.end ? text.charCodeAt(cursor.at) : -1;
}

function take(text: string, unit: number): boolean {
  if (unitAt(text) !== unit) return false;
  cursor.at++;
  return true;
}

function isBlank(unit: number): boolean {
  return unit === SPACE || unit === TAB;
}

function skipSpace(text: string): void {
  for (;;) {
    const unit = unitAt(text);
    if (!isBlank(unit) && unit !== NEWLINE && unit !== RETURN) return;
    cursor.at++;
  }
}

/** A plain number with the space around it, NaN where there is none. */
function scanNumber(text: string): number {
  skipSpace(text);
  const negative = take(text, MINUS);
  const first = cursor.at;
  let value = 0;
  let digits = 0;
  let unit = unitAt(text);
  for (; unit >= ZERO && unit <= ZERO + 9; unit = unitAt(text)) {
    value = value * 10 + (unit - ZERO);
    digits++;
    cursor.at++;
  }
  if (digits === 0 || (digits > 1 && text.charCodeAt(first) === ZERO)) return NaN;
  if (unit === POINT) {
    cursor.at++;
    const whole = digits;
    for (unit = unitAt(text); unit >= ZERO && unit <= ZERO + 9; unit = unitAt(text)) {
      value = value * 10 + (unit - ZERO);
      digits++;
      cursor.at++;
    }
    if (digits > EXACT_DIGITS) return NaN;
    value /= POWERS[digits - whole] ?? NaN;
  }
  if (digits > EXACT_DIGITS) return NaN;
  skipSpace(text);
  return negative ? -value : value;
}
