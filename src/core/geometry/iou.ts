import type { Box } from '../sample.ts';

/** The area of a box in square units, whichever of its corners comes first. */
export function area(box: Box): number {
  return Math.abs(box[2] - box[0]) * Math.abs(box[3] - box[1]);
}

/** Intersection over union of two boxes, 0 to 1; 0 where their union has no area. */
export function iou(a: Box, b: Box): number {
  const width = overlap(a[0], a[2], b[0], b[2]);
  const height = overlap(a[1], a[3], b[1], b[3]);
  const intersection = width * height;
  const union = area(a) + area(b) - intersection;
  return union > 0 ? Math.min(1, intersection / union) : 0;
}

function overlap(a1: number, a2: number, b1: number, b2: number): number {
  return Math.max(
    0,
    Math.min(Math.max(a1, a2), Math.max(b1, b2)) - Math.max(Math.min(a1, a2), Math.min(b1, b2)),
  );
}
