import { lcsLength, occurrences, type Occurrences } from './lcs.ts';
import { stem } from './porter.ts';
import { decode, HASH_FACTOR, HASH_SEED, TokenList } from './tokenList.ts';
import { numberBuffer, numbersOf, Vocabulary } from './vocabulary.ts';

/** rouge-score stems longer words only. */
const UNSTEMMED_LENGTH = 3;
/** Words are few and common; past so many of them the cache of stems starts afresh. */
const MAX_CACHED = 50_000;

let words = new Vocabulary();
/** The stem of each known word. */
let stems = new TokenList();
const scratch = new TokenList();
const buffer = { units: new Uint16Array(1024) };

/**
 * The tokens of rouge-score 0.1.2 with its stemmer on lowercased text: runs of `[a-z0-9]`, stemmed. Clears and fills
 * `tokens`. Throws StemmerRecursionError.
 */
export function tokenizeRouge(text: string, tokens: TokenList): void {
  tokens.clear();
  if (words.size > MAX_CACHED) {
    words = new Vocabulary();
    stems = new TokenList();
  }
  if (buffer.units.length < text.length) buffer.units = new Uint16Array(2 * text.length);
  const units = buffer.units;
  let start = 0;
  let hash = HASH_SEED;
  for (let at = 0; at <= text.length; at++) {
    const unit = at < text.length ? text.charCodeAt(at) : 0;
    if ((unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39)) {
      units[at] = unit;
      hash = Math.imul(hash ^ unit, HASH_FACTOR);
      continue;
    }
    if (at - start > UNSTEMMED_LENGTH) pushStem(tokens, units, start, at, hash);
    else if (at > start) tokens.push(units, start, at);
    start = at + 1;
    hash = HASH_SEED;
  }
}

/** The tokens of `tokenizeRouge` as strings. */
export function rougeTokens(text: string): string[] {
  const tokens = new TokenList();
  tokenizeRouge(text, tokens);
  return tokens.toStrings();
}

function pushStem(tokens: TokenList, units: Uint16Array, start: number, end: number, hash: number): void {
  const known = words.find(units, start, end, hash);
  const word = known < 0 ? learn(units, start, end, hash) : known;
  tokens.push(stems.units, stems.startOf(word), stems.ends[word] ?? 0);
}

function learn(units: Uint16Array, start: number, end: number, hash: number): number {
  const stemmed = stem(decode(units, start, end));
  const encoded = Uint16Array.from({ length: stemmed.length }, (_, at) => stemmed.charCodeAt(at));
  stems.push(encoded, 0, encoded.length);
  return words.add(units, start, end, hash);
}

/** What ROUGE-L is made of, in tokens. */
export interface RougeStatistics {
  readonly common: number;
  readonly hypothesis: number;
  readonly reference: number;
}

/** A reference caption, tokenized once for all that is compared with it. */
export class RougeReference {
  private readonly vocabulary: Vocabulary;
  private readonly sequence: Occurrences;

  /** `text` is lowercased. Throws StemmerRecursionError. */
  constructor(text: string) {
    tokenizeRouge(text, scratch);
    const items = numberBuffer(scratch.count);
    this.vocabulary = Vocabulary.of(scratch, items);
    this.sequence = occurrences(items, scratch.count, this.vocabulary.size);
  }

  /** `hypothesis` is lowercased. Throws StemmerRecursionError. */
  compare(hypothesis: string): RougeStatistics {
    tokenizeRouge(hypothesis, scratch);
    const count = scratch.count;
    const items = numbersOf(scratch, this.vocabulary);
    const common = lcsLength(this.sequence, items, count);
    return { common, hypothesis: count, reference: this.sequence.length };
  }
}

/** ROUGE-L's F1 of 0 to 1; 0 where a side is empty. */
export function rougeL(statistics: RougeStatistics): number {
  const { common, hypothesis, reference } = statistics;
  if (common === 0) return 0;
  const precision = common / hypothesis;
  const recall = common / reference;
  return (2 * precision * recall) / (precision + recall);
}
