import type { Box } from '../sample.ts';
import { gridAreas, GRID_LIMIT } from './gridArea.ts';
import { sweepAreas } from './sweepArea.ts';

/** Areas, in square units, of the union of the boxes `a`, of the union of `b`, and of the two unions together. */
export interface UnionAreas {
  readonly a: number;
  readonly b: number;
  /** Where a box of `a` and a box of `b` both are. */
  readonly intersection: number;
  /** Where any box is. */
  readonly union: number;
}

/**
 * Areas of unions of rectangles, up to the rounding of the sums: overlaps and duplicates count once, a box is the
 * same with its corners swapped, one without area adds nothing. Coordinates must be finite, their products too.
 */
export function unionAreas(a: readonly Box[], b: readonly Box[]): UnionAreas {
  return a.length + b.length <= GRID_LIMIT ? gridAreas(a, b) : sweepAreas(a, b);
}
