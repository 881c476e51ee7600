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

/** A new size, and how it came about: each side multiplied by `scale`, then rounded to a multiple of the factor. */
export interface Resize {
  readonly size: Size;
  readonly scale: number;
  readonly rounded: 'nearest' | 'down' | 'up';
}

/**
 * The size, in pixels, to which Qwen's image processor brings an image: both sides multiples of `factor`, their
 * product within `limits`, the aspect ratio nearly kept (qwen-vl-utils 0.0.10, `smart_resize`).
 * Throws ResizeError for a zero side and for a ratio over 200.
 */
export function smartResize(size: Size, factor: number, limits: PixelLimits): Size {
  return planResize(size, factor, limits).size;
}

/** The same, with how it came about. */
export function planResize(size: Size, factor: number, limits: PixelLimits): Resize {
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
  if (pixels > limits.max) {
    const root = rootOf(size, area / limits.max);
    const side = (length: number): number => floorTo(length / root, factor);
    return { size: { width: side(width), height: side(height) }, scale: 1 / root, rounded: 'down' };
  }
  if (pixels < limits.min) {
    if (area === 0) throw new ResizeError('ZeroDivisionError', `the image is ${width}×${height} pixels`);
    const root = rootOf(size, limits.min / area);
    const side = (length: number): number => ceilTo(length * root, factor);
    return { size: { width: side(width), height: side(height) }, scale: root, rounded: 'up' };
  }
  return { size: { width: rounded(width), height: rounded(height) }, scale: 1, rounded: 'nearest' };
}

function rootOf(size: Size, square: number): number {
  if (square < 0) throw new ResizeError('ValueError', `one side of ${size.width}×${size.height} is negative`);
  return Math.sqrt(square);
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
