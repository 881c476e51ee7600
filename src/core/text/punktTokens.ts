import { firstCase, isDigit, isLetterLike } from './characters.ts';
import { ABBREVIATIONS, COLLOCATIONS, LOWERCASE_STARTS, NUMBER_TYPE } from './punktEnglish.ts';
import { isWhitespace } from './whitespace.ts';

/** Characters that end a word in Punkt's eyes. */
const NON_WORD = new Set(')";}]*:@\'({[?!');
/** Characters that no word starts with. */
const NO_WORD_START = new Set('("`{[:;&#*@)}]-,');
/** Tokens that never start a sentence. */
const PUNCTUATION = new Set(';:,.!?');

export function isNonWord(unit: number): boolean {
  return unit < 0x80 && NON_WORD.has(String.fromCharCode(unit));
}

/**
 * Whether Punkt finds a sentence end inside `context`: the word before a period, the period, and what follows.
 * Kiss & Strunk (2006) as NLTK implements it, on lowercased text.
 */
export function endsSentence(context: string): boolean {
  const tokens = context.split('\n').flatMap(punktTokens);
  return tokens.some((token, at) => {
    const next = tokens[at + 1];
    return next !== undefined && isBreak(token, next);
  });
}

/** Words with their periods, runs of `-` or `.`, and single characters of punctuation. */
export function punktTokens(line: string): string[] {
  const tokens: string[] = [];
  let at = 0;
  while (at < line.length) {
    if (isWhitespace(line.charCodeAt(at))) {
      at++;
      continue;
    }
    const end = multiCharacterEnd(line, at) ?? wordEnd(line, at);
    tokens.push(line.slice(at, end));
    at = end;
  }
  return tokens;
}

/** The end of `--…`, `...…` or `. . .…` at `at`, undefined where none starts. */
function multiCharacterEnd(line: string, at: number): number | undefined {
  const unit = line.charAt(at);
  if (unit !== '-' && unit !== '.') return undefined;
  let end = at + 1;
  while (line.charAt(end) === unit) end++;
  if (end - at >= 2) return end;
  if (unit === '-') return undefined;
  end = at;
  while (isSpace(line, end + 1) && line.charAt(end + 2) === '.') end += 2;
  return end - at >= 4 ? end + 1 : undefined;
}

function wordEnd(line: string, at: number): number {
  let end = at + ((line.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  if (NO_WORD_START.has(line.charAt(at))) return end;
  while (end < line.length && !endsWord(line, end)) {
    if (line.charAt(end) === ',' && (end + 1 >= line.length || endsWord(line, end + 1))) break;
    end++;
  }
  return end;
}

function endsWord(line: string, at: number): boolean {
  return isSpace(line, at) || NON_WORD.has(line.charAt(at)) || multiCharacterEnd(line, at) !== undefined;
}

function isSpace(line: string, at: number): boolean {
  return at < line.length && isWhitespace(line.charCodeAt(at));
}

function isBreak(token: string, next: string): boolean {
  if (token === '?' || token === '!') return true;
  if (!token.endsWith('.') || (token !== '.' && token.endsWith('..'))) return false;
  const number = isNumber(token);
  const word = token === '.' ? token : token.slice(0, -1);
  const type = number ? NUMBER_TYPE : word;
  const nextType = typeOf(next);
  if (COLLOCATIONS.get(type)?.has(nextType) === true) return false;
  if (token !== '.' && isAbbreviation(word)) return false;
  const initial = isInitial(token);
  if (!initial && !number) return true;
  // After an initial or an ordinal number, a word that starts no sentence carries on with this one.
  if (PUNCTUATION.has(next)) return false;
  const nextCase = firstCase(next);
  if (nextCase === 'lower') return LOWERCASE_STARTS.has(nextType);
  return !(initial && nextCase === 'upper');
}

/** The type of a following token: without its period where that looks like the end of a sentence. */
function typeOf(token: string): string {
  if (isNumber(token)) return NUMBER_TYPE;
  const ends = token.length > 1 && token.endsWith('.') && !token.endsWith('..');
  return ends && !isAbbreviation(token.slice(0, -1)) ? token.slice(0, -1) : token;
}

/** Known as a whole or by what follows its last hyphen. */
export function isAbbreviation(word: string): boolean {
  return ABBREVIATIONS.has(word) || ABBREVIATIONS.has(word.slice(word.lastIndexOf('-') + 1));
}

/** One letter and a period. */
function isInitial(token: string): boolean {
  const letter = token.slice(0, -1);
  const length = (letter.codePointAt(0) ?? 0) > 0xffff ? 2 : 1;
  return letter.length === length && isLetterLike(letter);
}

/** Digits with `,`, `.` or `-` between, after an optional minus and an optional `.` or `,`. */
function isNumber(token: string): boolean {
  let start = token.startsWith('-') ? 1 : 0;
  const sign = token.charAt(start);
  if (sign === '.' || sign === ',') start++;
  const [first, ...rest] = token.slice(start);
  if (first === undefined || !isDigit(first)) return false;
  return rest.every((unit) => unit === ',' || unit === '.' || unit === '-' || isDigit(unit));
}
