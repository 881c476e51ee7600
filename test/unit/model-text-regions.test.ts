import { describe, expect, it } from 'vitest';
import { cropPlanes, type Pixels } from '../../src/model/ocr/crop.ts';
import { detectionSize, searchAreas } from '../../src/model/ocr/detect.ts';
import { convexHull, minAreaRectangle, type Point } from '../../src/model/ocr/minAreaRectangle.ts';
import {
  boxAround,
  heightOf,
  section,
  turned180,
  turnedLeft,
  widthOf,
  type Parallelogram,
} from '../../src/model/ocr/parallelogram.ts';
import { inkBox } from '../../src/model/ocr/inkBox.ts';
import { joinRegions } from '../../src/model/ocr/joinRegions.ts';
import { textRegions, type TextRegion } from '../../src/model/ocr/textRegions.ts';

const upright = (x: number, y: number, width: number, height: number): Parallelogram => ({
  x,
  y,
  ux: width,
  uy: 0,
  vx: 0,
  vy: height,
});

describe('rectangle of least area', () => {
  it('keeps only the corners of a hull', () => {
    const grid = Array.from({ length: 25 }, (_, index): Point => [index % 5, Math.floor(index / 5)]);
    expect(convexHull(grid).sort((a, b) => a[0] - b[0] || a[1] - b[1])).toEqual([
      [0, 0],
      [0, 4],
      [4, 0],
      [4, 4],
    ]);
  });

  it.each([0, 10, 30, 44, -20, -44])('finds a 100 × 20 rectangle turned by %i°', (degrees) => {
    const angle = (degrees * Math.PI) / 180;
    const corners = [
      [0, 0],
      [100, 0],
      [100, 20],
      [0, 20],
      [50, 10],
    ].map(([x, y]): Point => [
      200 + x! * Math.cos(angle) - y! * Math.sin(angle),
      200 + x! * Math.sin(angle) + y! * Math.cos(angle),
    ]);
    const found = minAreaRectangle(corners);
    expect(widthOf(found)).toBeCloseTo(100, 6);
    expect(heightOf(found)).toBeCloseTo(20, 6);
    expect([found.x, found.y]).toEqual([expect.closeTo(200, 6), expect.closeTo(200, 6)]);
    expect(Math.atan2(found.uy, found.ux)).toBeCloseTo(angle, 6);
  });

  it('gives points on a line no height', () => {
    const found = minAreaRectangle([
      [3, 3],
      [9, 3],
      [6, 3],
    ]);
    expect([widthOf(found), heightOf(found)]).toEqual([6, 0]);
  });
});

describe('post-processing of the probability map', () => {
  /** A map with boxes of one probability each on nothing. */
  function mapOf(width: number, height: number, boxes: readonly (readonly number[])[]): Float32Array {
    const map = new Float32Array(width * height);
    for (const [x1, y1, x2, y2, probability] of boxes) {
      for (let y = y1!; y < y2!; y++) map.fill(probability!, y * width + x1!, y * width + x2!);
    }
    return map;
  }

  it('grows a region by area · 1.5 / perimeter on every side', () => {
    const [only, ...rest] = textRegions(mapOf(200, 100, [[50, 40, 130, 60, 0.9]]), 200, 100);
    expect(rest).toEqual([]);
    const distance = (80 * 20 * 1.5) / 200;
    expect(only!.score).toBeCloseTo(0.9, 5);
    expect(only!.region).toEqual({
      x: expect.closeTo(50 - distance, 6) as number,
      y: expect.closeTo(40 - distance, 6) as number,
      ux: expect.closeTo(80 + 2 * distance, 6) as number,
      uy: expect.closeTo(0, 6) as number,
      vx: expect.closeTo(0, 6) as number,
      vy: expect.closeTo(20 + 2 * distance, 6) as number,
    });
  });

  it('joins pixels that touch by a corner, and nothing farther apart', () => {
    const touching = mapOf(60, 60, [
      [5, 10, 25, 20, 1],
      [25, 20, 45, 30, 1],
    ]);
    const apart = mapOf(60, 60, [
      [5, 10, 25, 20, 1],
      [26, 21, 46, 31, 1],
    ]);
    expect(textRegions(touching, 60, 60)).toHaveLength(1);
    expect(textRegions(apart, 60, 60)).toHaveLength(2);
  });

  it('drops what is below the threshold, weak as a whole, or thinner than three pixels', () => {
    const map = mapOf(100, 100, [
      [5, 5, 40, 15, 0.29],
      [5, 30, 40, 40, 0.45],
      [5, 60, 40, 62, 0.95],
    ]);
    expect(textRegions(map, 100, 100)).toEqual([]);
  });

  it('searches with the long side at 1280, at most twice enlarged, in steps of 32', () => {
    expect(detectionSize(4000, 3000)).toEqual({ width: 1280, height: 960 });
    expect(detectionSize(300, 100)).toEqual({ width: 608, height: 192 });
    expect(detectionSize(30_000, 40)).toEqual({ width: 1280, height: 32 });
  });
});

describe('parts that are searched one by one', () => {
  it('are the whole of an ordinary image', () => {
    expect(searchAreas(4000, 3000)).toEqual([{ left: 0, top: 0, width: 4000, height: 3000 }]);
    expect(searchAreas(100, 900)).toEqual([{ left: 0, top: 0, width: 100, height: 900 }]);
  });

  it.each([
    [30_000, 200],
    [300, 4000],
    [5001, 1000],
    [100_000, 900],
  ])('cover a %i × %i image and overlap by its short side', (width, height) => {
    const areas = searchAreas(width, height);
    const short = Math.min(width, height);
    const spans = areas.map((area) =>
      width > height ? [area.left, area.left + area.width] : [area.top, area.top + area.height],
    );
    expect(areas.length).toBeLessThanOrEqual(12);
    expect(spans[0]![0]).toBe(0);
    expect(spans.at(-1)![1]).toBe(Math.max(width, height));
    spans.slice(1).forEach(([start], index) => {
      expect(spans[index]![1]! - start!).toBe(short);
    });
  });
});

