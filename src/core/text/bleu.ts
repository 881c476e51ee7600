import { NumberList, type Numbers } from './numberList.ts';

const MAX_ORDER = 4;
/** NLTK's smoothing method 1 puts this many matches where there are none. */
const EPSILON = 0.1;

/** What BLEU is made of. */
export interface BleuStatistics {
  /** N-grams of the hypothesis that the reference also has, each at most as often as there; by order from 1. */
  readonly matches: readonly [number, number, number, number];
  /** Lengths in tokens. */
  readonly hypothesis: number;
  readonly reference: number;
}

/** Counts matching n-grams in time linear in both texts; keeps its memory from one comparison to the next. */
export class NgramCounter {
  /** By word: its number among those of the reference, from 1; 0 for others. All are 0 between comparisons. */
  private known = new Int32Array(1024);
  /** Both texts in these numbers. */
  private readonly reference = new NumberList();
  private readonly hypothesis = new NumberList();
  /** By number: how often the word may still be matched. */
  private readonly left = new NumberList();
  /**
   * Longer n-grams of the reference in an open-addressed table, each the child of the one without its last word. Three
   * integers a slot: parent (0 where it is free), last word, and how often the n-gram may still be matched. Words are
   * the parents 1 to `distinct`, and n-grams are the parents after them in the order of the table.
   */
  private table = new Int32Array(3 * 512);
  private mask = 511;
  private distinct = 0;

  /** Of two texts, given as numbers of words below `kinds`. */
  compare(hypothesis: Numbers, reference: Numbers, kinds: number): BleuStatistics {
    if (this.known.length < kinds) this.known = new Int32Array(2 * kinds);
    this.numberWords(hypothesis, reference);
    this.countReference();
    return { matches: this.match(), hypothesis: hypothesis.count, reference: reference.count };
  }

  private numberWords(hypothesis: Numbers, reference: Numbers): void {
    const { known, left } = this;
    left.clear();
    left.push(0);
    this.reference.clear();
    for (let at = reference.start, end = at + reference.count; at < end; at++) {
      const word = reference.items[at] ?? 0;
      let number = known[word] ?? 0;
      if (number === 0) {
        known[word] = number = left.count;
        left.push(1);
      } else left.items[number] = (left.items[number] ?? 0) + 1;
      this.reference.push(number);
    }
    this.distinct = left.count - 1;
    this.hypothesis.clear();
    for (let at = hypothesis.start, end = at + hypothesis.count; at < end; at++) {
      this.hypothesis.push(known[hypothesis.items[at] ?? 0] ?? 0);
    }
    for (let at = reference.start, end = at + reference.count; at < end; at++) {
      known[reference.items[at] ?? 0] = 0;
    }
  }

  private countReference(): void {
    const { items, count } = this.reference;
    // At least half of the slots stay free.
    const slots = 2 ** (32 - Math.clz32(2 * (MAX_ORDER - 1) * count));
    if (this.table.length < 3 * slots) this.table = new Int32Array(3 * slots);
    else this.table.fill(0, 0, 3 * slots);
    this.mask = slots - 1;
    const { table, distinct } = this;
    for (let first = 0; first < count; first++) {
      const end = Math.min(first + MAX_ORDER, count);
      let parent = items[first] ?? 0;
      for (let at = first + 1; at < end; at++) {
        const word = items[at] ?? 0;
        const slot = this.slotOf(parent, word);
        table[slot] = parent;
        table[slot + 1] = word;
        table[slot + 2] = (table[slot + 2] ?? 0) + 1;
        parent = distinct + 1 + slot;
      }
    }
  }

  private match(): BleuStatistics['matches'] {
    const { items, count } = this.hypothesis;
    const { table, distinct, left } = this;
    const matches: [number, number, number, number] = [0, 0, 0, 0];
    for (let first = 0; first < count; first++) {
      let parent = items[first] ?? 0;
      if (parent === 0) continue;
      const words = left.items[parent] ?? 0;
      if (words > 0) {
        left.items[parent] = words - 1;
        matches[0]++;
      }
      const end = Math.min(first + MAX_ORDER, count);
      for (let at = first + 1; at < end; at++) {
        const word = items[at] ?? 0;
        if (word === 0) break;
        const slot = this.slotOf(parent, word);
        if (table[slot] === 0) break;
        const ngrams = table[slot + 2] ?? 0;
        if (ngrams > 0) {
          table[slot + 2] = ngrams - 1;
          const order = at - first;
          matches[order] = (matches[order] ?? 0) + 1;
        }
        parent = distinct + 1 + slot;
      }
    }
    return matches;
  }

  /** Where the n-gram `parent` + `word` is in the table, or the free slot where it would go. */
  private slotOf(parent: number, word: number): number {
    const { table, mask } = this;
    const hash = Math.imul(parent, 0x9e3779b1) ^ Math.imul(word, 0x85ebca6b);
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const found = table[3 * slot] ?? 0;
      if (found === 0 || (found === parent && table[3 * slot + 1] === word)) return 3 * slot;
      slot = (slot + 1) & mask;
    }
  }
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
