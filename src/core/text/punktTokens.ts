import { caseAt, isDigitAt, isLetterLikeAt, widthAt } from './characters.ts';
import { ABBREVIATIONS, AFTER_INITIALS, AFTER_NUMBERS, LOWERCASE_STARTS } from './punktEnglish.ts';
import { isWhitespace } from './whitespace.ts';

const NEWLINE = 0x0a;
const COMMA = 0x2c;
const DASH = 0x2d;
const PERIOD = 0x2e;
const EXCLAMATION = 0x21;
const QUESTION = 0x3f;

/** Bits of the ASCII units that matter here. */
const Role = {
  /** Ends a word in Punkt's eyes. */
  ends: 1,
  /** No word starts with it. */
  startsNone: 2,
  /** A token of it alone never starts a sentence. */
  punctuation: 4,
} as const;
const ROLES = new Uint8Array(0x80);
for (const [role, characters] of [
  [Role.ends, ')";}]*:@\'({[?!'],
  [Role.startsNone, '("`{[:;&#*@)}]-,'],
  [Role.punctuation, ';:,.!?'],
] as const) {
  for (let at = 0; at < characters.length; at++) {
    const unit = characters.charCodeAt(at);
    ROLES[unit] = (ROLES[unit] ?? 0) | role;
  }
}

function has(unit: number, role: number): boolean {
  return unit < ROLES.length && ((ROLES[unit] ?? 0) & role) !== 0;
}

export function isNonWord(unit: number): boolean {
  return has(unit, Role.ends);
}

/**
 * Whether Punkt finds a sentence end inside units[start..end): the word before a period, the period, and what follows.
 * Kiss & Strunk (2006) as NLTK implements it, on lowercased text.
 */
export function endsSentence(units: Uint16Array, start: number, end: number): boolean {
  let last = -1;
  let lastEnd = -1;
  let at = start;
  while (at < end) {
    if (isWhitespace(units[at] ?? 0)) {
      at++;
      continue;
    }
    const next = tokenEnd(units, at, end);
    if (last >= 0 && isBreak(units, last, lastEnd, at, next)) return true;
    last = at;
    lastEnd = next;
    at = next;
  }
  return false;
}

/** Tokens are words with their periods, runs of `-` or `.`, and single characters of punctuation. */
function tokenEnd(units: Uint16Array, at: number, end: number): number {
  const run = runEnd(units, at, end);
  return run > 0 ? run : wordEnd(units, at, end);
}

/** The end of `--…`, `...…` or `. . .…` at `at`, 0 where none starts. */
function runEnd(units: Uint16Array, at: number, end: number): number {
  const unit = units[at];
  if (unit !== DASH && unit !== PERIOD) return 0;
  let to = at + 1;
  while (to < end && units[to] === unit) to++;
  if (to - at >= 2) return to;
  if (unit === DASH) return 0;
  to = at;
  while (to + 2 < end && units[to + 2] === PERIOD && isSpace(units[to + 1] ?? 0)) to += 2;
  return to - at >= 4 ? to + 1 : 0;
}

function wordEnd(units: Uint16Array, at: number, end: number): number {
  let to = at + widthAt(units, at, end);
  if (has(units[at] ?? 0, Role.startsNone)) return to;
  while (to < end && !endsWord(units, to, end)) {
    if (units[to] === COMMA && (to + 1 >= end || endsWord(units, to + 1, end))) break;
    to++;
  }
  return to;
}

function endsWord(units: Uint16Array, at: number, end: number): boolean {
  const unit = units[at] ?? 0;
  return isWhitespace(unit) || isNonWord(unit) || runEnd(units, at, end) > 0;
}

/** Between the periods of an ellipsis; each line is split into words by itself. */
function isSpace(unit: number): boolean {
  return unit !== NEWLINE && isWhitespace(unit);
}

/** Whether a sentence ends between the token [start, end) and the next one. */
function isBreak(
  units: Uint16Array,
  start: number,
  end: number,
  nextStart: number,
  nextEnd: number,
): boolean {
  const lone = end - start === 1;
  const last = units[end - 1] ?? 0;
  if (lone && (last === QUESTION || last === EXCLAMATION)) return true;
  if (last !== PERIOD || (!lone && units[end - 2] === PERIOD)) return false;
  const number = isNumber(units, start, end);
  const next = typeEnd(units, nextStart, nextEnd);
  const collocations = number
    ? AFTER_NUMBERS
    : end - start === 2
      ? AFTER_INITIALS.get(units[start] ?? 0)
      : undefined;
  if (collocations?.has(units, nextStart, next) === true) return false;
  if (!lone && isAbbreviation(units, start, end - 1)) return false;
  const initial = isInitial(units, start, end);
  if (!initial && !number) return true;
  // After an initial or an ordinal number, a word that starts no sentence carries on with this one.
  if (nextEnd - nextStart === 1 && has(units[nextStart] ?? 0, Role.punctuation)) return false;
  const nextCase = caseAt(units, nextStart, nextEnd);
  if (nextCase === 'lower') return LOWERCASE_STARTS.has(units, nextStart, next);
  return !(initial && nextCase === 'upper');
}

/** The end of a following token's type: before its period where that looks like the end of a sentence. */
function typeEnd(units: Uint16Array, start: number, end: number): number {
  const ends = end - start > 1 && units[end - 1] === PERIOD && units[end - 2] !== PERIOD;
  return ends && !isAbbreviation(units, start, end - 1) ? end - 1 : end;
}

/** Known as a whole or by what follows its last hyphen. */
function isAbbreviation(units: Uint16Array, start: number, end: number): boolean {
  if (ABBREVIATIONS.has(units, start, end)) return true;
  let from = end;
  while (from > start && units[from - 1] !== DASH) from--;
  return from > start && ABBREVIATIONS.has(units, from, end);
}

/** One letter and a period. */
function isInitial(units: Uint16Array, start: number, end: number): boolean {
  return end - start === widthAt(units, start, end) + 1 && isLetterLikeAt(units, start, end);
}

/** Digits with `,`, `.` or `-` between, after an optional minus and an optional `.` or `,`. */
function isNumber(units: Uint16Array, start: number, end: number): boolean {
  let at = start;
  if (units[at] === DASH) at++;
  if (at < end && (units[at] === PERIOD || units[at] === COMMA)) at++;
  if (at >= end || !isDigitAt(units, at, end)) return false;
  for (at += widthAt(units, at, end); at < end; at++) {
    const unit = units[at];
    if (unit !== COMMA && unit !== PERIOD && unit !== DASH && !isDigitAt(units, at, end)) return false;
  }
  return true;
}
