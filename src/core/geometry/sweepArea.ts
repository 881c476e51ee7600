import type { Box } from '../sample.ts';
import type { UnionAreas } from './unionArea.ts';

/**
 * The areas of unionAreas for any number of boxes in O(n log n): a line sweeps over x, and a segment tree over the
 * distinct y keeps how much of it each set covers.
 */
export function sweepAreas(a: readonly Box[], b: readonly Box[]): UnionAreas {
  const boxes = a.length + b.length;
  const left = new Float64Array(boxes);
  const top = new Float64Array(boxes);
  const right = new Float64Array(boxes);
  const bottom = new Float64Array(boxes);
  let count = 0;
  let ofA = 0;
  for (const list of [a, b]) {
    for (const [x1, y1, x2, y2] of list) {
      // A box without area covers nothing.
      if (x1 === x2 || y1 === y2) continue;
      left[count] = Math.min(x1, x2);
      top[count] = Math.min(y1, y2);
      right[count] = Math.max(x1, x2);
      bottom[count] = Math.max(y1, y2);
      count++;
    }
    if (list === a) ofA = count;
  }
  const xs = sortedDistinct(left.subarray(0, count), right.subarray(0, count));
  const ys = sortedDistinct(top.subarray(0, count), bottom.subarray(0, count));
  const froms = Int32Array.from(top.subarray(0, count), (y) => placeOf(ys, y));
  const tos = Int32Array.from(bottom.subarray(0, count), (y) => placeOf(ys, y));
  const edges = edgesByLine(left, right, count, xs);
  const cover = new Cover(ys);

  const total = { a: 0, b: 0, intersection: 0, union: 0 };
  for (let line = 0; line + 1 < xs.length; line++) {
    for (let at = edges.starts[line] ?? 0; at < (edges.starts[line + 1] ?? 0); at++) {
      const edge = edges.list[at] ?? 0;
      // A box's left side is written as itself, its right side as the complement.
      const box = edge < 0 ? ~edge : edge;
      cover.change(froms[box] ?? 0, tos[box] ?? 0, edge < 0 ? -1 : 1, box < ofA);
    }
    const width = (xs[line + 1] ?? 0) - (xs[line] ?? 0);
    total.a += width * cover.ofA;
    total.b += width * cover.ofB;
    total.intersection += width * cover.ofBoth;
    total.union += width * cover.ofEither;
  }
  return total;
}

function sortedDistinct(one: Float64Array, other: Float64Array): Float64Array {
  const sorted = new Float64Array(one.length + other.length);
  sorted.set(one);
  sorted.set(other, one.length);
  sorted.sort();
  let kept = 0;
  for (const value of sorted) {
    if (kept === 0 || sorted[kept - 1] !== value) sorted[kept++] = value;
  }
  return sorted.subarray(0, kept);
}

