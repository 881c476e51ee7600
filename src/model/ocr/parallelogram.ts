/**
 * A region of an image that reads from left to right along `u` and from top to bottom along `v`. A rotated
 * rectangle stays one after any scaling of the axes, and turning the reading direction costs no pixels.
 */
import type { Box } from '../../core/sample.ts';

export interface Parallelogram {
  /** The corner where reading starts, in continuous coordinates: pixel i covers i to i + 1. */
  readonly x: number;
  readonly y: number;
  readonly ux: number;
  readonly uy: number;
  readonly vx: number;
  readonly vy: number;
}

/** Length of the reading direction. */
export function widthOf(region: Parallelogram): number {
  return Math.hypot(region.ux, region.uy);
}

export function heightOf(region: Parallelogram): number {
  return Math.hypot(region.vx, region.vy);
}

export function scaled(region: Parallelogram, sx: number, sy: number): Parallelogram {
  return {
    x: region.x * sx,
    y: region.y * sy,
    ux: region.ux * sx,
    uy: region.uy * sy,
    vx: region.vx * sx,
    vy: region.vy * sy,
  };
}

/** The same region read upside down. */
export function turned180(region: Parallelogram): Parallelogram {
  return {
    x: region.x + region.ux + region.vx,
    y: region.y + region.uy + region.vy,
    ux: -region.ux,
    uy: -region.uy,
    vx: -region.vx,
    vy: -region.vy,
  };
}

/** The same region turned a quarter counter-clockwise: what pointed down is then read from left to right. */
export function turnedLeft(region: Parallelogram): Parallelogram {
  return {
    x: region.x + region.ux,
    y: region.y + region.uy,
    ux: region.vx,
    uy: region.vy,
    vx: -region.ux,
    vy: -region.uy,
  };
}

/** The part of the region between two fractions of its reading direction. */
export function section(region: Parallelogram, from: number, to: number): Parallelogram {
  return {
    ...region,
    x: region.x + region.ux * from,
    y: region.y + region.uy * from,
    ux: region.ux * (to - from),
    uy: region.uy * (to - from),
  };
}

/** The upright box around the region, in whole pixels, inside an image of the given size. */
export function boxAround(region: Parallelogram, width: number, height: number): Box {
  const { x, y, ux, uy, vx, vy } = region;
  const within = (value: number, limit: number): number => Math.round(Math.min(Math.max(value, 0), limit));
  return [
    within(x + Math.min(0, ux) + Math.min(0, vx), width),
    within(y + Math.min(0, uy) + Math.min(0, vy), height),
    within(x + Math.max(0, ux) + Math.max(0, vx), width),
    within(y + Math.max(0, uy) + Math.max(0, vy), height),
  ];
}
