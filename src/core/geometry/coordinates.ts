import type { Box } from '../sample.ts';
import { smartResize, type PixelLimits, type Size } from './smartResize.ts';

/** How the numbers of a predicted box are to be read. */
export type CoordinateConvention =
  | 'original'
  /** Resized as Qwen2.5-VL does: factor 28, with the reference's pixel limits. */
  | 'resized28'
  /** Resized as Qwen3-VL does: patch 16, factor 32. */
  | 'resized32'
  | 'relative1000'
  | 'relative1';

/** Every convention, in the order in which people are offered them. */
export const COORDINATE_CONVENTIONS = [
  'original',
  'resized28',
  'resized32',
  'relative1000',
  'relative1',
] as const satisfies readonly CoordinateConvention[];

/** What SATORI-R1's plugin.py assumes of every prediction. */
export const REFERENCE_CONVENTION: CoordinateConvention = 'resized28';

/** The limits that SATORI-R1's plugin.py passes to `smart_resize`. */
export const REFERENCE_LIMITS: PixelLimits = { min: 200_704, max: 401_408 };

/** Qwen3-VL's image processor by default: 256² to 4096². */
export const QWEN3_LIMITS: PixelLimits = { min: 65_536, max: 16_777_216 };

/**
 * The size that spans the coordinates of a convention: where a box `[0, 0, width, height]` of it covers the whole
 * image. `size` is that of the upright original in pixels; `limits` replaces a resizing convention's own.
 * Throws ResizeError where the image cannot be resized.
 */
export function extent(convention: CoordinateConvention, size: Size, limits?: PixelLimits): Size {
  switch (convention) {
    case 'original':
      return size;
    case 'resized28':
      return smartResize(size, 28, limits ?? REFERENCE_LIMITS);
    case 'resized32':
      return smartResize(size, 32, limits ?? QWEN3_LIMITS);
    case 'relative1000':
      return { width: 1000, height: 1000 };
    case 'relative1':
      return { width: 1, height: 1 };
  }
}

/** A box of a convention in original pixels. Throws ResizeError where the image cannot be resized. */
export function toOriginal(
  box: Box,
  convention: CoordinateConvention,
  width: number,
  height: number,
  limits?: PixelLimits,
): Box {
  if (convention === 'original') return box;
  const model = extent(convention, { width, height }, limits);
  return scaleBox(box, width / model.width, height / model.height);
}

/** A box of original pixels in a convention. Throws ResizeError where the image cannot be resized. */
export function fromOriginal(
  box: Box,
  convention: CoordinateConvention,
  width: number,
  height: number,
  limits?: PixelLimits,
): Box {
  if (convention === 'original') return box;
  const model = extent(convention, { width, height }, limits);
  // Multiplied before divided, so that the corners of the image stay whole numbers.
  return [
    (box[0] * model.width) / width,
    (box[1] * model.height) / height,
    (box[2] * model.width) / width,
    (box[3] * model.height) / height,
  ];
}

export function scaleBox(box: Box, x: number, y: number): Box {
  return [box[0] * x, box[1] * y, box[2] * x, box[3] * y];
}
