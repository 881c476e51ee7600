import type { Heatmap } from './heatmap.ts';

/**
 * The sums of a heatmap over any rectangle in constant time (a summed-area table; Crow, SIGGRAPH 1984). Attention is
 * spread evenly over a cell, so a part of a cell counts by its area.
 */
export class SummedHeatmap {
  private readonly sums: Float64Array;

  constructor(readonly map: Heatmap) {
    const { rows, columns, values } = map;
    const width = columns + 1;
    this.sums = new Float64Array(width * (rows + 1));
    for (let y = 0; y < rows; y++) {
      let row = 0;
      for (let x = 0; x < columns; x++) {
        row += values[y * columns + x] ?? 0;
        this.sums[(y + 1) * width + x + 1] = (this.sums[y * width + x + 1] ?? 0) + row;
      }
    }
  }

  /** Over the rectangle between two corners, in cells from the top left; within the map. */
  over(left: number, top: number, right: number, bottom: number): number {
    return this.upTo(right, bottom) - this.upTo(left, bottom) - this.upTo(right, top) + this.upTo(left, top);
  }

  /** Mean of all cells. */
  get mean(): number {
    const { rows, columns } = this.map;
    return this.upTo(columns, rows) / (rows * columns);
  }

  /** Over what is left of `x` and above `y`: linear in each between the lines of the grid. */
  private upTo(x: number, y: number): number {
    const { rows, columns } = this.map;
    const [column, row] = [Math.min(columns - 1, Math.floor(x)), Math.min(rows - 1, Math.floor(y))];
    const [right, down] = [x - column, y - row];
    const at = row * (columns + 1) + column;
    const [above, below] = [at, at + columns + 1].map(
      (from) => (this.sums[from] ?? 0) * (1 - right) + (this.sums[from + 1] ?? 0) * right,
    );
    return (above ?? 0) * (1 - down) + (below ?? 0) * down;
  }
}
