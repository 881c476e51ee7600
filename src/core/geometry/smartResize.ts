export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How many pixels a resized image may have, both inclusive. */
export interface PixelLimits {
  readonly min: number;
  readonly max: number;
}

/** A size that cannot be resized; `type` is the exception that qwen-vl-utils raises for it. */
export class ResizeError extends Error {
  readonly type: 'ValueError' | 'ZeroDivisionError' | 'OverflowError';
  constructor(type: ResizeError['type'], message: string) {
    super(message);
    this.name = 'ResizeError';
    this.type = type;
  }
}

const MAX_RATIO = 200;

/**
 * The size, in pixels, to which Qwen's image processor brings an image: both sides multiples of `factor`, their
 * product within `limits`, the aspect ratio nearly kept (qwen-vl-utils 0.0.10, `smart_resize`).
 * Throws ResizeError for a zero side and for a ratio over 200.
 */
export function smartResize(size: Size, factor: number, limits: PixelLimits): Size {
  const { width, height } = size;
  const shorter = Math.min(width, height);
  if (shorter === 0) throw new ResizeError('ZeroDivisionError', `the image is ${width}×${height} pixels`);
  const ratio = Math.max(width, height) / shorter;
  if (ratio > MAX_RATIO) {
    throw new ResizeError(
      'ValueError',
      `the aspect ratio of ${width}×${height} is ${ratio}, over ${MAX_RATIO}`,
    );
  }
  const rounded = (side: number): number => Math.max(factor, roundHalfEven(side / factor) * factor);
  const pixels = rounded(width) * rounded(height);
  if (!Number.isFinite(pixels)) {
    throw new ResizeError('OverflowError', `the size ${width}×${height} is not finite`);
  }
  const area = width * height;
  if (pixels > limits.max)
    return scaled(size, area / limits.max, (side, root) => floorTo(side / root, factor));
  if (pixels < limits.min) {
    if (area === 0) throw new ResizeError('ZeroDivisionError', `the image is ${width}×${height} pixels`);
    return scaled(size, limits.min / area, (side, root) => ceilTo(side * root, factor));
  }
  return { width: rounded(width), height: rounded(height) };
}

function scaled(size: Size, square: number, side: (side: number, root: number) => number): Size {
  if (square < 0) throw new ResizeError('ValueError', `one side of ${size.width}×${size.height} is negative`);
  const root = Math.sqrt(square);
  return { width: side(size.width, root), height: side(size.height, root) };
}

function floorTo(value: number, factor: number): number {
  return Math.floor(value / factor) * factor;
}

function ceilTo(value: number, factor: number): number {
  return Math.ceil(value / factor) * factor;
}

/** Python's `round`: halves go to the even neighbour. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest < 0.5) return below;
  if (rest > 0.5) return below + 1;
  return below % 2 === 0 ? below : below + 1;
}
