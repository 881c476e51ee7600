import { parseNpy } from './npy.ts';

/** How much attention each cell of an image got: a grid over the whole image, whatever the image's own size. */
export interface Heatmap {
  readonly rows: number;
  readonly columns: number;
  /** Row by row; all finite. */
  readonly values: Float64Array;
  /** How many maps, of heads or layers say, it is the mean of. */
  readonly maps: number;
}

/** Why there is no heatmap, a phrase. */
export class HeatmapError extends Error {
  override name = 'HeatmapError';
}

/** Most cells: an image of 4096 × 4096 pixels. */
export const MOST_CELLS = 2 ** 24;

/**
 * The heatmap of a `.npy` file: an array of rows and columns, or several of them, which are averaged over the leading
 * axis. Leading and trailing axes of length 1 do not count. Throws HeatmapError and NpyError.
 */
export function heatmapOfNpy(bytes: Uint8Array): Heatmap {
  const { shape, strides, at } = parseNpy(bytes);
  const axes = countingAxes(shape);
  const [row, column] = axes.slice(-2);
  const [leading] = axes.slice(0, -2);
  if (row === undefined || column === undefined || axes.length > 3)
    throw new HeatmapError(`its shape (${shape.join(', ')}) is not that of rows and columns`);
  const [rows = 0, columns = 0] = [shape[row], shape[column]];
  const maps = leading === undefined ? 1 : (shape[leading] ?? 0);
  checkSize(rows, columns);
  if (maps === 0) throw new HeatmapError(`its shape (${shape.join(', ')}) holds no map`);
  const [byMap, byRow, byColumn] = [
    leading === undefined ? 0 : strides[leading],
    strides[row],
    strides[column],
  ];
  const values = new Float64Array(rows * columns);
  for (let map = 0; map < maps; map++) {
    for (let y = 0; y < rows; y++) {
      const start = map * (byMap ?? 0) + y * (byRow ?? 0);
      for (let x = 0; x < columns; x++) {
        const cell = y * columns + x;
        values[cell] = (values[cell] ?? 0) + at(start + x * (byColumn ?? 0));
      }
    }
  }
  if (maps > 1) for (let cell = 0; cell < values.length; cell++) values[cell] = (values[cell] ?? 0) / maps;
  return heatmap(rows, columns, values, maps);
}

/** Throws HeatmapError where a cell is no finite number. */
export function heatmap(rows: number, columns: number, values: Float64Array, maps = 1): Heatmap {
  checkSize(rows, columns);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const [row, column] = [Math.floor(bad / columns) + 1, (bad % columns) + 1];
    throw new HeatmapError(`it has ${values[bad] ?? NaN} in row ${row}, column ${column}`);
  }
  return { rows, columns, values, maps };
}

/** Throws HeatmapError where there are no cells, or too many. */
export function checkSize(rows: number, columns: number): void {
  if (rows * columns === 0) throw new HeatmapError('it has no cells');
  if (rows * columns > MOST_CELLS)
    throw new HeatmapError(`it has ${columns} × ${rows} cells; ${MOST_CELLS} are the most that are read`);
}

/** Without leading and trailing axes of length 1, as batches and channels have, but no fewer than two. */
function countingAxes(shape: readonly number[]): readonly number[] {
  const axes = shape.map((_, axis) => axis);
  while (axes.length > 2 && shape[axes[0] ?? 0] === 1) axes.shift();
  while (axes.length > 2 && shape[axes.at(-1) ?? 0] === 1) axes.pop();
  return axes;
}
