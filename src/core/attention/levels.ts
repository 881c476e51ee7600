import type { Heatmap } from './heatmap.ts';
import { SummedHeatmap } from './summed.ts';

/** A heatmap to be drawn: not finer than a screen shows, and in steps that a byte holds. */
export interface Levels {
  readonly rows: number;
  readonly columns: number;
  /** 0 for the weakest cell, 255 for the strongest; row by row. */
  readonly bytes: Uint8Array;
  /** The attention that 0 and 255 stand for. */
  readonly least: number;
  readonly most: number;
}

/** Finer grids are averaged down to this many cells a side. */
const MOST_SIDE = 256;

export function levelsOf(map: Heatmap): Levels {
  const [rows, columns] = [Math.min(map.rows, MOST_SIDE), Math.min(map.columns, MOST_SIDE)];
  const values = rows === map.rows && columns === map.columns ? map.values : averaged(map, rows, columns);
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const spread = most - least;
  const bytes = Uint8Array.from(values, (value) =>
    spread > 0 ? Math.round(((value - least) / spread) * 255) : 0,
  );
  return { rows, columns, bytes, least, most };
}

function averaged(map: Heatmap, rows: number, columns: number): Float64Array {
  const sums = new SummedHeatmap(map);
  const [height, width] = [map.rows / rows, map.columns / columns];
  return Float64Array.from({ length: rows * columns }, (_, cell) => {
    const [x, y] = [cell % columns, Math.floor(cell / columns)];
    return sums.over(x * width, y * height, (x + 1) * width, (y + 1) * height) / (width * height);
  });
}