/** Where `value`, which is there, stands in `sorted`. */
function placeOf(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The sides of boxes on each of the lines `xs`: those on line `i` are list[starts[i]..starts[i + 1]). */
function edgesByLine(
  left: Float64Array,
  right: Float64Array,
  boxes: number,
  xs: Float64Array,
): { starts: Int32Array; list: Int32Array } {
  const lines = new Int32Array(2 * boxes);
  const starts = new Int32Array(xs.length + 1);
  for (let box = 0; box < boxes; box++) {
    const first = (lines[2 * box] = placeOf(xs, left[box] ?? 0));
    const last = (lines[2 * box + 1] = placeOf(xs, right[box] ?? 0));
    starts[first] = (starts[first] ?? 0) + 1;
    starts[last] = (starts[last] ?? 0) + 1;
  }
  // Each start stands first at the end of its line's sides, and moves down as they are filled in.
  let end = 0;
  for (let line = 0; line < xs.length; line++) starts[line] = end += starts[line] ?? 0;
  starts[xs.length] = end;
  const list = new Int32Array(2 * boxes);
  for (let side = 2 * boxes - 1; side >= 0; side--) {
    const line = lines[side] ?? 0;
    const place = (starts[line] ?? 0) - 1;
    starts[line] = place;
    list[place] = side % 2 === 0 ? side >> 1 : ~(side >> 1);
  }
  return { starts, list };
}

/** Numbers of each node of a Cover: together a line of the processor's cache. */
const STRIDE = 8;
/** Its length. */
const FULL = 0;
/** How many intervals of each set were laid over all of it. */
const COUNT_A = 1;
const COUNT_B = 2;
/** How much of it each set covers, both do and either does. */
const LENGTH_A = 3;
const LENGTH_B = 4;
const BOTH = 5;
const EITHER = 6;

/** How much of a line two sets of intervals cover, whose ends are among `ys`, sorted. */
class Cover {
  /** A power of two: leaf `i`, from ys[i] to ys[i + 1], is node `leaves + i`; node 1 is the root. */
  private readonly leaves: number;
  private readonly nodes: Float64Array;

  constructor(ys: Float64Array) {
    this.leaves = 2 ** (32 - Math.clz32(ys.length));
    this.nodes = new Float64Array(2 * STRIDE * this.leaves);
    const last = ys.length - 1;
    for (let first = this.leaves, width = 1; first > 0; first >>= 1, width *= 2) {
      for (let node = first; node < 2 * first; node++) {
        const from = (node - first) * width;
        if (from >= last) break;
        this.nodes[STRIDE * node + FULL] = (ys[Math.min(from + width, last)] ?? 0) - (ys[from] ?? 0);
      }
    }
  }

  get ofA(): number {
    return this.nodes[STRIDE + LENGTH_A] ?? 0;
  }
  get ofB(): number {
    return this.nodes[STRIDE + LENGTH_B] ?? 0;
  }
  get ofBoth(): number {
    return this.nodes[STRIDE + BOTH] ?? 0;
  }
  get ofEither(): number {
    return this.nodes[STRIDE + EITHER] ?? 0;
  }

  /** Adds an interval (`by` 1) or takes it away (-1); `from` and `to` are places in `ys`. */
  change(from: number, to: number, by: 1 | -1, ofA: boolean): void {
    const count = ofA ? COUNT_A : COUNT_B;
    let low = from + this.leaves;
    let high = to + this.leaves;
    // From the leaves up: the nodes that the interval is made of, and then all nodes above.
    while (low < high) {
      if (low % 2 === 1) this.add(low++, count, by);
      if (high % 2 === 1) this.add(--high, count, by);
      low >>= 1;
      high >>= 1;
    }
    let one = (from + this.leaves) >> 1;
    let other = (to - 1 + this.leaves) >> 1;
    for (; one !== other; one >>= 1, other >>= 1) {
      this.refresh(one);
      this.refresh(other);
    }
    for (; one > 0; one >>= 1) this.refresh(one);
  }

  private add(node: number, count: number, by: 1 | -1): void {
    const at = STRIDE * node + count;
    this.nodes[at] = (this.nodes[at] ?? 0) + by;
    this.refresh(node);
  }

  private refresh(node: number): void {
    const { nodes } = this;
    const at = STRIDE * node;
    const full = nodes[at + FULL] ?? 0;
    const fullA = (nodes[at + COUNT_A] ?? 0) > 0;
    const fullB = (nodes[at + COUNT_B] ?? 0) > 0;
    if (fullA && fullB) {
      this.set(at, full, full, full, full);
      return;
    }
    let a = 0;
    let b = 0;
    let both = 0;
    let either = 0;
    if (node < this.leaves) {
      const one = 2 * at;
      const other = one + STRIDE;
      a = (nodes[one + LENGTH_A] ?? 0) + (nodes[other + LENGTH_A] ?? 0);
      b = (nodes[one + LENGTH_B] ?? 0) + (nodes[other + LENGTH_B] ?? 0);
      both = (nodes[one + BOTH] ?? 0) + (nodes[other + BOTH] ?? 0);
      either = (nodes[one + EITHER] ?? 0) + (nodes[other + EITHER] ?? 0);
    }
    if (fullA) this.set(at, full, b, b, full);
    else if (fullB) this.set(at, a, full, a, full);
    else this.set(at, a, b, both, either);
  }

  private set(at: number, a: number, b: number, both: number, either: number): void {
    const { nodes } = this;
    nodes[at + LENGTH_A] = a;
    nodes[at + LENGTH_B] = b;
    nodes[at + BOTH] = both;
    nodes[at + EITHER] = either;
  }
}
