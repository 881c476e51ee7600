import { findTag, parseBoxes } from '../completion.ts';
import { extent, scaleBox, type CoordinateConvention } from '../geometry/coordinates.ts';
import { ResizeError, type Size } from '../geometry/smartResize.ts';
import { unionAreas } from '../geometry/unionArea.ts';
import type { Json } from '../json.ts';
import type { Box } from '../sample.ts';
import { listStep, scaleStep, traceAreas, truthStep, UNMEASURABLE } from './explain/bbox.ts';
import { resizeStep } from './explain/resize.ts';
import { tagStep } from './explain/tag.ts';
import { PythonError, pythonType, requireColumn } from './pythonError.ts';
import type { Reward } from './reward.ts';
import { truthBoxes } from './truthBoxes.ts';

/** Keeps the reference from dividing by zero. */
const EPSILON = 1e-6;
/** Beyond this GEOS, which the reference measures areas with, is unstable; such boxes score 0. */
const MAX_COORDINATE = 1e150;

/**
 * Intersection over union of all predicted boxes together and all true boxes together, the predictions first brought
 * to original pixels; 0 without a bbox tag and where its text is no list of boxes.
 */
export const bbox: Reward<'bbox'> = {
  name: 'bbox',
  source: 'BoundingBoxAccuracy',
  columns: ['bboxs', 'width', 'height'],
  score({ completion, truth, coordinates }, tracer) {
    const bboxs = requireColumn(truth, 'bboxs');
    const width = requireColumn(truth, 'width');
    const height = requireColumn(truth, 'height');
    const span = findTag(completion, 'bbox');
    tracer?.step(tagStep(completion, 'bbox', span));
    if (span === undefined) return { value: 0 };
    const parsed = parseBoxes(completion, span.start, span.end);
    tracer?.step(listStep(completion, span, parsed));
    if (parsed.kind === 'failed') return { value: 0 };
    if (parsed.kind === 'raise') throw new PythonError(parsed.type, parsed.message);
    const size = { width: toNumber(width, 'width'), height: toNumber(height, 'height') };
    const scale = scaleOf(size, coordinates);
    tracer?.step(resizeStep(size, coordinates));
    if (parsed.tooLarge !== undefined) {
      throw new PythonError(
        'OverflowError',
        `the predicted coordinate ${beginningOf(completion, parsed.tooLarge)} is an int too large to convert to float`,
      );
    }
    const predicted = parsed.boxes.map((box) => scaleBox(box, scale.x, scale.y));
    tracer?.step(scaleStep(parsed.boxes, predicted, scale));
    const expected = truthBoxes(bboxs);
    tracer?.step(truthStep(expected));
    if (!isMeasurable(predicted) || !isMeasurable(expected)) {
      tracer?.step(UNMEASURABLE);
      return { value: 0 };
    }
    const areas = unionAreas(predicted, expected);
    if (tracer !== undefined) traceAreas(tracer, predicted, expected, areas, EPSILON);
    return { value: areas.intersection / (areas.union + EPSILON) };
  },
};

const SHOWN_DIGITS = 12;

/** The number at `at`, a long one, as much of it as a message shows. */
function beginningOf(completion: string, at: number): string {
  return `${completion.slice(at, at + SHOWN_DIGITS)}…`;
}

/** By how much a predicted box is multiplied to be in original pixels. Throws PythonError. */
export function scaleOf(size: Size, coordinates: CoordinateConvention): { x: number; y: number } {
  try {
    const model = extent(coordinates, size);
    if (model.width === 0 || model.height === 0) {
      throw new PythonError(
        'ZeroDivisionError',
        `an image of ${size.width}×${size.height} is resized to nothing`,
      );
    }
    return { x: size.width / model.width, y: size.height / model.height };
  } catch (error) {
    if (error instanceof ResizeError) throw new PythonError(error.type, error.message);
    throw error;
  }
}

function isMeasurable(boxes: readonly Box[]): boolean {
  for (const box of boxes) {
    for (const coordinate of box) {
      // Also false for NaN.
      if (!(Math.abs(coordinate) <= MAX_COORDINATE)) return false;
    }
  }
  return true;
}

function toNumber(value: Json, column: string): number {
  if (typeof value === 'number' || typeof value === 'boolean') return Number(value);
  throw new PythonError('TypeError', `${column} is of type ${pythonType(value)}, not a number`);
}
