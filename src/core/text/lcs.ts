/** Where each item of a sequence stands, as a longest-common-subsequence search needs it. */
export interface Occurrences {
  /** Length of the sequence. */
  readonly length: number;
  /** By item: where its places start further on in this array; one item more ends the last. Then all the places. */
  readonly table: Int32Array;
}

/** Of `items[0..length)`, numbers from 0 up to below `kinds`. */
export function occurrences(items: Int32Array, length: number, kinds: number): Occurrences {
  const table = new Int32Array(kinds + 1 + length);
  for (let place = 0; place < length; place++) table[items[place] ?? 0] = (table[items[place] ?? 0] ?? 0) + 1;
  // Each start stands first at the end of its item's places, and moves down as they are filled in from the last.
  let end = kinds + 1;
  for (let item = 0; item < kinds; item++) table[item] = end += table[item] ?? 0;
  table[kinds] = end;
  for (let place = length - 1; place >= 0; place--) {
    const start = (table[items[place] ?? 0] ?? 0) - 1;
    table[items[place] ?? 0] = start;
    table[start] = place;
  }
  return { length, table };
}

/** 32 places of the sequence in each: a zero bit marks a place that lengthens the subsequence. */
let state = new Uint32Array(8);
/** The places of an item that occurs rarely, put together for it alone. */
let sparse = new Uint32Array(8);

/**
 * The length of the longest common subsequence of a sequence and `items[0..count)`, where an item that the sequence
 * lacks is negative. Bit-parallel (Hyyrö 2004, "Bit-parallel LCS-length computation revisited"): O(n·m/32).
 */
export function lcsLength(sequence: Occurrences, items: Int32Array, count: number): number {
  const { length, table } = sequence;
  const words = (length + 31) >>> 5;
  if (state.length < words) {
    state = new Uint32Array(2 * words);
    sparse = new Uint32Array(2 * words);
  }
  state.fill(0xffffffff, 0, words);
  // At most 32 items occur more often than there are words, so that their masks stay small.
  let frequent: Map<number, Uint32Array> | undefined;
  for (let at = 0; at < count; at++) {
    const item = items[at] ?? -1;
    if (item < 0) continue;
    const from = table[item] ?? 0;
    const to = table[item + 1] ?? 0;
    if (to - from > words) {
      frequent ??= new Map();
      let mask = frequent.get(item);
      if (mask === undefined) {
        mask = new Uint32Array(words);
        setBits(mask, table, from, to);
        frequent.set(item, mask);
      }
      advance(mask, words);
    } else {
      setBits(sparse, table, from, to);
      advance(sparse, words);
      for (let i = from; i < to; i++) sparse[(table[i] ?? 0) >>> 5] = 0;
    }
  }
  let found = 0;
  for (let place = 0; place < length; place++) {
    if (((state[place >>> 5] ?? 0) & (1 << (place & 31))) === 0) found++;
  }
  return found;
}

function setBits(mask: Uint32Array, table: Int32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const place = table[i] ?? 0;
    mask[place >>> 5] = (mask[place >>> 5] ?? 0) | (1 << (place & 31));
  }
}

/** Moves the state past one item, whose places are the bits of `mask`. */
function advance(mask: Uint32Array, words: number): void {
  let carry = 0;
  for (let word = 0; word < words; word++) {
    const bits = state[word] ?? 0;
    const matching = (bits & (mask[word] ?? 0)) >>> 0;
    const sum = bits + matching + carry;
    carry = sum > 0xffffffff ? 1 : 0;
    state[word] = sum | (bits ^ matching);
  }
}
