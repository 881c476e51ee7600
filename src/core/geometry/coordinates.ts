import type { Box } from '../sample.ts';
import { smartResize, type PixelLimits, type Size } from './smartResize.ts';

/**
 * How the numbers of a predicted box are to be read. A model that sees a resized image is named with the pixel
 * limits under which it was resized, because on small and on large images these decide the size.
 */
export type CoordinateConvention =
  | 'original'
  /** Resized as Qwen2.5-VL does, factor 28, with the limits that SATORI-R1's reward assumes. */
  | 'resized28'
  /** Factor 28 as ms-swift feeds the model in SATORI-R1's script, which sets MAX_PIXELS alone. */
  | 'resized28MsSwift'
  /** Factor 28 with Qwen2.5-VL's own limits. */
  | 'resized28Qwen'
  /** Factor 28 with Qwen2.5-VL's own limits, after EasyR1 has resized the image for the first time. */
  | 'resized28EasyR1'
  /** Resized as Qwen3-VL does: patch 16, factor 32. */
  | 'resized32'
  | 'relative1000'
  | 'relative1';

/** Every convention, in the order in which people are offered them. */
export const COORDINATE_CONVENTIONS = [
  'original',
  'resized28',
  'resized28MsSwift',
  'resized28Qwen',
  'resized28EasyR1',
  'resized32',
  'relative1000',
  'relative1',
] as const satisfies readonly CoordinateConvention[];

/** What SATORI-R1's plugin.py assumes of every prediction. */
export const REFERENCE_CONVENTION: CoordinateConvention = 'resized28';

/** The limits that SATORI-R1's plugin.py passes to `smart_resize`. */
export const REFERENCE_LIMITS: PixelLimits = { min: 200_704, max: 401_408 };

/** Qwen2.5-VL by default (qwen-vl-utils 0.0.10): 4 to 16,384 tokens of 28² pixels. */
const QWEN25_LIMITS: PixelLimits = { min: 4 * 28 ** 2, max: 16_384 * 28 ** 2 };

/** Qwen3-VL's image processor by default: 256² to 4096². */
const QWEN3_LIMITS: PixelLimits = { min: 65_536, max: 16_777_216 };

/** EasyR1's `data.min_pixels` and `data.max_pixels` (examples/config.yaml). */
const EASY_R1_LIMITS: PixelLimits = { min: 262_144, max: 4_194_304 };

/** What people call the coordinates of a convention: "0–1000 coordinates", as in "these look like …". */
export const COORDINATE_NAMES: Readonly<Record<CoordinateConvention, string>> = {
  original: 'pixels of the original image',
  resized28: 'pixels of the image resized as SATORI’s reward assumes',
  resized28MsSwift: 'pixels of the image resized as ms-swift does for SATORI',
  resized28Qwen: 'pixels of the image resized as Qwen2.5-VL does by default',
  resized28EasyR1: 'pixels of the image resized as EasyR1 does',
  resized32: 'pixels of the image resized as Qwen3-VL does',
  relative1000: '0–1000 coordinates',
  relative1: '0–1 coordinates',
};

/**
 * The size that spans the coordinates of a convention: where a box `[0, 0, width, height]` of it covers the whole
 * image. `size` is that of the upright original in pixels. Throws ResizeError where the image cannot be resized.
 */
export function extent(convention: CoordinateConvention, size: Size): Size {
  switch (convention) {
    case 'original':
      return size;
    case 'resized28':
      return smartResize(size, 28, REFERENCE_LIMITS);
    case 'resized28MsSwift':
      return smartResize(size, 28, { min: QWEN25_LIMITS.min, max: REFERENCE_LIMITS.max });
    case 'resized28Qwen':
      return smartResize(size, 28, QWEN25_LIMITS);
    case 'resized28EasyR1':
      return smartResize(easyR1Size(size), 28, QWEN25_LIMITS);
    case 'resized32':
      return smartResize(size, 32, QWEN3_LIMITS);
    case 'relative1000':
      return { width: 1000, height: 1000 };
    case 'relative1':
      return { width: 1, height: 1 };
  }
}

/** EasyR1's own resize before the image processor's: within its limits, sides cut to whole pixels (`process_image`). */
function easyR1Size(size: Size): Size {
  const within = (limited: Size, limit: number): Size => {
    const factor = Math.sqrt(limit / (limited.width * limited.height));
    return { width: Math.trunc(limited.width * factor), height: Math.trunc(limited.height * factor) };
  };
  const smaller = size.width * size.height > EASY_R1_LIMITS.max ? within(size, EASY_R1_LIMITS.max) : size;
  const pixels = smaller.width * smaller.height;
  return pixels > 0 && pixels < EASY_R1_LIMITS.min ? within(smaller, EASY_R1_LIMITS.min) : smaller;
}

/** A box of a convention in original pixels. Throws ResizeError where the image cannot be resized. */
export function toOriginal(box: Box, convention: CoordinateConvention, width: number, height: number): Box {
  if (convention === 'original') return box;
  const model = extent(convention, { width, height });
  return scaleBox(box, width / model.width, height / model.height);
}

/** A box of original pixels in a convention. Throws ResizeError where the image cannot be resized. */
export function fromOriginal(box: Box, convention: CoordinateConvention, width: number, height: number): Box {
  if (convention === 'original') return box;
  const model = extent(convention, { width, height });
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
