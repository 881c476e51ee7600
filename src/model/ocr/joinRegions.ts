/** Large print is sometimes found in pieces: pieces of one line that run into each other become one region. */
import { heightOf, widthOf, type Parallelogram } from './parallelogram.ts';
import type { TextRegion } from './textRegions.ts';

/** Of the lower piece's height: so much of it lies beside the other. */
const LEVEL = 0.7;
/** How many times as high as the other one piece may be. */
const ALIKE_HEIGHT = 1.5;

/** Joins until no two regions run into each other. */
export function joinRegions(regions: readonly TextRegion[]): TextRegion[] {
  const joined: TextRegion[] = [];
  for (const region of regions) {
    let whole = region;
    for (;;) {
      const at = joined.findIndex((other) => continues(other.region, whole.region));
      const [other] = at < 0 ? [] : joined.splice(at, 1);
      if (other === undefined) break;
      whole = {
        region: around(other.region, whole.region),
        score: Math.min(other.score, whole.score),
      };
    }
    joined.push(whole);
  }
  return joined;
}

interface Extent {
  readonly u: readonly [number, number];
  readonly v: readonly [number, number];
}

/** The corners of a region along another's axes, in pixels from that one's first corner. */
function extentAlong(axes: Parallelogram, region: Parallelogram): Extent {
  const width = widthOf(axes);
  const height = heightOf(axes);
  const us: number[] = [];
  const vs: number[] = [];
  for (const [i, j] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const) {
    const dx = region.x + i * region.ux + j * region.vx - axes.x;
    const dy = region.y + i * region.uy + j * region.vy - axes.y;
    us.push((dx * axes.ux + dy * axes.uy) / width);
    vs.push((dx * axes.vx + dy * axes.vy) / height);
  }
  return { u: [Math.min(...us), Math.max(...us)], v: [Math.min(...vs), Math.max(...vs)] };
}

function continues(a: Parallelogram, b: Parallelogram): boolean {
  const height = heightOf(a);
  const { u, v } = extentAlong(a, b);
  const otherHeight = v[1] - v[0];
  if (Math.max(height, otherHeight) > ALIKE_HEIGHT * Math.min(height, otherHeight)) return false;
  const level = Math.min(height, v[1]) - Math.max(0, v[0]);
  return level >= LEVEL * Math.min(height, otherHeight) && u[0] < widthOf(a) && u[1] > 0;
}

/** The region along the first one's axes that holds both. */
function around(a: Parallelogram, b: Parallelogram): Parallelogram {
  const width = widthOf(a);
  const height = heightOf(a);
  const { u, v } = extentAlong(a, b);
  const [u1, u2] = [Math.min(0, u[0]) / width, Math.max(width, u[1]) / width];
  const [v1, v2] = [Math.min(0, v[0]) / height, Math.max(height, v[1]) / height];
  return {
    x: a.x + a.ux * u1 + a.vx * v1,
    y: a.y + a.uy * u1 + a.vy * v1,
    ux: a.ux * (u2 - u1),
    uy: a.uy * (u2 - u1),
    vx: a.vx * (v2 - v1),
    vy: a.vy * (v2 - v1),
  };
}
