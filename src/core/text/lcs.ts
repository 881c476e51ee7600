import type { Numbers } from './numberList.ts';

/** Places that one integer has bits for. */
const WORD = 32;

/** Lengths of longest common subsequences; keeps its memory from one search to the next. */
export class LcsFinder {
  /** By item: its number among those of the shorter sequence, from 1; 0 for others. All are 0 between searches. */
  private known = new Int32Array(1024);
  /** In two integers each: the places of the items. Those of number 0 are always empty. */
  private readonly masks = new Int32Array(2 * (2 * WORD + 1));

  /** Of two sequences of numbers below `kinds`. */
  length(one: Numbers, other: Numbers, kinds: number): number {
    const shorter = one.count <= other.count ? one : other;
    const longer = shorter === one ? other : one;
    const a = shorter.items;
    const b = longer.items;
    // What both start and end with is common, and need not be searched.
    let fromA = shorter.start;
    let toA = fromA + shorter.count;
    let fromB = longer.start;
    let toB = fromB + longer.count;
    for (; fromA < toA && a[fromA] === b[fromB]; fromA++) fromB++;
    for (; toA > fromA && a[toA - 1] === b[toB - 1]; toA--) toB--;
    const common = shorter.count - (toA - fromA);
    if (toA === fromA) return common;
    if (this.known.length < kinds) this.known = new Int32Array(2 * kinds);
    if (toA - fromA > 2 * WORD) {
      return common + this.inManyWords(a.subarray(fromA, toA), b.subarray(fromB, toB));
    }
    return common + this.inTwoWords(a, fromA, toA, b, fromB, toB);
  }

  /**
   * Bit-parallel (Hyyrö 2004, "Bit-parallel LCS-length computation revisited"): a zero bit of the state marks a place of
   * `a` that lengthens the subsequence. For captions, which are short, the state is two integers.
   */
  private inTwoWords(
    a: Int32Array,
    fromA: number,
    toA: number,
    b: Int32Array,
    fromB: number,
    toB: number,
  ): number {
    const { known, masks } = this;
    let distinct = 0;
    for (let at = fromA; at < toA; at++) {
      const item = a[at] ?? 0;
      let number = known[item] ?? 0;
      if (number === 0) {
        known[item] = number = ++distinct;
        masks[2 * number] = 0;
        masks[2 * number + 1] = 0;
      }
      const word = 2 * number + (at - fromA < WORD ? 0 : 1);
      masks[word] = (masks[word] ?? 0) | (1 << (at - fromA));
    }
    let low = -1;
    let high = -1;
    for (let at = fromB; at < toB; at++) {
      const number = known[b[at] ?? 0] ?? 0;
      const inLow = low & (masks[2 * number] ?? 0);
      const inHigh = high & (masks[2 * number + 1] ?? 0);
      const sum = (low + inLow) | 0;
      const carry = ((low & inLow) | ((low | inLow) & ~sum)) >>> 31;
      low = sum | (low ^ inLow);
      high = (high + inHigh + carry) | 0 | (high ^ inHigh);
    }
    for (let at = fromA; at < toA; at++) known[a[at] ?? 0] = 0;
    const places = toA - fromA;
    return countBits(~low & firstBits(places)) + countBits(~high & firstBits(places - WORD));
  }

  private inManyWords(a: Int32Array, b: Int32Array): number {
    const { known } = this;
    let distinct = 0;
    const numbers = new Int32Array(a.length);
    for (let place = 0; place < a.length; place++) {
      const item = a[place] ?? 0;
      let number = known[item] ?? 0;
      if (number === 0) known[item] = number = ++distinct;
      numbers[place] = number - 1;
    }
    const occurrences = new Occurrences(numbers, distinct);
    // What `a` lacks has no part in the rest.
    const searched = new Int32Array(b.length);
    let count = 0;
    let pairs = 0;
    for (const item of b) {
      const number = (known[item] ?? 0) - 1;
      if (number < 0) continue;
      searched[count++] = number;
      pairs += occurrences.count(number);
    }
    for (const item of a) known[item] = 0;
    const words = (a.length + WORD - 1) >>> 5;
    const found = searched.subarray(0, count);
    return pairs * Math.log2(a.length) < count * words
      ? byPairs(occurrences, found)
      : byBits(occurrences, found, words);
  }
}

