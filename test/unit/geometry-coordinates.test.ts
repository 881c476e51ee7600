import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COORDINATE_CONVENTIONS,
  extent,
  fromOriginal,
  REFERENCE_LIMITS,
  toOriginal,
  type CoordinateConvention,
} from '../../src/core/geometry/coordinates.ts';
import { guessConvention } from '../../src/core/geometry/guessConvention.ts';
import { iou } from '../../src/core/geometry/iou.ts';
import { smartResize, type ResizeError, type Size } from '../../src/core/geometry/smartResize.ts';
import type { Box } from '../../src/core/sample.ts';

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

describe('the size that a model sees', () => {
  const sizes = (width: number, height: number): Record<string, [number, number]> =>
    Object.fromEntries(
      (['resized28', 'resized28MsSwift', 'resized28Qwen', 'resized28EasyR1', 'resized32'] as const).map(
        (convention) => {
          const size = extent(convention, { width, height });
          return [convention, [size.width, size.height]];
        },
      ),
    );

  it("of a small image depends on the least number of pixels: SATORI's script leaves ms-swift's", () => {
    expect(sizes(100, 100)).toEqual({
      resized28: [448, 448],
      resized28MsSwift: [112, 112],
      resized28Qwen: [112, 112],
      // 512 × 512 by EasyR1, then the nearest multiple of 28.
      resized28EasyR1: [504, 504],
      resized32: [256, 256],
    });
  });

  it('of a large image depends on the most', () => {
    expect(sizes(4000, 3000)).toEqual({
      resized28: [728, 532],
      resized28MsSwift: [728, 532],
      resized28Qwen: [4004, 2996],
      // 2364 × 1773 by EasyR1.
      resized28EasyR1: [2352, 1764],
      resized32: [4000, 3008],
    });
  });

  it('of one that is within all limits is the same but for the factor', () => {
    const { resized32, ...others } = sizes(560, 420);
    expect(Object.entries(others)).toEqual([
      ['resized28', [560, 420]],
      ['resized28MsSwift', [560, 420]],
      ['resized28Qwen', [560, 420]],
      // 235,200 pixels are fewer than EasyR1's least: 591 × 443.
      ['resized28EasyR1', [588, 448]],
    ]);
    expect(resized32).toEqual([576, 416]);
  });

  it("makes a perfect box of a whole 100 × 100 image score 0.0625 where SATORI's reward reads ms-swift's", () => {
    const box = fromOriginal([0, 0, 100, 100], 'resized28MsSwift', 100, 100);
    expect(iou(toOriginal(box, 'resized28', 100, 100), [0, 0, 100, 100])).toBe(0.0625);
  });
});

describe('a guess at the convention', () => {
  const size = { width: 640, height: 480 };
  const truth: Box[] = [
    [40, 40, 120, 160],
    [500, 300, 600, 440],
  ];
  const written = (convention: CoordinateConvention): Box[] =>
    truth.map((box) => fromOriginal(box, convention, size.width, size.height));

  it('names what the boxes were written in', () => {
    expect(guessConvention(written('relative1000'), truth, size, 'resized28')).toEqual([
      {
        convention: 'relative1000',
        iou: expect.closeTo(1, 12) as number,
        asRead: expect.closeTo(0, 1) as number,
      },
    ]);
    expect(guessConvention(written('relative1'), truth, size, 'original')[0]?.convention).toBe('relative1');
  });

  it('puts the best first', () => {
    // Of this image the pixels of the original and the resized ones hardly differ.
    const [best, ...others] = guessConvention(written('original'), truth, size, 'relative1');
    expect(best).toMatchObject({ convention: 'original', iou: 1 });
    expect(others.map(({ convention }) => convention)).toEqual(['resized28']);
    for (const { iou: less } of others) expect(less).toBeLessThan(1);
  });

  it('says nothing where the boxes meet the truth as they are read', () => {
    expect(guessConvention(written('resized28'), truth, size, 'resized28')).toEqual([]);
  });

  it('names a reading that is much better where the boxes overlap the truth as they are read', () => {
    const [guess] = guessConvention([[78, 104, 469, 625]], [[50, 50, 300, 300]], size, 'resized28');
    expect(guess?.convention).toBe('relative1000');
    expect(guess?.asRead).toBeCloseTo(0.194, 2);
    expect(guess?.iou).toBeGreaterThan(0.98);
  });

  it('says nothing where another reading is only somewhat better', () => {
    // As read 0.47, in 0–1000 coordinates 0.65.
    const read = guessConvention([[0, 0, 400, 406]], [[0, 0, 320, 240]], size, 'resized28');
    expect(read).toEqual([]);
  });

  it('says nothing of boxes that meet the truth as they are read', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const shift = fc.double({ min: -0.05, max: 0.05, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(part, part, part, part),
        fc.tuple(shift, shift, shift, shift),
        fc.constantFrom(...COORDINATE_CONVENTIONS),
        ([x, y, w, h], by, convention) => {
          const [x1, y1] = [x * 500, y * 400];
          const area: Box = [x1, y1, x1 + 60 + w * 80, y1 + 40 + h * 40];
          // No side moves by more than a tenth of the shortest: the IoU stays over 0.5.
          const moved: Box = [
            area[0] + by[0] * 80,
            area[1] + by[1] * 80,
            area[2] + by[2] * 80,
            area[3] + by[3] * 80,
          ];
          const boxes = [fromOriginal(moved, convention, size.width, size.height)];
          expect(guessConvention(boxes, [area], size, convention)).toEqual([]);
        },
      ),
    );
  });

  it('says nothing where the boxes miss the truth in every way', () => {
    expect(guessConvention([[300, 20, 340, 40]], truth, size, 'resized28')).toEqual([]);
  });

  it.each([
    ['no prediction', [], truth, size],
    ['no truth', written('relative1000'), [], size],
    ['no size', written('relative1000'), truth, { width: 0, height: 480 }],
    ['a number too large to measure', [[0, 0, 1e300, 1e300]], truth, size],
    ['one that is none', [[0, 0, NaN, 4]], truth, size],
    ['an image too long to be resized', written('relative1000'), truth, { width: 4000, height: 4 }],
  ] as [string, Box[], Box[], Size][])('says nothing of %s', (_, boxes, truths, image) => {
    expect(guessConvention(boxes, truths, image, 'resized28')).toEqual([]);
  });

  it('never names the convention that is chosen, nor one that comes to the same', () => {
    const side = fc.integer({ min: 30, max: 4000 });
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const one = fc.constantFrom(...COORDINATE_CONVENTIONS);
    fc.assert(
      fc.property(side, side, fc.tuple(part, part, part, part), one, one, (width, height, box, as, read) => {
        const image = { width, height };
        const area: Box = [box[0] * width, box[1] * height, box[2] * width, box[3] * height];
        const boxes = [fromOriginal(area, as, width, height)];
        const spans = guessConvention(boxes, [area], image, read).map(({ convention }) =>
          JSON.stringify(extent(convention, image)),
        );
        expect(new Set(spans).size).toBe(spans.length);
        expect(spans).not.toContain(JSON.stringify(extent(read, image)));
      }),
    );
  });
});
