/** One pair of an assignment: indices into the rows and the columns of the weights. */
export type Pair = readonly [row: number, column: number];

/**
 * Pairs each row with at most one column and each column with at most one row, so that the sum of the pairs' weights
 * is the greatest there is: the Hungarian method with potentials, O(min² · max) for a table of min by max. The smaller
 * side is paired whole; pairs come in the order of their rows.
 *
 * @param weights rows of equal length; finite
 */
export function heaviestMatching(weights: readonly (readonly number[])[]): readonly Pair[] {
  const rows = weights.length;
  const columns = weights[0]?.length ?? 0;
  const turned = rows > columns;
  const cost = turned
    ? (i: number, j: number): number => -(weights[j]?.[i] ?? 0)
    : (i: number, j: number): number => -(weights[i]?.[j] ?? 0);
  const pairs = cheapest(Math.min(rows, columns), Math.max(rows, columns), cost).map(([i, j]): Pair =>
    turned ? [j, i] : [i, j],
  );
  return pairs.sort((a, b) => a[0] - b[0]);
}

/** For a table with no more rows than columns. Rows join one by one, each along a cheapest augmenting path. */
function cheapest(rows: number, columns: number, cost: (i: number, j: number) => number): Pair[] {
  const ofRow = new Float64Array(rows);
  const ofColumn = new Float64Array(columns);
  const partner = new Int32Array(columns).fill(-1);
  for (let row = 0; row < rows; row++) augment(row);
  return Array.from(partner, (i, j): Pair => [i, j]).filter(([i]) => i >= 0);

  function augment(start: number): void {
    const slack = new Float64Array(columns).fill(Infinity);
    const cameFrom = new Int32Array(columns).fill(-1);
    const visited = new Uint8Array(columns);
    let column = -1;
    let row = start;
    while (row >= 0) {
      let next = -1;
      let least = Infinity;
      for (let j = 0; j < columns; j++) {
        if (visited[j] === 1) continue;
        const reduced = cost(row, j) - (ofRow[row] ?? 0) - (ofColumn[j] ?? 0);
        if (reduced < (slack[j] ?? Infinity)) {
          slack[j] = reduced;
          cameFrom[j] = column;
        }
        if ((slack[j] ?? Infinity) < least) {
          least = slack[j] ?? Infinity;
          next = j;
        }
      }
      ofRow[start] = (ofRow[start] ?? 0) + least;
      for (let j = 0; j < columns; j++) {
        if (visited[j] === 1) {
          const i = partner[j] ?? -1;
          ofRow[i] = (ofRow[i] ?? 0) + least;
          ofColumn[j] = (ofColumn[j] ?? 0) - least;
        } else slack[j] = (slack[j] ?? 0) - least;
      }
      visited[next] = 1;
      column = next;
      row = partner[next] ?? -1;
    }
    while (column >= 0) {
      const before = cameFrom[column] ?? -1;
      partner[column] = before < 0 ? start : (partner[before] ?? -1);
      column = before;
    }
  }
}
