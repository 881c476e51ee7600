/**
 * Taking the margin off a text region: the detector marks where text is, a box is drawn around its ink. Works
 * where the border of the region shows one background colour; any other region is left as it is.
 */
import type { Pixels } from './crop.ts';
import { heightOf, widthOf, type Parallelogram } from './parallelogram.ts';

/** Samples a side at most: an edge is then found to within a 512th of the line. */
const MAX_COLUMNS = 512;
const MAX_ROWS = 96;
/** Of the strongest contrast in the region: what differs more from the background is ink. */
const INK_CONTRAST = 0.4;
/** Weaker contrast (of 255) than this is no ink to be measured. */
const MIN_CONTRAST = 40;
/** A border that is ink for more than this has no single background. */
const MAX_BORDER_INK = 0.3;
/** No side loses more than this part of the region's height. */
const MAX_TRIM = 0.4;

export function tightened(image: Pixels, region: Parallelogram): Parallelogram {
  const columns = Math.min(MAX_COLUMNS, Math.max(4, Math.round(widthOf(region))));
  const rows = Math.min(MAX_ROWS, Math.max(4, Math.round(heightOf(region))));
  const ink = inkMask(sample(image, region, columns, rows), columns, rows);
  if (ink === undefined) return region;

  const inRow = (row: number): boolean => ink.subarray(row * columns, (row + 1) * columns).includes(1);
  const inColumn = (column: number): boolean => {
    for (let row = 0; row < rows; row++) if (ink[row * columns + column] === 1) return true;
    return false;
  };
  const maxRows = Math.floor(rows * MAX_TRIM);
  const maxColumns = Math.floor((MAX_TRIM * heightOf(region) * columns) / widthOf(region));
  const top = leading(maxRows, inRow);
  const bottom = leading(maxRows, (row) => inRow(rows - 1 - row));
  const left = leading(maxColumns, inColumn);
  const right = leading(maxColumns, (column) => inColumn(columns - 1 - column));
  return cut(region, left / columns, 1 - right / columns, top / rows, 1 - bottom / rows);
}

/** How many lines come before the first that holds ink, none where there is no such line within `limit`. */
function leading(limit: number, holdsInk: (line: number) => boolean): number {
  for (let line = 0; line <= limit; line++) if (holdsInk(line)) return line;
  return 0;
}

function cut(region: Parallelogram, left: number, right: number, top: number, bottom: number): Parallelogram {
  const { x, y, ux, uy, vx, vy } = region;
  return {
    x: x + ux * left + vx * top,
    y: y + uy * left + vy * top,
    ux: ux * (right - left),
    uy: uy * (right - left),
    vx: vx * (bottom - top),
    vy: vy * (bottom - top),
  };
}

/** Nearest RGB pixels, shape [rows, columns, 3]. */
function sample(image: Pixels, region: Parallelogram, columns: number, rows: number): Uint8Array {
  const samples = new Uint8Array(rows * columns * 3);
  for (let row = 0; row < rows; row++) {
    const v = (row + 0.5) / rows;
    for (let column = 0; column < columns; column++) {
      const u = (column + 0.5) / columns;
      const x = Math.floor(region.x + region.ux * u + region.vx * v);
      const y = Math.floor(region.y + region.uy * u + region.vy * v);
      const px = Math.min(Math.max(x, 0), image.width - 1);
      const py = Math.min(Math.max(y, 0), image.height - 1);
      const from = (py * image.width + px) * 3;
      samples.set(image.data.subarray(from, from + 3), (row * columns + column) * 3);
    }
  }
  return samples;
}

/** 1 where a sample differs from the background; undefined where no background can be told. */
function inkMask(samples: Uint8Array, columns: number, rows: number): Uint8Array | undefined {
  const border: number[] = [];
  for (let column = 0; column < columns; column++) border.push(column, (rows - 1) * columns + column);
  for (let row = 1; row < rows - 1; row++) border.push(row * columns, (row + 1) * columns - 1);
  const background = [0, 1, 2].map((channel) => median(border.map((at) => samples[at * 3 + channel] ?? 0)));

  const contrast = new Uint8Array(columns * rows);
  for (let at = 0; at < contrast.length; at++) {
    for (let channel = 0; channel < 3; channel++) {
      const difference = Math.abs((samples[at * 3 + channel] ?? 0) - (background[channel] ?? 0));
      if (difference > (contrast[at] ?? 0)) contrast[at] = difference;
    }
  }
  const strongest = [...contrast].sort((a, b) => a - b)[Math.floor(contrast.length * 0.97)] ?? 0;
  if (strongest < MIN_CONTRAST) return undefined;
  const ink = contrast.map((value) => (value > INK_CONTRAST * strongest ? 1 : 0));
  const borderInk = border.filter((at) => ink[at] === 1).length;
  return borderInk > MAX_BORDER_INK * border.length ? undefined : ink;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
