import type { Box } from '../sample.ts';
import { COORDINATE_CONVENTIONS, extent, scaleBox, type CoordinateConvention } from './coordinates.ts';
import { ResizeError, type Size } from './smartResize.ts';
import { unionAreas } from './unionArea.ts';

/** From this on a prediction meets the truth. */
const MEETS = 0.5;
/** By at least this another reading has to meet it better: less is chance among boxes that are merely poor. */
const BETTER = 0.3;
/** Beyond this no area need be compared. */
const MAX_COORDINATE = 1e100;

export interface ConventionGuess {
  readonly convention: CoordinateConvention;
  /** Of all boxes read in that convention with the truth, 0 to 1. */
  readonly iou: number;
  /** The same, of the boxes as they are read. */
  readonly asRead: number;
}

/**
 * The conventions that boxes were probably written in, the best first: they meet the truth in these, with an IoU
 * over 0.5, and by 0.3 less in `chosen`, where they do not. Conventions that come to the same on this image are
 * named once, by the first of COORDINATE_CONVENTIONS.
 *
 * @param boxes as the completion has them
 * @param truth in original pixels
 * @param size of the upright original in pixels
 * @param chosen what the boxes are taken to be in
 */
export function guessConvention(
  boxes: readonly Box[],
  truth: readonly Box[],
  size: Size,
  chosen: CoordinateConvention,
): readonly ConventionGuess[] {
  if (boxes.length === 0 || truth.length === 0 || !isMeasurable([...boxes, ...truth])) return [];
  if (!(size.width > 0 && size.height > 0)) return [];
  const before = readIn(chosen, boxes, truth, size);
  if (before === undefined || before.iou >= MEETS) return [];
  const known = new Set([before.span]);
  const guesses: ConventionGuess[] = [];
  for (const convention of COORDINATE_CONVENTIONS) {
    const read = readIn(convention, boxes, truth, size);
    if (read === undefined || known.has(read.span)) continue;
    known.add(read.span);
    if (read.iou > MEETS && read.iou - before.iou >= BETTER) {
      guesses.push({ convention, iou: read.iou, asRead: before.iou });
    }
  }
  return guesses.sort((a, b) => b.iou - a.iou);
}

/** Undefined where the convention resizes and the image cannot be resized. */
function readIn(
  convention: CoordinateConvention,
  boxes: readonly Box[],
  truth: readonly Box[],
  size: Size,
): { readonly span: string; readonly iou: number } | undefined {
  try {
    const { width, height } = extent(convention, size);
    const read = boxes.map((box) => scaleBox(box, size.width / width, size.height / height));
    return { span: `${width} ${height}`, iou: iouOf(read, truth) };
  } catch (error) {
    if (error instanceof ResizeError) return undefined;
    throw error;
  }
}

function iouOf(a: readonly Box[], b: readonly Box[]): number {
  const { intersection, union } = unionAreas(a, b);
  return union > 0 ? intersection / union : 0;
}

function isMeasurable(boxes: readonly Box[]): boolean {
  return boxes.every((box) => box.every((at) => Math.abs(at) <= MAX_COORDINATE));
}
