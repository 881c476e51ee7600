import type { Bounds } from '../geometry/handles.ts';
import type { Box } from '../sample.ts';
import type { Heatmap } from './heatmap.ts';
import { SummedHeatmap } from './summed.ts';

/** The density, or a phrase that says why there is none. */
export type Density = { readonly value: number } | { readonly why: string };

/** More boxes than anybody draws; their union takes quadratic time. */
const MOST_BOXES = 1000;

/**
 * SATORI's region attention density (arXiv 2505.19094): the mean attention inside the boxes over the mean of the whole
 * image. 1 is what looking everywhere alike gives. Boxes are in the pixels of an image of `size`; what several cover
 * counts once, what lies outside the image not at all.
 */
export function regionDensity(map: Heatmap, boxes: readonly Box[], { width, height }: Bounds): Density {
  if (boxes.length > MOST_BOXES) return { why: `the sample has ${boxes.length} boxes` };
  const sums = new SummedHeatmap(map);
  const { mean } = sums;
  if (!(mean > 0)) return { why: 'the heatmap has no attention' };
  const [toColumn, toRow] = [map.columns / width, map.rows / height];
  let [attention, area] = [0, 0];
  for (const [left, top, right, bottom] of disjoint(boxes.map((box) => clipped(box, width, height)))) {
    const [x1, y1, x2, y2] = [left * toColumn, top * toRow, right * toColumn, bottom * toRow];
    attention += sums.over(x1, y1, x2, y2);
    area += (x2 - x1) * (y2 - y1);
  }
  if (!(area > 0)) return { why: 'no true box lies in the image' };
  return { value: attention / area / mean };
}

function clipped([x1, y1, x2, y2]: Box, width: number, height: number): Box {
  const within = (at: number, most: number): number => Math.max(0, Math.min(most, at));
  return [
    within(Math.min(x1, x2), width),
    within(Math.min(y1, y2), height),
    within(Math.max(x1, x2), width),
    within(Math.max(y1, y2), height),
  ];
}

/** The union of boxes as rectangles that do not overlap: between any two neighbouring x of edges, runs of y. */
function disjoint(boxes: readonly Box[]): readonly Box[] {
  const lines = [...new Set(boxes.flatMap(([x1, , x2]) => [x1, x2]))].sort((a, b) => a - b);
  const byTop = [...boxes].sort((a, b) => a[1] - b[1]);
  return lines.slice(1).flatMap((right, i) => {
    const left = lines[i] ?? right;
    const runs: Box[] = [];
    for (const [x1, top, x2, bottom] of byTop) {
      if (x1 > left || x2 < right || top === bottom) continue;
      const last = runs.at(-1);
      if (last === undefined || last[3] < top) runs.push([left, top, right, bottom]);
      else runs[runs.length - 1] = [left, last[1], right, Math.max(last[3], bottom)];
    }
    return runs;
  });
}
