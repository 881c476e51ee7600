/** Where each item of a sequence stands, as a longest-common-subsequence search needs it. */
export interface Occurrences {
  /** Length of the sequence. */
  readonly length: number;
  /** Item `i` stands at `places[starts[i]]` up to `places[starts[i + 1] - 1]`. */
  readonly starts: Int32Array;
  readonly places: Int32Array;
}

/** `items` are numbers from 0 up to below `kinds`. */
export function occurrences(items: Int32Array, kinds: number): Occurrences {
  const starts = new Int32Array(kinds + 1);
  for (const item of items) starts[item + 1] = (starts[item + 1] ?? 0) + 1;
  for (let item = 0; item < kinds; item++) starts[item + 1] = (starts[item + 1] ?? 0) + (starts[item] ?? 0);
  const next = starts.slice();
  const places = new Int32Array(items.length);
  for (const [place, item] of items.entries()) {
    const at = next[item] ?? 0;
    places[at] = place;
    next[item] = at + 1;
  }
  return { length: items.length, starts, places };
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
  const { length, starts, places } = sequence;
  const words = (length + 31) >>> 5;
  if (state.length < words) {
    state = new Uint32Array(2 * words);
    sparse = new Uint32Array(2 * words);
  }
  state.fill(0xffffffff, 0, words);
  // At most 32 items occur more often than there are words, so that their masks stay small.
  const frequent = new Map<number, Uint32Array>();
  for (let at = 0; at < count; at++) {
    const item = items[at] ?? -1;
    if (item < 0) continue;
    const from = starts[item] ?? 0;
    const to = starts[item + 1] ?? 0;
    if (to - from > words) {
      let mask = frequent.get(item);
      if (mask === undefined) {
        mask = new Uint32Array(words);
        setBits(mask, places, from, to);
        frequent.set(item, mask);
      }
      advance(mask, words);
    } else {
      setBits(sparse, places, from, to);
      advance(sparse, words);
      for (let i = from; i < to; i++) sparse[(places[i] ?? 0) >>> 5] = 0;
    }
  }
  let found = 0;
  for (let place = 0; place < length; place++) {
    if (((state[place >>> 5] ?? 0) & (1 << (place & 31))) === 0) found++;
  }
  return found;
}

function setBits(mask: Uint32Array, places: Int32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const place = places[i] ?? 0;
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
