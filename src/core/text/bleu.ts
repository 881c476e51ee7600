import { TokenList } from './tokenList.ts';
import { numbersOf, Vocabulary } from './vocabulary.ts';
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

/**
 * The n-grams of a reference caption, counted once for all that is compared with it: a tree in which an n-gram is the
 * child of the one without its last token, kept in one open-addressed table by parent and token.
 */
export class BleuReference {
  private readonly vocabulary = new Vocabulary();
  private readonly length: number;
  private readonly mask: number;
  /** The n-gram of each slot, 0 where free (0 is also the root, which no slot holds). */
  private readonly slots: Int32Array;
  private readonly parents: Int32Array;
  private readonly tokens: Int32Array;
  /** How often the reference has each n-gram. */
  private readonly counts: Int32Array;
  /** How often a hypothesis may still match each n-gram. */
  private readonly left: Int32Array;
  private size = 1;

  /** `text` is lowercased. */
  constructor(text: string) {
    tokenizeWords(text, scratch);
    this.length = scratch.count;
    const nodes = MAX_ORDER * this.length + 1;
    const slots = 2 ** Math.ceil(Math.log2(2 * nodes));
    this.mask = slots - 1;
    this.slots = new Int32Array(slots);
    this.parents = new Int32Array(nodes);
    this.tokens = new Int32Array(nodes);
    this.counts = new Int32Array(nodes);
    this.left = new Int32Array(nodes);
    this.count();
  }

  private count(): void {
    const items = new Int32Array(this.length);
    for (let token = 0; token < items.length; token++) {
      const start = scratch.startOf(token);
      const end = scratch.ends[token] ?? 0;
      items[token] = this.vocabulary.add(scratch.units, start, end, scratch.hashes[token] ?? 0);
    }
    for (let first = 0; first < items.length; first++) {
      let node = 0;
      for (let at = first; at < Math.min(first + MAX_ORDER, items.length); at++) {
        const token = items[at] ?? 0;
        const slot = this.slotOf(node, token);
        const known = this.slots[slot] ?? 0;
        const child = known === 0 ? this.size++ : known;
        if (known === 0) {
          this.slots[slot] = child;
          this.parents[child] = node;
          this.tokens[child] = token;
        }
        this.counts[child] = (this.counts[child] ?? 0) + 1;
        node = child;
      }
    }
  }

  /** The slot of the n-gram `parent` + `token`, or the free one where it would go. */
  private slotOf(parent: number, token: number): number {
    const { mask, slots, parents, tokens } = this;
    let slot = hashOf(parent, token) & mask;
    for (;;) {
      const node = slots[slot] ?? 0;
      if (node === 0 || (parents[node] === parent && tokens[node] === token)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  /** `hypothesis` is lowercased. */
  compare(hypothesis: string): BleuStatistics {
    tokenizeWords(hypothesis, scratch);
    const count = scratch.count;
    const items = numbersOf(scratch, this.vocabulary);
    const { slots, left } = this;
    left.set(this.counts);
    const matches: [number, number, number, number] = [0, 0, 0, 0];
    for (let first = 0; first < count; first++) {
      let node = 0;
      for (let order = 0; order < MAX_ORDER && first + order < count; order++) {
        const token = items[first + order] ?? -1;
        if (token < 0) break;
        node = slots[this.slotOf(node, token)] ?? 0;
        if (node === 0) break;
        const remaining = left[node] ?? 0;
        if (remaining === 0) continue;
        left[node] = remaining - 1;
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
