/**
 * Moving, resizing and drawing boxes by pointer or key. Every function here is pure: a drag is a function of
 * the box as it was at pointer-down, the handle, and the way moved since, so that a long drag gathers no
 * rounding error and can be previewed, repeated or thrown away. All numbers are pixels of the upright image.
 */
import type { Box } from '../sample.ts';

export type Corner = 'nw' | 'ne' | 'se' | 'sw';
export type Side = 'n' | 'e' | 's' | 'w';
export type Handle = Corner | Side;

/** In reading order around the box, the order in which they are drawn and hit. */
export const HANDLES: readonly Handle[] = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'];

/** Size of the image; boxes stay inside `0..width` × `0..height`. */
export interface Bounds {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The least width and height that a drag leaves or a drawing makes. */
export const MIN_SIZE = 1;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** The same rectangle with its first corner at the top left. */
export function upright([x1, y1, x2, y2]: Box): Box {
  return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
}

/** Where a handle stands on a box: fractions of its width and height. */
export function anchor(handle: Handle): Point {
  const x = handle.includes('w') ? 0 : handle.includes('e') ? 1 : 0.5;
  const y = handle.startsWith('n') ? 0 : handle.startsWith('s') ? 1 : 0.5;
  return { x, y };
}

/**
 * One axis of a resize. Only the dragged side becomes a whole number; the other keeps its decimals. Dragged
 * past the other side the box turns over rather than stopping, as a rubber band would.
 */
function resizeAxis(low: number, high: number, which: 'low' | 'high', delta: number, limit: number) {
  const still = which === 'low' ? high : low;
  const moved = clamp(Math.round((which === 'low' ? low : high) + delta), 0, limit);
  const distance = moved - still;
  if (Math.abs(distance) >= MIN_SIZE) return distance < 0 ? [moved, still] : [still, moved];
  const outward = which === 'low' ? Math.floor(still - MIN_SIZE) : Math.ceil(still + MIN_SIZE);
  const pushed = outward >= 0 && outward <= limit ? outward : clamp(2 * still - outward, 0, limit);
  return pushed < still ? [pushed, still] : [still, pushed];
}

/** The box after dragging `handle` by (`dx`, `dy`); `initial` itself where nothing moved. */
export function resizeBox(initial: Box, handle: Handle, dx: number, dy: number, bounds: Bounds): Box {
  const at = anchor(handle);
  const movesX = at.x !== 0.5 && dx !== 0;
  const movesY = at.y !== 0.5 && dy !== 0;
  if (!movesX && !movesY) return initial;
  const [x1, y1, x2, y2] = upright(initial);
  const [left = x1, right = x2] = movesX
    ? resizeAxis(x1, x2, at.x === 0 ? 'low' : 'high', dx, bounds.width)
    : [x1, x2];
  const [top = y1, bottom = y2] = movesY
    ? resizeAxis(y1, y2, at.y === 0 ? 'low' : 'high', dy, bounds.height)
    : [y1, y2];
  return [left, top, right, bottom];
}

/**
 * The boxes moved together by (`dx`, `dy`), held back as a group at the image's edges so that they keep their
 * distances. A moved box becomes whole numbers and keeps its size to within rounding.
 */
export function moveBoxes(initial: readonly Box[], dx: number, dy: number, bounds: Bounds): readonly Box[] {
  if ((dx === 0 && dy === 0) || initial.length === 0) return initial;
  const boxes = initial.map(wholePixels);
  const shift = (delta: number, low: number, high: number, limit: number): number =>
    // A box that already sticks out may come back in, and is not pushed further out.
    clamp(Math.round(delta), Math.min(0, -low), Math.max(0, limit - high));
  const x = shift(dx, Math.min(...boxes.map((b) => b[0])), Math.max(...boxes.map((b) => b[2])), bounds.width);
  const y = shift(
    dy,
    Math.min(...boxes.map((b) => b[1])),
    Math.max(...boxes.map((b) => b[3])),
    bounds.height,
  );
  if (x === 0 && y === 0) return initial;
  return boxes.map(([x1, y1, x2, y2]) => [x1 + x, y1 + y, x2 + x, y2 + y]);
}

function wholePixels(box: Box): Box {
  const [x1, y1, x2, y2] = upright(box);
  const left = Math.round(x1);
  const top = Math.round(y1);
  return [
    left,
    top,
    left + Math.max(MIN_SIZE, Math.round(x2 - x1)),
    top + Math.max(MIN_SIZE, Math.round(y2 - y1)),
  ];
}

/** The box drawn between two corners: whole pixels inside the image; undefined where it is too small to mean it. */
export function drawBox(from: Point, to: Point, bounds: Bounds): Box | undefined {
  const x = [from.x, to.x].map((v) => Math.round(clamp(v, 0, bounds.width)));
  const y = [from.y, to.y].map((v) => Math.round(clamp(v, 0, bounds.height)));
  const box: Box = [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
  return box[2] - box[0] >= MIN_SIZE && box[3] - box[1] >= MIN_SIZE ? box : undefined;
}

/** How far a copy is set off from its original, where the image leaves room. */
const COPY_OFFSET = 10;

/** Copies set off to the lower right; to the upper left where that would leave the image. */
export function duplicateBoxes(boxes: readonly Box[], bounds: Bounds): readonly Box[] {
  const copies = moveBoxes(boxes, COPY_OFFSET, COPY_OFFSET, bounds);
  return copies === boxes ? moveBoxes(boxes, -COPY_OFFSET, -COPY_OFFSET, bounds) : copies;
}

/**
 * What of a box is under the pointer: a handle, its inside, or nothing. `reach` is the half side of a handle's
 * hit area in the same unit as the box, which here is usually screen pixels.
 */
export function handleAt(box: Box, point: Point, reach: number): Handle | 'inside' | undefined {
  const [x1, y1, x2, y2] = upright(box);
  const width = x2 - x1;
  const height = y2 - y1;
  // On a small box the handles would cover the inside, and it could not be moved: they reach outwards only.
  const inX = Math.min(reach, width / 4);
  const inY = Math.min(reach, height / 4);
  if (point.x < x1 - reach || point.x > x2 + reach || point.y < y1 - reach || point.y > y2 + reach)
    return undefined;
  const vertical = point.y <= y1 + inY ? 'n' : point.y >= y2 - inY ? 's' : '';
  const horizontal = point.x <= x1 + inX ? 'w' : point.x >= x2 - inX ? 'e' : '';
  const found = `${vertical}${horizontal}`;
  return found === '' ? 'inside' : (found as Handle);
}

/**
 * The boxes under a point, the one to take first in front: the smallest, since a larger one can be reached
 * around it but not the other way; among equals the one drawn last.
 */
export function boxesAt(boxes: readonly (Box | undefined)[], point: Point, reach: number): readonly number[] {
  const area = (box: Box): number => Math.abs((box[2] - box[0]) * (box[3] - box[1]));
  return boxes
    .flatMap((box, index) =>
      box !== undefined && handleAt(box, point, reach) !== undefined ? [{ index, area: area(box) }] : [],
    )
    .sort((a, b) => a.area - b.area || b.index - a.index)
    .map(({ index }) => index);
}
