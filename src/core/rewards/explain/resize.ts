import {
  COORDINATE_NAMES,
  extent,
  REFERENCE_LIMITS,
  type CoordinateConvention,
} from '../../geometry/coordinates.ts';
import { planResize, type Size } from '../../geometry/smartResize.ts';
import type { TraceStep } from '../trace.ts';
import { decimal, plainNumber } from './written.ts';

const FACTOR = 28;

/** How large the image is to the model whose coordinates the boxes are in. The size must be one that can be resized. */
export function resizeStep(size: Size, convention: CoordinateConvention): TraceStep {
  const { width, height } = extent(convention, size);
  const inputs = [
    { name: 'image', value: sides(size.width, size.height) },
    { name: 'boxes are in', value: COORDINATE_NAMES[convention] },
  ];
  if (convention === 'resized28') inputs.push({ name: 'resize', value: resizing(size) });
  return {
    title: convention === 'original' ? 'Take the image as it is' : 'Find the size the boxes refer to',
    inputs,
    result: sides(width, height),
  };
}

/** In words what `smartResize` does with this size. */
function resizing(size: Size): string {
  const { scale, rounded } = planResize(size, FACTOR, REFERENCE_LIMITS);
  const { min, max } = REFERENCE_LIMITS;
  switch (rounded) {
    case 'down':
      return `more than ${plainNumber(max)} pixels: sides × ${decimal(scale)}, down to multiples of ${FACTOR}`;
    case 'up':
      return `fewer than ${plainNumber(min)} pixels: sides × ${decimal(scale)}, up to multiples of ${FACTOR}`;
    case 'nearest':
      return `${plainNumber(min)} to ${plainNumber(max)} pixels: sides to the nearest multiples of ${FACTOR}`;
  }
}

const sides = (width: number, height: number): string => `${plainNumber(width)} × ${plainNumber(height)}`;
