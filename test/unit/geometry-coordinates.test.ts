import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COORDINATE_CONVENTIONS,
  extent,
  fromOriginal,
  REFERENCE_LIMITS,
  toOriginal,
} from '../../src/core/geometry/coordinates.ts';
import type { ResizeError } from '../../src/core/geometry/smartResize.ts';
import { smartResize } from '../../src/core/geometry/smartResize.ts';

function resized(height: number, width: number): [height: number, width: number] {
  const size = smartResize({ width, height }, 28, REFERENCE_LIMITS);
  return [size.height, size.width];
}

describe('smart resize', () => {
  it.each([
    [462, 600, 448, 588],
    [480, 640, 476, 644],
    [1080, 1920, 448, 840],
    [630, 630, 616, 616],
    [3024, 4032, 532, 728],
    [427, 640, 420, 644],
    [100, 100, 448, 448],
  ])('takes %i×%i (height × width) to %i×%i', (height, width, toHeight, toWidth) => {
    expect(resized(height, width)).toEqual([toHeight, toWidth]);
  });

  it('rounds halves to the even multiple', () => {
    // 630 / 28 is 22.5, and 22 is even; 658 / 28 is 23.5, and 24 is even.
    const limits = { min: 1, max: 1e9 };
    expect(smartResize({ width: 630, height: 658 }, 28, limits)).toEqual({ width: 616, height: 672 });
  });

  it('keeps to multiples and, for images of ordinary shape, to the limits', () => {
    const side = fc.integer({ min: 200, max: 8000 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        fc.pre(Math.max(width, height) / Math.min(width, height) < 20);
        const size = smartResize({ width, height }, 28, REFERENCE_LIMITS);
        expect([size.width % 28, size.height % 28]).toEqual([0, 0]);
        expect(size.width * size.height).toBeGreaterThanOrEqual(REFERENCE_LIMITS.min);
        expect(size.width * size.height).toBeLessThanOrEqual(REFERENCE_LIMITS.max);
      }),
    );
  });

  it('raises ValueError for a ratio over 200, not for 200', () => {
    expect(() => resized(200, 40_001)).toThrow(
      expect.objectContaining({ type: 'ValueError' }) as ResizeError,
    );
    expect(resized(200, 40_000)).toEqual([28, 8960]);
  });
  it('raises ZeroDivisionError for a zero side', () => {
    expect(() => resized(0, 10)).toThrow(
      expect.objectContaining({ type: 'ZeroDivisionError' }) as ResizeError,
    );
    expect(() => resized(0, 0)).toThrow(
      expect.objectContaining({ type: 'ZeroDivisionError' }) as ResizeError,
    );
  });
  it('raises ValueError where only one side is negative', () => {
    expect(() => resized(-5, 5)).toThrow(expect.objectContaining({ type: 'ValueError' }) as ResizeError);
  });
});

describe('coordinate conventions', () => {
  it('span the whole image', () => {
    const size = { width: 640, height: 480 };
    expect(extent('original', size)).toEqual(size);
    expect(extent('resized28', size)).toEqual({ width: 644, height: 476 });
    expect(extent('resized32', size)).toEqual(size);
    expect(extent('relative1000', size)).toEqual({ width: 1000, height: 1000 });
    expect(extent('relative1', size)).toEqual({ width: 1, height: 1 });
  });

  it('take a box to original pixels', () => {
    expect(toOriginal([322, 119, 644, 476], 'resized28', 640, 480)).toEqual([320, 120, 640, 480]);
    expect(toOriginal([500, 250, 1000, 1000], 'relative1000', 640, 480)).toEqual([320, 120, 640, 480]);
    expect(toOriginal([0.5, 0.25, 1, 1], 'relative1', 640, 480)).toEqual([320, 120, 640, 480]);
    expect(toOriginal([5, 6, 7, 8], 'original', 0, 0)).toEqual([5, 6, 7, 8]);
  });

  it("resize within other limits where a model has others, as ms-swift's default minimum", () => {
    const limits = { min: 4 * 28 * 28, max: REFERENCE_LIMITS.max };
    expect(fromOriginal([0, 0, 100, 100], 'resized28', 100, 100, limits)).toEqual([0, 0, 112, 112]);
  });

  it.each(COORDINATE_CONVENTIONS)('%s goes there and back', (convention) => {
    const side = fc.integer({ min: 50, max: 5000 });
    const at = fc.double({ min: -100, max: 5000, noNaN: true });
    fc.assert(
      fc.property(side, side, fc.tuple(at, at, at, at), (width, height, box) => {
        const back = toOriginal(fromOriginal(box, convention, width, height), convention, width, height);
        for (const [i, value] of back.entries()) expect(value).toBeCloseTo(box[i] ?? NaN, 8);
      }),
    );
  });
});
