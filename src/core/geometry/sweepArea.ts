import type { Box } from '../sample.ts';
import type { UnionAreas } from './unionArea.ts';

/** One side of a box, met by a line that moves over x. */
interface Edge {
  readonly x: number;
  readonly y1: number;
  readonly y2: number;
  /** 1 where the box starts, -1 where it ends. */
  readonly change: 1 | -1;
  readonly ofA: boolean;
}

/**
 * The areas of unionAreas for any number of boxes in O(n log n): a line sweeps over x, and a segment tree over the
 * distinct y keeps how much of it each set covers.
 */
export function sweepAreas(a: readonly Box[], b: readonly Box[]): UnionAreas {
  const edges = [...a.flatMap((box) => edgesOf(box, true)), ...b.flatMap((box) => edgesOf(box, false))];
  edges.sort((one, other) => one.x - other.x);
  const ys = Float64Array.from(new Set(edges.flatMap((edge) => [edge.y1, edge.y2]))).sort();
  const places = new Map<number, number>();
  for (let place = 0; place < ys.length; place++) places.set(ys[place] ?? 0, place);
  const cover = new Cover(ys);

  const total = { a: 0, b: 0, intersection: 0, union: 0 };
  let x = 0;
  for (const edge of edges) {
    const width = edge.x - x;
    total.a += width * cover.ofA;
    total.b += width * cover.ofB;
    total.intersection += width * cover.ofBoth;
    total.union += width * cover.ofEither;
    x = edge.x;
    cover.change(places.get(edge.y1) ?? 0, places.get(edge.y2) ?? 0, edge.change, edge.ofA);
  }
  return total;
}

function edgesOf(box: Box, ofA: boolean): Edge[] {
  const [x1, y1, x2, y2] = box;
  if (x1 === x2 || y1 === y2) return [];
  const side = { y1: Math.min(y1, y2), y2: Math.max(y1, y2), ofA };
  return [
    { ...side, x: Math.min(x1, x2), change: 1 },
    { ...side, x: Math.max(x1, x2), change: -1 },
  ];
}

/** How much of a line is covered by two sets of intervals whose ends are among `ys`, sorted. */
class Cover {
  private readonly countA: Int32Array;
  private readonly countB: Int32Array;
  private readonly lengthA: Float64Array;
  private readonly lengthB: Float64Array;
  private readonly both: Float64Array;
  private readonly either: Float64Array;

  constructor(private readonly ys: Float64Array) {
    const nodes = 4 * Math.max(1, ys.length);
    this.countA = new Int32Array(nodes);
    this.countB = new Int32Array(nodes);
    this.lengthA = new Float64Array(nodes);
    this.lengthB = new Float64Array(nodes);
    this.both = new Float64Array(nodes);
    this.either = new Float64Array(nodes);
  }

  get ofA(): number {
    return this.lengthA[1] ?? 0;
  }
  get ofB(): number {
    return this.lengthB[1] ?? 0;
  }
  get ofBoth(): number {
    return this.both[1] ?? 0;
  }
  get ofEither(): number {
    return this.either[1] ?? 0;
  }

  /** Adds an interval (`by` 1) or takes it away (-1); `from` and `to` are places in `ys`. */
  change(from: number, to: number, by: 1 | -1, ofA: boolean): void {
    this.update(1, 0, this.ys.length - 1, from, to, by, ofA ? this.countA : this.countB);
  }

  private update(
    node: number,
    low: number,
    high: number,
    from: number,
    to: number,
    by: 1 | -1,
    counts: Int32Array,
  ): void {
    if (from <= low && high <= to) counts[node] = (counts[node] ?? 0) + by;
    else {
      const middle = (low + high) >> 1;
      if (from < middle) this.update(2 * node, low, middle, from, to, by, counts);
      if (to > middle) this.update(2 * node + 1, middle, high, from, to, by, counts);
    }
    this.refresh(node, low, high);
  }

  private refresh(node: number, low: number, high: number): void {
    const full = (this.ys[high] ?? 0) - (this.ys[low] ?? 0);
    const leaf = high - low === 1;
    const below = (lengths: Float64Array): number =>
      leaf ? 0 : (lengths[2 * node] ?? 0) + (lengths[2 * node + 1] ?? 0);
    const fullA = (this.countA[node] ?? 0) > 0;
    const fullB = (this.countB[node] ?? 0) > 0;
    const a = fullA ? full : below(this.lengthA);
    const b = fullB ? full : below(this.lengthB);
    this.lengthA[node] = a;
    this.lengthB[node] = b;
    this.either[node] = fullA || fullB ? full : below(this.either);
    this.both[node] = fullA ? b : fullB ? a : below(this.both);
  }
}
