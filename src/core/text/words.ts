import { HASH_FACTOR, HASH_SEED } from './hash.ts';
import { LowercaseText } from './lowercaseText.ts';
import { Mark, marksOf } from './marks.ts';
import { SentenceSplitter } from './sentences.ts';
import { Tokens } from './tokens.ts';
import { ChunkReader, type Sentence } from './treebank.ts';
import { isWhitespace } from './whitespace.ts';

const SPACE = 0x20;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const PERIOD = 0x2e;
/** Tokens by themselves wherever they end a chunk. */
const LAST = Mark.symbol | Mark.bracket | Mark.colonOrComma;

/**
 * Reads captions into the numbers of their words, those of NLTK's `word_tokenize` (3.9.1, English: sentences by Punkt,
 * then the Treebank rules) and those of rouge-score 0.1.2, in one pass over the text in lower case.
 */
export class WordReader {
  /** Of the text read last. */
  readonly tokens = new Tokens();
  private readonly text = new LowercaseText();
  private readonly sentences = new SentenceSplitter();
  private readonly chunks = new ChunkReader(this.tokens);

  /** In units of text: how much room the longest text so far has taken. */
  get capacity(): number {
    return this.text.units.length;
  }

  /** Reads [start, end) of `text`. */
  read(text: string, start = 0, end = text.length): void {
    this.tokens.clear();
    this.text.load(text, start, end);
    this.sentences.split(this.text);
    const { starts, ends } = this.sentences;
    const { units } = this.text;
    for (let at = 0; at < starts.count; at++) {
      const from = starts.items[at] ?? 0;
      const to = ends.items[at] ?? 0;
      this.readSentence({ units, from, to, final: finalPeriod(units, from, to) });
    }
  }

  /** Words alone or before one mark, which nearly all chunks between spaces are, are read right here. */
  private readSentence(sentence: Sentence): void {
    const { units, from, to, final } = sentence;
    const { tokens } = this;
    const { lexicon } = tokens;
    let at = from;
    while (at < to) {
      const start = at;
      let hash = HASH_SEED;
      let unit = units[at] ?? 0;
      while (isRun(unit)) {
        hash = Math.imul(hash ^ unit, HASH_FACTOR);
        unit = ++at < to ? (units[at] ?? 0) : SPACE;
      }
      const spaced = unit === SPACE || isWhitespace(unit);
      if (at > start) {
        if (spaced || (endsChunk(units, at + 1, to) && (at === final || (marksOf(unit) & LAST) !== 0))) {
          const word = lexicon.number(units, start, at, hash);
          tokens.runs.push(word);
          tokens.pushRun(word);
          if (!spaced) tokens.pushUnit(unit);
          at++;
        } else at = this.chunks.read(sentence, start);
      } else if (spaced) at++;
      else at = this.chunks.read(sentence, start);
    }
  }
}

function isRun(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39);
}

function endsChunk(units: Uint16Array, at: number, to: number): boolean {
  return at >= to || isWhitespace(units[at] ?? 0);
}

/** Where the period stands that ends the sentence, before nothing but closing marks and spaces; -1 where none does. */
function finalPeriod(units: Uint16Array, from: number, to: number): number {
  let at = to;
  while (at > from && isWhitespace(units[at - 1] ?? 0)) at--;
  const end = at;
  for (; at > from; at--) {
    const unit = units[at - 1] ?? 0;
    if (unit !== SPACE && (marksOf(unit) & Mark.closing) === 0) break;
    // Quotes after a space open, and have become backticks when the period is looked for.
    if (unit === SPACE && opensQuote(units, at, end)) return -1;
  }
  const period = at - 1;
  return period > from && units[period] === PERIOD && units[period - 1] !== PERIOD ? period : -1;
}

function opensQuote(units: Uint16Array, at: number, end: number): boolean {
  if (at >= end) return false;
  return units[at] === QUOTE || (units[at] === APOSTROPHE && at + 1 < end && units[at + 1] === APOSTROPHE);
}

/** The tokens of `word_tokenize` as strings. `text` is lowercased. */
export function wordTokens(text: string): string[] {
  const reader = new WordReader();
  reader.read(text);
  const { words, lexicon } = reader.tokens;
  return Array.from(words.items.subarray(0, words.count), (word) => lexicon.textOf(word));
}
