import { ABBREVIATIONS } from './punktEnglish.ts';
import { endsSentence, isNonWord } from './punktTokens.ts';
import { isWhitespace } from './whitespace.ts';

const PERIOD = 0x2e;
const QUESTION = 0x3f;
const EXCLAMATION = 0x21;

/** Sentences found by sentenceEnds: `starts[i]` to `ends[i]`, in UTF-16 units. Reused by the next call. */
export interface Sentences {
  count: number;
  starts: number[];
  ends: number[];
}

const found: Sentences = { count: 0, starts: [], ends: [] };

/**
 * NLTK's `sent_tokenize` for English on lowercased text, as offsets: candidate ends are `.`, `?` and `!` before
 * whitespace or punctuation; each is judged with the word before it, where words of neighbouring candidates do
 * not overlap; closing quotes and brackets then go to the sentence they close.
 */
export function splitSentences(text: string): Sentences {
  found.count = 0;
  let lastBreak = 0;
  // The candidate not judged yet: a later one may overlap its word and take its place.
  let candidate = -1;
  let wordStart = 0;
  let wordEnd = 0;
  let realigned = 0;

  const judge = (): void => {
    const next = skipSpaces(text, candidate + 1);
    if (!isSentenceEnd(text, wordStart, candidate, next)) return;
    realigned = addSentence(text, lastBreak, candidate + 1, next, realigned);
    lastBreak = next;
  };

  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit !== PERIOD && unit !== QUESTION && unit !== EXCLAMATION) continue;
    if (!isCandidate(text, at)) continue;
    const space = lastSpace(text, wordEnd, at);
    const start = space > wordEnd ? space + 1 : wordStart;
    if (candidate >= 0 && wordEnd <= start) judge();
    candidate = at;
    wordStart = start;
    wordEnd = at;
  }
  if (candidate >= 0) judge();
  let end = text.length;
  while (end > lastBreak && isWhitespace(text.charCodeAt(end - 1))) end--;
  if (end > lastBreak + realigned) push(lastBreak + realigned, end);
  return found;
}

/** Sentence texts, for callers that want strings. */
export function sentences(text: string): string[] {
  const { count, starts, ends } = splitSentences(text);
  return Array.from({ length: count }, (_, at) => text.slice(starts[at], ends[at]));
}

function push(start: number, end: number): void {
  found.starts[found.count] = start;
  found.ends[found.count] = end;
  found.count++;
}

/** Followed by punctuation, or by whitespace and something more. */
function isCandidate(text: string, at: number): boolean {
  if (at + 1 >= text.length) return false;
  const next = text.charCodeAt(at + 1);
  if (isWhitespace(next)) return skipSpaces(text, at + 1) < text.length;
  return isNonWord(next);
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (at < text.length && isWhitespace(text.charCodeAt(at))) at++;
  return at;
}

/** The last ASCII whitespace in [from, to); `from` where there is none, as where it is the first character. */
function lastSpace(text: string, from: number, to: number): number {
  for (let at = to - 1; at > from; at--) {
    const unit = text.charCodeAt(at);
    if (unit === 0x20 || (unit >= 0x09 && unit <= 0x0d)) return at;
  }
  return from;
}

function isSentenceEnd(text: string, wordStart: number, at: number, next: number): boolean {
  if (text.charCodeAt(at) !== PERIOD) return true;
  const spaced = next > at + 1;
  if (spaced && at - wordStart > 1 && isLetters(text, wordStart, at)) {
    if (!ABBREVIATIONS.has(text.slice(wordStart, at))) return true;
  }
  const end = spaced ? wordAfter(text, next) : next + 1;
  return endsSentence(text.slice(wordStart, end));
}

function isLetters(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x61 || unit > 0x7a) return false;
  }
  return true;
}

function wordAfter(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isWhitespace(text.charCodeAt(at))) at++;
  return at;
}

/**
 * Adds the sentence [start, end) less what the one before it took; answers how much of the next sentence, which
 * starts at `next`, belongs to this one: quotes and brackets up to whitespace, `--` or the end of the text.
 */
function addSentence(text: string, start: number, end: number, next: number, realigned: number): number {
  let closers = next;
  while (closers < text.length && isCloser(text.charCodeAt(closers))) closers++;
  if (closers > next && endsClosers(text, closers)) {
    push(start + realigned, closers);
    return skipSpaces(text, closers) - next;
  }
  if (end > start + realigned) push(start + realigned, end);
  return 0;
}

function isCloser(unit: number): boolean {
  return unit === 0x22 || unit === 0x27 || unit === 0x29 || unit === 0x5d || unit === 0x7d;
}

function endsClosers(text: string, at: number): boolean {
  return at >= text.length || isWhitespace(text.charCodeAt(at)) || text.startsWith('--', at);
}
