import { HASH_FACTOR, HASH_SEED } from './hash.ts';
import { decode, encode, grown } from './units.ts';

/** Integers for each word: its hash, and where it starts and ends in `units`. */
const STRIDE = 3;
const HASH = 0;
const START = 1;
const END = 2;

/**
 * Words numbered from 0 in the order of their first appearance: an open-addressed hash table over UTF-16 units, so that
 * a lookup makes no string.
 */
export class WordTable {
  size = 0;
  private units = new Uint16Array(512);
  private unitCount = 0;
  private entries = new Int32Array(STRIDE * 64);
  /** A word's number plus one, 0 where free. */
  private slots = new Int32Array(128);

  /** The number of the word `source[start..end)`, which is learnt where it is new. `hash` is hashOf it. */
  number(source: Uint16Array, start: number, end: number, hash: number): number {
    const known = this.find(source, start, end, hash);
    return known >= 0 ? known : this.learn(source, start, end, hash);
  }

  /** The number of the word `source[start..end)`, -1 where it is unknown. */
  find(source: Uint16Array, start: number, end: number, hash: number): number {
    const { slots, entries, units } = this;
    const mask = slots.length - 1;
    const length = end - start;
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const word = (slots[slot] ?? 0) - 1;
      if (word < 0) return -1;
      const entry = STRIDE * word;
      if (entries[entry + HASH] !== hash) continue;
      const from = entries[entry + START] ?? 0;
      if ((entries[entry + END] ?? 0) - from !== length) continue;
      let at = 0;
      while (at < length && units[from + at] === source[start + at]) at++;
      if (at === length) return word;
    }
  }

  numberOf(word: string): number {
    let hash = HASH_SEED;
    for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), HASH_FACTOR);
    return this.number(encode(word), 0, word.length, hash);
  }

  textOf(word: number): string {
    return decode(this.units, this.startOf(word), this.endOf(word));
  }

  /** Where the units of a word are, which are read with `source`. */
  protected startOf(word: number): number {
    return this.entries[STRIDE * word + START] ?? 0;
  }

  protected endOf(word: number): number {
    return this.entries[STRIDE * word + END] ?? 0;
  }

  protected get source(): Uint16Array {
    return this.units;
  }

  private learn(source: Uint16Array, start: number, end: number, hash: number): number {
    if (STRIDE * (this.size + 1) > this.entries.length) this.grow();
    const from = this.unitCount;
    const to = from + end - start;
    if (to > this.units.length) this.units = grown(this.units, to);
    const { units, entries } = this;
    for (let at = 0; at < end - start; at++) units[from + at] = source[start + at] ?? 0;
    this.unitCount = to;
    const word = this.size++;
    const entry = STRIDE * word;
    entries[entry + HASH] = hash;
    entries[entry + START] = from;
    entries[entry + END] = to;
    this.place(word, hash);
    return word;
  }

  private place(word: number, hash: number): void {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = spread(hash) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = word + 1;
  }

  /** Twice as many words, and again at least half of the slots free. */
  private grow(): void {
    const { entries } = this;
    this.entries = new Int32Array(2 * entries.length);
    this.entries.set(entries);
    this.slots = new Int32Array(2 * this.slots.length);
    for (let word = 0; word < this.size; word++) this.place(word, entries[STRIDE * word + HASH] ?? 0);
  }
}

/** Mixes the high bits of a hash into its low ones, of which alone the slot is made. */
function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}
