/**
 * From a text detector's probability map to text regions: the post-processing of Differentiable Binarization
 * (arXiv 1911.08947), whose map is shrunk text that has to be grown back.
 */
import { minAreaRectangle, type Point } from './minAreaRectangle.ts';
import { heightOf, widthOf, type Parallelogram } from './parallelogram.ts';

export interface TextRegion {
  /** In pixels of the map. */
  readonly region: Parallelogram;
  /** Mean probability inside the region before it is grown, 0..1. */
  readonly score: number;
}

const TEXT_PROBABILITY = 0.3;
const MIN_MEAN_PROBABILITY = 0.5;
const MIN_SIDE = 3;
const GROWTH = 1.5;

/** @param map probabilities, shape [height, width] */
export function textRegions(map: Float32Array, width: number, height: number): TextRegion[] {
  const regions: TextRegion[] = [];
  for (const outline of componentOutlines(map, width, height)) {
    const rectangle = minAreaRectangle(outline);
    if (Math.min(widthOf(rectangle), heightOf(rectangle)) < MIN_SIDE) continue;
    const score = meanInside(map, width, height, rectangle);
    if (score >= MIN_MEAN_PROBABILITY) regions.push({ region: grown(rectangle), score });
  }
  return regions;
}

/** The outermost pixel corners, row by row, of every 8-connected component above the threshold. */
function componentOutlines(map: Float32Array, width: number, height: number): Point[][] {
  // 1 where text is that belongs to no component yet.
  const text = new Uint8Array(map.length);
  for (let at = 0; at < map.length; at++) if ((map[at] ?? 0) > TEXT_PROBABILITY) text[at] = 1;
  const outlines: Point[][] = [];
  const stack: number[] = [];
  for (let start = text.indexOf(1); start >= 0; start = text.indexOf(1, start + 1)) {
    const left = new Map<number, number>();
    const right = new Map<number, number>();
    text[start] = 0;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % width;
      const y = (at - x) / width;
      left.set(y, Math.min(left.get(y) ?? x, x));
      right.set(y, Math.max(right.get(y) ?? x, x));
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx;
          if (text[next] !== 1) continue;
          text[next] = 0;
          stack.push(next);
        }
      }
    }
    const outline: Point[] = [];
    for (const [y, x] of left) outline.push([x, y], [x, y + 1]);
    for (const [y, x] of right) outline.push([x + 1, y], [x + 1, y + 1]);
    outlines.push(outline);
  }
  return outlines;
}

function meanInside(map: Float32Array, width: number, height: number, region: Parallelogram): number {
  const { x, y, ux, uy, vx, vy } = region;
  const xs = [x, x + ux, x + vx, x + ux + vx];
  const ys = [y, y + uy, y + vy, y + uy + vy];
  const uu = ux * ux + uy * uy;
  const vv = vx * vx + vy * vy;
  let sum = 0;
  let count = 0;
  for (let py = Math.max(0, Math.floor(Math.min(...ys))); py < Math.min(height, Math.max(...ys)); py++) {
    for (let px = Math.max(0, Math.floor(Math.min(...xs))); px < Math.min(width, Math.max(...xs)); px++) {
      const dx = px + 0.5 - x;
      const dy = py + 0.5 - y;
      const u = dx * ux + dy * uy;
      const v = dx * vx + dy * vy;
      if (u < 0 || u > uu || v < 0 || v > vv) continue;
      sum += map[py * width + px] ?? 0;
      count += 1;
    }
  }
  return count === 0 ? 0 : sum / count;
}

/** Each side moves outwards by area · 1.5 / perimeter, which undoes the shrinking of the training target. */
function grown(region: Parallelogram): Parallelogram {
  const width = widthOf(region);
  const height = heightOf(region);
  const distance = (width * height * GROWTH) / (2 * (width + height));
  const [ex, ey] = [region.ux / width, region.uy / width];
  const [fx, fy] = [region.vx / height, region.vy / height];
  return {
    x: region.x - (ex + fx) * distance,
    y: region.y - (ey + fy) * distance,
    ux: region.ux + 2 * ex * distance,
    uy: region.uy + 2 * ey * distance,
    vx: region.vx + 2 * fx * distance,
    vy: region.vy + 2 * fy * distance,
  };
}
