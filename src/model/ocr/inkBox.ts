/**
 * Taking the margin off a text region: the detector marks where text is, a box is drawn around its ink. Works
 * where the border of the region shows one background colour; any other region is left as it is.
 */
import type { Box } from '../../core/sample.ts';
import type { Pixels } from './crop.ts';
import { boxAround, heightOf, widthOf, type Parallelogram } from './parallelogram.ts';

/** Samples a side at most: more would cost time and find no better edge. */
const MAX_COLUMNS = 1024;
const MAX_ROWS = 128;
/** Of the strongest contrast in the region: what differs more from the background is ink. */
const INK_CONTRAST = 0.4;
/** Rank of the contrast that stands for the strongest: a few bright specks must not. */
const STRONG = 0.97;
/** Weaker contrast (of 255) than this is no ink to be measured. */
const MIN_CONTRAST = 40;
/** A border that is ink for more than this has no single background. */
const MAX_BORDER_INK = 0.3;
/** Of the region's height: no margin is wider. */
const MAX_TRIM = 0.4;

/** The upright box around a region's ink, in whole pixels of the image. */
export function inkBox(image: Pixels, region: Parallelogram): Box {
  const columns = Math.min(MAX_COLUMNS, Math.max(4, Math.ceil(widthOf(region))));
  const rows = Math.min(MAX_ROWS, Math.max(4, Math.ceil(heightOf(region))));
  const places = pixelsOf(image, region, columns, rows);
  const ink = inkMask(image, places, columns, rows);
  const whole = boxAround(region, image.width, image.height);
  if (ink === undefined || !reachesAllSides(ink, columns, rows, widthOf(region) / heightOf(region)))
    return whole;

  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [at, value] of ink.entries()) {
    if (value === 0) continue;
    const place = places[at] ?? 0;
    const x = place % image.width;
    const y = (place - x) / image.width;
    x1 = Math.min(x1, x);
    y1 = Math.min(y1, y);
    x2 = Math.max(x2, x + 1);
    y2 = Math.max(y2, y + 1);
  }
  return [x1, y1, x2, y2];
}

/** Whether ink begins, on each side, where the margin of a line of text can end. */
function reachesAllSides(ink: Uint8Array, columns: number, rows: number, ratio: number): boolean {
  const maxRows = Math.floor(rows * MAX_TRIM);
  const maxColumns = Math.floor((columns * MAX_TRIM) / ratio);
  let inTop = false;
  let inBottom = false;
  let inLeft = false;
  let inRight = false;
  for (const [at, value] of ink.entries()) {
    if (value === 0) continue;
    const column = at % columns;
    const row = (at - column) / columns;
    inTop ||= row <= maxRows;
    inBottom ||= row >= rows - 1 - maxRows;
    inLeft ||= column <= maxColumns;
    inRight ||= column >= columns - 1 - maxColumns;
  }
  return inTop && inBottom && inLeft && inRight;
}

/** For each sample of the region, row by row, the index of the pixel it falls on. */
function pixelsOf(image: Pixels, region: Parallelogram, columns: number, rows: number): Int32Array {
  const places = new Int32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const v = (row + 0.5) / rows;
    for (let column = 0; column < columns; column++) {
      const u = (column + 0.5) / columns;
      const x = Math.floor(region.x + region.ux * u + region.vx * v);
      const y = Math.floor(region.y + region.uy * u + region.vy * v);
      places[row * columns + column] =
        Math.min(Math.max(y, 0), image.height - 1) * image.width + Math.min(Math.max(x, 0), image.width - 1);
    }
  }
  return places;
}

/** 1 where a sample differs from the background; undefined where no background can be told. */
function inkMask(image: Pixels, places: Int32Array, columns: number, rows: number): Uint8Array | undefined {
  const border: number[] = [];
  for (let column = 0; column < columns; column++) border.push(column, (rows - 1) * columns + column);
  for (let row = 1; row < rows - 1; row++) border.push(row * columns, (row + 1) * columns - 1);
  const value = (at: number, channel: number): number => image.data[(places[at] ?? 0) * 3 + channel] ?? 0;
  const background = [0, 1, 2].map((channel) =>
    quantile(
      border.map((at) => value(at, channel)),
      0.5,
    ),
  );

  const contrast = new Uint8Array(columns * rows);
  for (let at = 0; at < contrast.length; at++) {
    for (let channel = 0; channel < 3; channel++) {
      const difference = Math.abs(value(at, channel) - (background[channel] ?? 0));
      if (difference > (contrast[at] ?? 0)) contrast[at] = difference;
    }
  }
  const strongest = quantile(contrast, STRONG);
  if (strongest < MIN_CONTRAST) return undefined;
  const ink = contrast.map((value) => (value > INK_CONTRAST * strongest ? 1 : 0));
  const borderInk = border.filter((at) => ink[at] === 1).length;
  return borderInk > MAX_BORDER_INK * border.length ? undefined : ink;
}

/** By counting: the values are bytes, and sorting a whole region takes longer than reading its text. */
function quantile(values: Iterable<number> & { readonly length: number }, fraction: number): number {
  const counts = new Uint32Array(256);
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  let rest = Math.floor(values.length * fraction);
  for (const [value, count] of counts.entries()) {
    rest -= count;
    if (rest < 0) return value;
  }
  return 255;
}
