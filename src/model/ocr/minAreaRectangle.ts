/** The convex hull of points, and the rectangle of least area around it. */
import type { Parallelogram } from './parallelogram.ts';

export type Point = readonly [x: number, y: number];

function cross(o: Point, a: Point, b: Point): number {
  return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
}

/** Andrew's monotone chain: the hull's corners in order, without points on its edges. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 3) return sorted;
  const half = (ordered: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of ordered) {
      for (;;) {
        const last = chain.at(-1);
        const before = chain.at(-2);
        if (last === undefined || before === undefined || cross(before, last, point) > 0) break;
        chain.pop();
      }
      chain.push(point);
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

/**
 * One side of the least rectangle lies on an edge of the hull, so each edge's direction is tried. The result
 * reads rightwards: its first side points between 45° up and 45° down.
 */
export function minAreaRectangle(points: readonly Point[]): Parallelogram {
  const hull = convexHull(points);
  let best: Parallelogram | undefined;
  let bestArea = Infinity;
  hull.forEach((from, index) => {
    const to = hull[(index + 1) % hull.length] ?? from;
    const rectangle = boundingRectangle(hull, Math.atan2(to[1] - from[1], to[0] - from[0]));
    const area = Math.hypot(rectangle.ux, rectangle.uy) * Math.hypot(rectangle.vx, rectangle.vy);
    // Edges that are parallel but for rounding must not compete: the first one stays.
    if (area < bestArea - 1e-9) [best, bestArea] = [rectangle, area];
  });
  return best ?? { x: 0, y: 0, ux: 0, uy: 0, vx: 0, vy: 0 };
}

function boundingRectangle(hull: readonly Point[], direction: number): Parallelogram {
  const quarter = Math.PI / 2;
  const angle = direction - Math.round(direction / quarter) * quarter;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  let [minU, maxU, minV, maxV] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of hull) {
    const u = x * cos + y * sin;
    const v = y * cos - x * sin;
    minU = Math.min(minU, u);
    maxU = Math.max(maxU, u);
    minV = Math.min(minV, v);
    maxV = Math.max(maxV, v);
  }
  return {
    x: minU * cos - minV * sin,
    y: minU * sin + minV * cos,
    ux: (maxU - minU) * cos,
    uy: (maxU - minU) * sin,
    vx: -(maxV - minV) * sin,
    vy: (maxV - minV) * cos,
  };
}
