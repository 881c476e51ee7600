import { decode, grown, type TokenList } from './tokenList.ts';

/**
 * Tokens numbered from 0 in the order of their first appearance: an open-addressed hash table over their UTF-16
 * units, so that a lookup makes no string.
 */
export class Vocabulary {
  size = 0;
  private units = new Uint16Array(64);
  /** Token `i` ends here in `units`, and starts where the one before it ends. */
  private ends = new Int32Array(16);
  private hashes = new Int32Array(16);
  /** Token number plus one by hash; 0 is free. Twice as long as `ends`: at most half full. */
  private slots = new Int32Array(32);

  /** The number of the token `source[start..end)`, -1 where it is unknown. `hash` is that of TokenList. */
  find(source: Uint16Array, start: number, end: number, hash: number): number {
    const slots = this.slots;
    const mask = slots.length - 1;
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const token = (slots[slot] ?? 0) - 1;
      if (token < 0) return -1;
      if (this.hashes[token] === hash && this.equals(token, source, start, end)) return token;
    }
  }

  /** The number of the token, which is added where it is unknown. */
  add(source: Uint16Array, start: number, end: number, hash: number): number {
    const known = this.find(source, start, end, hash);
    if (known >= 0) return known;
    if (this.size === this.ends.length) this.grow();
    const token = this.size++;
    const from = this.startOf(token);
    const to = from + end - start;
    if (to > this.units.length) this.units = grown(this.units, to);
    for (let at = 0; at < end - start; at++) this.units[from + at] = source[start + at] ?? 0;
    this.ends[token] = to;
    this.hashes[token] = hash;
    this.occupy(token);
    return token;
  }

  textOf(token: number): string {
    return decode(this.units, this.startOf(token), this.ends[token] ?? 0);
  }

  private startOf(token: number): number {
    return token === 0 ? 0 : (this.ends[token - 1] ?? 0);
  }

  private equals(token: number, source: Uint16Array, start: number, end: number): boolean {
    const from = this.startOf(token);
    const length = end - start;
    if ((this.ends[token] ?? 0) - from !== length) return false;
    const units = this.units;
    for (let at = 0; at < length; at++) if (units[from + at] !== source[start + at]) return false;
    return true;
  }

  private occupy(token: number): void {
    const mask = this.slots.length - 1;
    let slot = spread(this.hashes[token] ?? 0) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = token + 1;
  }

  private grow(): void {
    const ends = new Int32Array(2 * this.size);
    ends.set(this.ends);
    this.ends = ends;
    const hashes = new Int32Array(2 * this.size);
    hashes.set(this.hashes);
    this.hashes = hashes;
    this.slots = new Int32Array(4 * this.size);
    for (let token = 0; token < this.size; token++) this.occupy(token);
  }
}

/** Mixes the high bits of a hash into its low ones, of which alone the slot is made. */
function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}

let numbers = new Int32Array(128);

/** Numbers of tokens in a vocabulary, -1 for unknown ones. Reused by the next call. */
export function numbersOf(tokens: TokenList, vocabulary: Vocabulary): Int32Array {
  if (numbers.length < tokens.count) numbers = new Int32Array(2 * tokens.count);
  let start = 0;
  for (let token = 0; token < tokens.count; token++) {
    const end = tokens.ends[token] ?? 0;
    numbers[token] = vocabulary.find(tokens.units, start, end, tokens.hashes[token] ?? 0);
    start = end;
  }
  return numbers;
}