describe('pieces of a line', () => {
  const piece = (x: number, y: number, width: number, height = 40): TextRegion => ({
    region: upright(x, y, width, height),
    score: 0.8,
  });

  it('become one region where they run into each other', () => {
    const joined = joinRegions([piece(100, 52, 80), piece(0, 50, 110), piece(170, 48, 60)]);
    expect(joined.map(({ region }) => boxAround(region, 500, 500))).toEqual([[0, 48, 230, 92]]);
  });

  it('stay apart across a gap, on two lines, or in two sizes', () => {
    const apart = [piece(0, 50, 100), piece(101, 50, 80), piece(50, 85, 80), piece(90, 10, 120, 100)];
    expect(joinRegions(apart)).toHaveLength(4);
  });

  it('are joined along a slope', () => {
    const slope = (x: number): TextRegion => ({
      region: { x, y: x / 2, ux: 80, uy: 40, vx: -20, vy: 40 },
      score: 0.9,
    });
    const [only, ...rest] = joinRegions([slope(0), slope(70)]);
    expect(rest).toEqual([]);
    expect(widthOf(only!.region)).toBeCloseTo(150 * Math.hypot(1, 0.5), 6);
    expect(heightOf(only!.region)).toBeCloseTo(Math.hypot(20, 40), 6);
  });
});

describe('regions', () => {
  const region = upright(10, 20, 30, 10);

  it('turn upside down and back', () => {
    expect(turned180(region)).toEqual({ x: 40, y: 30, ux: -30, uy: -0, vx: -0, vy: -10 });
    expect(boxAround(turned180(region), 100, 100)).toEqual(boxAround(region, 100, 100));
    expect(boxAround(turnedLeft(region), 100, 100)).toEqual(boxAround(region, 100, 100));
  });

  it('read downwards after a quarter turn to the left', () => {
    const turned = turnedLeft(upright(10, 20, 10, 60));
    expect([turned.x, turned.y, turned.ux, turned.uy]).toEqual([20, 20, 0, 60]);
  });

  it('have sections, and boxes that end at the image', () => {
    expect(boxAround(section(region, 0.5, 1), 100, 100)).toEqual([25, 20, 40, 30]);
    expect(boxAround(upright(-5, -5, 300, 300), 100, 80)).toEqual([0, 0, 100, 80]);
  });
});

/** A picture of one colour with a rectangle of another in it. */
function picture(width: number, height: number, box: readonly number[], paper = 250, ink = 20): Pixels {
  const data = new Uint8Array(width * height * 3).fill(paper);
  for (let y = box[1]!; y < box[3]!; y++)
    data.fill(ink, (y * width + box[0]!) * 3, (y * width + box[2]!) * 3);
  return { width, height, data };
}

describe('crops', () => {
  it('are BGR planes from −1 to 1, averaged where they shrink', () => {
    const image: Pixels = { width: 2, height: 1, data: new Uint8Array([255, 0, 51, 0, 0, 51]) };
    const [blue, green, red] = cropPlanes(image, upright(0, 0, 2, 1), 1, 1);
    expect(blue).toBeCloseTo(51 / 127.5 - 1, 5);
    expect(green).toBeCloseTo(-1, 5);
    expect(red).toBeCloseTo(0, 5);
  });

  it('leave what lies beyond the crop at zero', () => {
    const planes = cropPlanes(picture(8, 8, [0, 0, 0, 0]), upright(0, 0, 8, 8), 2, 2, 4);
    expect([...planes.slice(2, 4)]).toEqual([0, 0]);
    expect(planes[0]).toBeCloseTo(250 / 127.5 - 1, 5);
  });
});

describe('the box around the ink of a region', () => {
  const image = picture(200, 100, [60, 40, 140, 60]);

  it('leaves the margin out', () => {
    expect(inkBox(image, upright(54, 34, 92, 32))).toEqual([60, 40, 140, 60]);
  });

  it('is the same for a region that is not level with the ink', () => {
    const tilted = { x: 56, y: 30, ux: 90, uy: 4, vx: -2, vy: 36 };
    expect(inkBox(image, tilted)).toEqual([60, 40, 140, 60]);
  });

  it('works for light ink on dark paper', () => {
    expect(inkBox(picture(200, 100, [60, 40, 140, 60], 30, 220), upright(54, 34, 92, 32))).toEqual([
      60, 40, 140, 60,
    ]);
  });

  it('is the region itself where its margin is wider than a margin of text can be', () => {
    expect(inkBox(image, upright(10, 30, 180, 40))).toEqual([10, 30, 190, 70]);
  });

  it('is the region itself where it holds no ink or no plain paper', () => {
    expect(inkBox(image, upright(0, 0, 50, 30))).toEqual([0, 0, 50, 30]);
    const noisy: Pixels = {
      ...image,
      data: image.data.map((_, index) => (Math.floor(index / 3) % 2 === 0 ? 0 : 255)),
    };
    expect(inkBox(noisy, upright(0, 0, 50, 30))).toEqual([0, 0, 50, 30]);
  });
});
