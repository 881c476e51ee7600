/**
 * Tokens as UTF-16 units in one growing buffer, each with a hash: the tokenizer fills the same list again and
 * again without allocating, and n-grams are counted without making strings.
 */
export class TokenList {
  units = new Uint16Array(512);
  /** Token `i` is `units` from `ends[i - 1]` (0 for the first) to `ends[i]`. */
  ends = new Int32Array(128);
  hashes = new Int32Array(128);
  count = 0;

  clear(): void {
    this.count = 0;
  }

  startOf(token: number): number {
    return token === 0 ? 0 : (this.ends[token - 1] ?? 0);
  }

  /** Appends `source` from `start` to `end` as one token. */
  push(source: Uint16Array, start: number, end: number): void {
    let to = this.startOf(this.count);
    if (to + end - start > this.units.length) this.units = grown(this.units, to + end - start);
    if (this.count === this.ends.length) this.growCount();
    const units = this.units;
    let hash = HASH_SEED;
    for (let at = start; at < end; at++) {
      const unit = source[at] ?? 0;
      units[to++] = unit;
      hash = Math.imul(hash ^ unit, HASH_FACTOR);
    }
    this.ends[this.count] = to;
    this.hashes[this.count] = hash;
    this.count++;
  }

  toStrings(): string[] {
    return Array.from({ length: this.count }, (_, token) =>
      decode(this.units, this.startOf(token), this.ends[token] ?? 0),
    );
  }

  private growCount(): void {
    const ends = new Int32Array(2 * this.count);
    ends.set(this.ends);
    this.ends = ends;
    const hashes = new Int32Array(2 * this.count);
    hashes.set(this.hashes);
    this.hashes = hashes;
  }
}

/** FNV-1a over UTF-16 units; every table of this folder hashes tokens alike. */
export const HASH_SEED = 0x811c9dc5 | 0;
export const HASH_FACTOR = 0x01000193;

/** A copy of `units` with room for `least` and then some. */
export function grown(units: Uint16Array<ArrayBuffer>, least: number): Uint16Array<ArrayBuffer> {
  const copy = new Uint16Array(Math.max(2 * units.length, least));
  copy.set(units);
  return copy;
}

const CHUNK = 8192;

/** `units` from `start` to `end` as a string. */
export function decode(units: Uint16Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += CHUNK) {
    text += String.fromCharCode(...units.subarray(at, Math.min(at + CHUNK, end)));
  }
  return text;
}