/** The lowest `count` bits, none where it is negative. */
function firstBits(count: number): number {
  if (count <= 0) return 0;
  return count >= WORD ? -1 : (1 << count) - 1;
}

function countBits(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Where each item of a sequence stands. */
class Occurrences {
  /** By item: where its places start in `places`; one item more ends the last. */
  private readonly starts: Int32Array;
  readonly places: Int32Array;
  readonly length: number;

  /** Of `items`, numbers from 0 up to below `kinds`. */
  constructor(items: Int32Array, kinds: number) {
    this.length = items.length;
    const starts = new Int32Array(kinds + 1);
    this.places = new Int32Array(items.length);
    for (const item of items) starts[item] = (starts[item] ?? 0) + 1;
    // Each start stands first at the end of its item's places, and moves down as they are filled in from the last.
    let end = 0;
    for (let item = 0; item < kinds; item++) starts[item] = end += starts[item] ?? 0;
    starts[kinds] = end;
    for (let place = items.length - 1; place >= 0; place--) {
      const item = items[place] ?? 0;
      const start = (starts[item] ?? 0) - 1;
      starts[item] = start;
      this.places[start] = place;
    }
    this.starts = starts;
  }

  start(item: number): number {
    return this.starts[item] ?? 0;
  }

  end(item: number): number {
    return this.starts[item + 1] ?? 0;
  }

  count(item: number): number {
    return this.end(item) - this.start(item);
  }
}

/** Over the pairs of equal items alone, for sequences with few of them (Hunt & Szymanski 1977): O(pairs · log n). */
function byPairs(occurrences: Occurrences, items: Int32Array): number {
  const { places } = occurrences;
  // By length of a common subsequence: the first place where one of it can end.
  const ends = new Int32Array(occurrences.length);
  let longest = 0;
  for (const item of items) {
    // From the last place, so that no two of them follow each other for this one item.
    for (let at = occurrences.end(item) - 1; at >= occurrences.start(item); at--) {
      const place = places[at] ?? 0;
      let low = 0;
      let high = longest;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((ends[middle] ?? 0) < place) low = middle + 1;
        else high = middle;
      }
      ends[low] = place;
      if (low === longest) longest++;
    }
  }
  return longest;
}

/** Bit-parallel with as many words as the sequence needs: O(n · words). */
function byBits(occurrences: Occurrences, items: Int32Array, words: number): number {
  const state = new Uint32Array(words).fill(0xffffffff);
  const sparse = new Uint32Array(words);
  // At most 32 items occur more often than there are words, so that these stay few.
  const frequent = new Map<number, Uint32Array>();
  for (const item of items) {
    if (occurrences.count(item) > words) {
      let mask = frequent.get(item);
      if (mask === undefined) {
        mask = new Uint32Array(words);
        setBits(mask, occurrences, item);
        frequent.set(item, mask);
      }
      advance(state, mask);
    } else {
      setBits(sparse, occurrences, item);
      advance(state, sparse);
      for (let at = occurrences.start(item); at < occurrences.end(item); at++) {
        sparse[(occurrences.places[at] ?? 0) >>> 5] = 0;
      }
    }
  }
  let found = 0;
  for (let place = 0; place < occurrences.length; place++) {
    if (((state[place >>> 5] ?? 0) & (1 << (place & 31))) === 0) found++;
  }
  return found;
}

function setBits(mask: Uint32Array, occurrences: Occurrences, item: number): void {
  const { places } = occurrences;
  for (let at = occurrences.start(item); at < occurrences.end(item); at++) {
    const place = places[at] ?? 0;
    mask[place >>> 5] = (mask[place >>> 5] ?? 0) | (1 << (place & 31));
  }
}

/** Moves the state past one item, whose places are the bits of `mask`. */
function advance(state: Uint32Array, mask: Uint32Array): void {
  let carry = 0;
  for (let word = 0; word < state.length; word++) {
    const bits = state[word] ?? 0;
    const matching = (bits & (mask[word] ?? 0)) >>> 0;
    const sum = bits + matching + carry;
    carry = sum > 0xffffffff ? 1 : 0;
    state[word] = sum | (bits ^ matching);
  }
}
