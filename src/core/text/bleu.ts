import { TokenList } from './tokenList.ts';
import { numberBuffer, numbersOf, slotsFor, Vocabulary } from './vocabulary.ts';
import { tokenizeWords } from './words.ts';

const MAX_ORDER = 4;
/** NLTK's smoothing method 1 puts this many matches where there are none. */
const EPSILON = 0.1;

const scratch = new TokenList();

/** What BLEU is made of. */
export interface BleuStatistics {
  /** N-grams of the hypothesis that the reference also has, each at most as often as there; by order from 1. */
  readonly matches: readonly [number, number, number, number];
  /** Lengths in tokens. */
  readonly hypothesis: number;
  readonly reference: number;
}

/** How often a hypothesis may still match each n-gram of the reference. */
let left = new Int32Array(512);

/**
 * The n-grams of a reference caption, counted once for all that is compared with it: a tree in which an n-gram is the
 * child of the one without its last token, in one open-addressed table by parent and token.
 */
export class BleuReference {
  private readonly vocabulary: Vocabulary;
  private readonly length: number;
  /** N-grams by number; 0 is the root, the empty one. */
  private size = 1;
  private readonly mask: number;
  /** By slot: an n-gram, 0 where free. Then three numbers for each n-gram: parent, last token, count. */
  private readonly table: Int32Array;

  /** `text` is lowercased. */
  constructor(text: string) {
    tokenizeWords(text, scratch);
    this.length = scratch.count;
    const items = numberBuffer(this.length);
    this.vocabulary = Vocabulary.of(scratch, items);
    const most = MAX_ORDER * this.length + 1;
    const slots = slotsFor(most);
    this.mask = slots - 1;
    this.table = new Int32Array(slots + 3 * most);
    for (let first = 0; first < this.length; first++) {
      const end = Math.min(first + MAX_ORDER, this.length);
      let ngram = 0;
      for (let at = first; at < end; at++) ngram = this.count(ngram, items[at] ?? 0);
    }
  }

  /** Counts the n-gram `parent` + `token` once more; answers its number. */
  private count(parent: number, token: number): number {
    const { table } = this;
    const slot = this.slotOf(parent, token);
    let ngram = table[slot] ?? 0;
    if (ngram === 0) {
      ngram = this.size++;
      table[slot] = ngram;
      table[this.entryOf(ngram)] = parent;
      table[this.entryOf(ngram) + 1] = token;
    }
    const counted = this.entryOf(ngram) + 2;
    table[counted] = (table[counted] ?? 0) + 1;
    return ngram;
  }

  private entryOf(ngram: number): number {
    return this.mask + 1 + 3 * ngram;
  }

  /** The slot of the n-gram `parent` + `token`, or the free one where it would go. */
  private slotOf(parent: number, token: number): number {
    const { mask, table } = this;
    let slot = hashOf(parent, token) & mask;
    for (;;) {
      const ngram = table[slot] ?? 0;
      if (ngram === 0) return slot;
      const entry = mask + 1 + 3 * ngram;
      if (table[entry] === parent && table[entry + 1] === token) return slot;
      slot = (slot + 1) & mask;
    }
  }

  /** `hypothesis` is lowercased. */
  compare(hypothesis: string): BleuStatistics {
    tokenizeWords(hypothesis, scratch);
    const count = scratch.count;
    const items = numbersOf(scratch, this.vocabulary);
    const { table, size } = this;
    if (left.length < size) left = new Int32Array(2 * size);
    for (let ngram = 1; ngram < size; ngram++) left[ngram] = table[this.entryOf(ngram) + 2] ?? 0;
    const matches: [number, number, number, number] = [0, 0, 0, 0];
    for (let first = 0; first < count; first++) {
      let ngram = 0;
      for (let order = 0; order < MAX_ORDER && first + order < count; order++) {
        const token = items[first + order] ?? -1;
        if (token < 0) break;
        ngram = table[this.slotOf(ngram, token)] ?? 0;
        if (ngram === 0) break;
        const remaining = left[ngram] ?? 0;
        if (remaining === 0) continue;
        left[ngram] = remaining - 1;
        matches[order] = (matches[order] ?? 0) + 1;
      }
    }
    return { matches, hypothesis: count, reference: this.length };
  }
}

function hashOf(parent: number, token: number): number {
  const hash = Math.imul(parent, 0x9e3779b1) ^ Math.imul(token, 0x85ebca6b);
  return hash ^ (hash >>> 15);
}

/** BLEU-4 with equal weights and smoothing method 1, 0 to 1 (NLTK's `sentence_bleu`). */
export function bleu4(statistics: BleuStatistics): number {
  const { matches, hypothesis } = statistics;
  if (matches[0] === 0) return 0;
  let logs = 0;
  for (const [order, match] of matches.entries()) {
    const total = Math.max(1, hypothesis - order);
    logs += Math.log((match === 0 ? EPSILON : match) / total) / MAX_ORDER;
  }
  return brevityPenalty(statistics) * Math.exp(logs);
}

/** 1 for a hypothesis longer than the reference, else falling with what it lacks. */
export function brevityPenalty({ hypothesis, reference }: BleuStatistics): number {
  if (hypothesis > reference) return 1;
  return hypothesis === 0 ? 0 : Math.exp(1 - reference / hypothesis);
}
