import { grown, type TokenList } from './tokenList.ts';

/**
 * Tokens numbered from 0 in the order of their first appearance: an open-addressed hash table over their UTF-16
 * units, so that a lookup makes no string. Two arrays hold it all, because a table is made for every caption and
 * making an array costs more than filling it.
 */
export class Vocabulary {
  size = 0;
  private units: Uint16Array<ArrayBuffer>;
  /** Most tokens that `table` has room for. */
  private capacity: number;
  private mask: number;
  /** By slot: token number plus one, 0 where free. Then where each token ends in `units`. Then its hash. */
  private table: Int32Array;

  /** Room for so many tokens and units at first; it grows. */
  constructor(tokens = 16, units = 64) {
    this.units = new Uint16Array(units);
    this.capacity = Math.max(1, tokens);
    const slots = slotsFor(this.capacity);
    this.mask = slots - 1;
    this.table = new Int32Array(slots + 2 * this.capacity);
  }

  /** A vocabulary of all `tokens`, whose numbers are written to `numbers`. */
  static of(tokens: TokenList, numbers: Int32Array): Vocabulary {
    const vocabulary = new Vocabulary(tokens.count, tokens.startOf(tokens.count));
    let start = 0;
    for (let token = 0; token < tokens.count; token++) {
      const end = tokens.ends[token] ?? 0;
      numbers[token] = vocabulary.add(tokens.units, start, end, tokens.hashes[token] ?? 0);
      start = end;
    }
    return vocabulary;
  }

  /** The number of the token `source[start..end)`, -1 where it is unknown. `hash` is that of TokenList. */
  find(source: Uint16Array, start: number, end: number, hash: number): number {
    const { table, mask } = this;
    const hashes = mask + 1 + this.capacity;
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const token = (table[slot] ?? 0) - 1;
      if (token < 0) return -1;
      if (table[hashes + token] === hash && this.equals(token, source, start, end)) return token;
    }
  }

  /** The number of the token, which is added where it is unknown. */
  add(source: Uint16Array, start: number, end: number, hash: number): number {
    const known = this.find(source, start, end, hash);
    if (known >= 0) return known;
    if (this.size === this.capacity) this.grow();
    const token = this.size++;
    let to = this.startOf(token);
    if (to + end - start > this.units.length) this.units = grown(this.units, to + end - start);
    const units = this.units;
    for (let at = start; at < end; at++) units[to++] = source[at] ?? 0;
    this.put(token, to, hash);
    return token;
  }

  private startOf(token: number): number {
    return token === 0 ? 0 : this.endOf(token - 1);
  }

  private endOf(token: number): number {
    return this.table[this.mask + 1 + token] ?? 0;
  }

  private equals(token: number, source: Uint16Array, start: number, end: number): boolean {
    const from = this.startOf(token);
    const length = end - start;
    if (this.endOf(token) - from !== length) return false;
    const units = this.units;
    for (let at = 0; at < length; at++) if (units[from + at] !== source[start + at]) return false;
    return true;
  }

  private put(token: number, end: number, hash: number): void {
    const { table, mask } = this;
    table[mask + 1 + token] = end;
    table[mask + 1 + this.capacity + token] = hash;
    let slot = spread(hash) & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = token + 1;
  }

  private grow(): void {
    const { table, mask, capacity } = this;
    this.capacity *= 2;
    const slots = slotsFor(this.capacity);
    this.mask = slots - 1;
    this.table = new Int32Array(slots + 2 * this.capacity);
    for (let token = 0; token < this.size; token++) {
      this.put(token, table[mask + 1 + token] ?? 0, table[mask + 1 + capacity + token] ?? 0);
    }
  }
}

/** A power of two that leaves at least half of the slots free. */
export function slotsFor(entries: number): number {
  return 2 ** (33 - Math.clz32(entries));
}

/** Mixes the high bits of a hash into its low ones, of which alone the slot is made. */
function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}

let numbers = new Int32Array(128);

/** Room for the numbers of so many tokens; reused by the next call of this and of `numbersOf`. */
export function numberBuffer(count: number): Int32Array {
  if (numbers.length < count) numbers = new Int32Array(2 * count);
  return numbers;
}

/** Numbers of tokens in a vocabulary, -1 for unknown ones, in the buffer of `numberBuffer`. */
export function numbersOf(tokens: TokenList, vocabulary: Vocabulary): Int32Array {
  const found = numberBuffer(tokens.count);
  let start = 0;
  for (let token = 0; token < tokens.count; token++) {
    const end = tokens.ends[token] ?? 0;
    found[token] = vocabulary.find(tokens.units, start, end, tokens.hashes[token] ?? 0);
    start = end;
  }
  return found;
}
