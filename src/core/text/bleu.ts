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
  /**
   * By n-gram of the reference: how often it may still be matched. Words have the first numbers, their own; longer
   * n-grams follow, each the child of the one without its last word.
   */
  private readonly left = new NumberList();
  private readonly small = new SmallTree();
  private readonly large = new LargeTree();

  /** Of two texts, given as numbers of words below `kinds`. */
  compare(hypothesis: Numbers, reference: Numbers, kinds: number): BleuStatistics {
    if (this.known.length < kinds) this.known = new Int32Array(2 * kinds);
    this.numberWords(hypothesis, reference);
    const tree = reference.count <= SMALL ? this.small : this.large;
    tree.clear(reference.count);
    this.countReference(tree);
    return { matches: this.match(tree), hypothesis: hypothesis.count, reference: reference.count };
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
    this.hypothesis.clear();
    for (let at = hypothesis.start, end = at + hypothesis.count; at < end; at++) {
      this.hypothesis.push(known[hypothesis.items[at] ?? 0] ?? 0);
    }
    for (let at = reference.start, end = at + reference.count; at < end; at++) {
      known[reference.items[at] ?? 0] = 0;
    }
  }

  private countReference(tree: NgramTree): void {
    const { left } = this;
    const { items, count } = this.reference;
    for (let first = 0; first < count; first++) {
      const end = first + MAX_ORDER < count ? first + MAX_ORDER : count;
      let ngram = items[first] ?? 0;
      for (let at = first + 1; at < end; at++) {
        const word = items[at] ?? 0;
        const known = tree.child(ngram, word);
        if (known === 0) {
          tree.add(ngram, word, left.count);
          ngram = left.count;
          left.push(1);
        } else {
          ngram = known;
          left.items[ngram] = (left.items[ngram] ?? 0) + 1;
        }
      }
    }
  }

  private match(tree: NgramTree): BleuStatistics['matches'] {
    const { items, count } = this.hypothesis;
    const left = this.left.items;
    const matches: [number, number, number, number] = [0, 0, 0, 0];
    for (let first = 0; first < count; first++) {
      const end = first + MAX_ORDER < count ? first + MAX_ORDER : count;
      let ngram = items[first] ?? 0;
      for (let at = first; ngram !== 0;) {
        const remaining = left[ngram] ?? 0;
        if (remaining > 0) {
          left[ngram] = remaining - 1;
          const order = at - first;
          matches[order] = (matches[order] ?? 0) + 1;
        }
        if (++at === end) break;
        const word = items[at] ?? 0;
        ngram = word === 0 ? 0 : tree.child(ngram, word);
      }
    }
    return matches;
  }
}

/** Which n-gram another becomes with one more word, by their numbers from 1. */
interface NgramTree {
  /** Forgets all; `words` is the length of the text to come. */
  clear(words: number): void;
  /** 0 where there is none. */
  child(ngram: number, word: number): number;
  add(ngram: number, word: number, child: number): void;
}

/** Words of a text of which all n-grams have numbers below 256, and all words below 64. */
const SMALL = 63;

/** For the texts that captions are: a table with a place for every n-gram and every word after it. */
class SmallTree implements NgramTree {
  private readonly children = new Uint8Array(64 * MAX_ORDER * (SMALL + 1));

  clear(words: number): void {
    this.children.fill(0, 0, 64 * (MAX_ORDER * words + 1));
  }

  child(ngram: number, word: number): number {
    return this.children[64 * ngram + word] ?? 0;
  }

  add(ngram: number, word: number, child: number): void {
    this.children[64 * ngram + word] = child;
  }
}

/** For texts of any length: an open-addressed table with three integers a slot, n-gram (0 where free), word and child. */
class LargeTree implements NgramTree {
  private table = new Int32Array(3 * 512);
  private mask = 511;

  clear(words: number): void {
    // At least half of the slots stay free.
    const slots = 2 ** (32 - Math.clz32(2 * (MAX_ORDER - 1) * words));
    if (this.table.length < 3 * slots) this.table = new Int32Array(3 * slots);
    else this.table.fill(0, 0, 3 * slots);
    this.mask = slots - 1;
  }

  child(ngram: number, word: number): number {
    return this.table[this.slotOf(ngram, word) + 2] ?? 0;
  }

  add(ngram: number, word: number, child: number): void {
    const slot = this.slotOf(ngram, word);
    this.table[slot] = ngram;
    this.table[slot + 1] = word;
    this.table[slot + 2] = child;
  }

  /** Where the child is, or the free slot where it would go. */
  private slotOf(ngram: number, word: number): number {
    const { table, mask } = this;
    const hash = Math.imul(ngram, 0x9e3779b1) ^ Math.imul(word, 0x85ebca6b);
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const found = table[3 * slot] ?? 0;
      if (found === 0 || (found === ngram && table[3 * slot + 1] === word)) return 3 * slot;
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
