import { splitSentences } from './sentences.ts';
import { grown, TokenList } from './tokenList.ts';
import { pushMixed, pushWord } from './treebank/contractions.ts';
import { Mark, marksOf, marksOfPair } from './treebank/marks.ts';
import * as passes from './treebank/passes.ts';

const APOSTROPHE = 0x27;

/** The passes in NLTK's order, each with the marks of which a sentence needs one for the pass to matter. */
const PASSES: readonly { readonly marks: number; readonly pass: passes.Pass }[] = [
  { marks: Mark.openingQuote | Mark.backtick, pass: passes.padOpeningQuotes },
  { marks: Mark.quote, pass: passes.openFirstQuote },
  { marks: Mark.quote | Mark.backtick, pass: passes.padBackticks },
  { marks: Mark.quote | Mark.apostrophes, pass: passes.openQuotes },
  { marks: Mark.apostrophe, pass: passes.splitLoneLetters },
  { marks: Mark.period, pass: passes.splitFinalPeriod },
  { marks: Mark.colonOrComma, pass: passes.splitColonsAndCommas },
  { marks: Mark.symbol | Mark.ellipsis, pass: passes.padSymbols },
  { marks: Mark.apostrophe, pass: passes.splitTrailingApostrophes },
  { marks: Mark.bracket | Mark.dashes, pass: passes.padBrackets },
  { marks: Mark.closingQuote, pass: passes.padClosingQuotes },
  { marks: Mark.apostrophes, pass: passes.padDoubleApostrophes },
  { marks: Mark.quote, pass: passes.closeQuotes },
];

let here = new Uint16Array(1024);
let there = new Uint16Array(1024);

/**
 * NLTK's `word_tokenize` (3.9.1, English) on lowercased text: sentences by Punkt, then the Treebank rules. Clears and
 * fills `tokens`.
 */
export function tokenizeWords(text: string, tokens: TokenList): void {
  tokens.clear();
  const { count, starts, ends } = splitSentences(text);
  for (let at = 0; at < count; at++) tokenizeSentence(text, starts[at] ?? 0, ends[at] ?? 0, tokens);
}

/** The tokens of `tokenizeWords` as strings. */
export function wordTokens(text: string): string[] {
  const tokens = new TokenList();
  tokenizeWords(text, tokens);
  return tokens.toStrings();
}

function tokenizeSentence(text: string, start: number, end: number, tokens: TokenList): void {
  let length = Math.max(0, end - start);
  reserve(length);
  let marks = 0;
  let before = 0;
  for (let at = 0; at < length; at++) {
    const unit = text.charCodeAt(start + at);
    here[at] = unit;
    marks |= marksOf(unit);
    if (unit === before) marks |= marksOfPair(unit);
    before = unit;
  }
  for (const { marks: needed, pass } of PASSES) {
    if ((marks & needed) === 0) continue;
    reserve(length);
    length = pass(here, length, there);
    [here, there] = [there, here];
  }
  splitAtSpaces(here, length, tokens);
}

/** Room in both buffers for what a pass may make of `length` units. */
function reserve(length: number): void {
  const least = passes.MAX_GROWTH * length + 16;
  if (here.length < least) here = grown(here, least);
  if (there.length < least) there = grown(there, least);
}

function splitAtSpaces(units: Uint16Array, length: number, tokens: TokenList): void {
  let start = 0;
  let marks = 0;
  for (let at = 0; at <= length; at++) {
    const unitMarks = at < length ? marksOf(units[at] ?? 0) : Mark.space;
    if (unitMarks !== Mark.space) {
      marks |= unitMarks;
      continue;
    }
    if (at > start) {
      if (marks === 0) pushWord(tokens, units, start, at);
      else if ((marks & Mark.apostrophe) !== 0) pushEndings(tokens, units, start, at);
      else pushMixed(tokens, units, start, at);
    }
    start = at + 1;
    marks = 0;
  }
}

/** Splits off `'s`, `'m`, `'d` or `'`, then `'ll`, `'re`, `'ve` or `n't`; an apostrophe before keeps them. */
function pushEndings(tokens: TokenList, units: Uint16Array, start: number, end: number): void {
  const short = end - shortEnding(units, start, end);
  const long = short - longEnding(units, start, short);
  pushMixed(tokens, units, start, long);
  if (long < short) pushMixed(tokens, units, long, short);
  if (short < end) pushMixed(tokens, units, short, end);
}

/** The length of a short ending of units[start..end), 0 without one. */
function shortEnding(units: Uint16Array, start: number, end: number): number {
  const last = units[end - 1] ?? 0;
  if (last === APOSTROPHE) return canEnd(units, start, end - 1) ? 1 : 0;
  const clitic = last === 0x73 || last === 0x6d || last === 0x64;
  return clitic && end - 2 > start && units[end - 2] === APOSTROPHE && canEnd(units, start, end - 2) ? 2 : 0;
}

function longEnding(units: Uint16Array, start: number, end: number): number {
  if (!canEnd(units, start, end - 3)) return 0;
  const first = units[end - 3] ?? 0;
  const second = units[end - 2] ?? 0;
  const third = units[end - 1] ?? 0;
  if (first === 0x6e) return second === APOSTROPHE && third === 0x74 ? 3 : 0;
  if (first !== APOSTROPHE) return 0;
  if (second === 0x6c) return third === 0x6c ? 3 : 0;
  return (second === 0x72 || second === 0x76) && third === 0x65 ? 3 : 0;
}

/** An ending at `at` needs something before it that is no apostrophe. */
function canEnd(units: Uint16Array, start: number, at: number): boolean {
  return at > start && units[at - 1] !== APOSTROPHE;
}
