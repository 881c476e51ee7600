/**
 * Elements to insert, delete or replace to get from one sequence to the other (Levenshtein): over the UTF-16 units of
 * two texts, or over the characters of two lists. O(|from|·|to|) time, O(|to|) memory.
 */
export function editDistance(from: ArrayLike<string>, to: ArrayLike<string>): number {
  const row = new Uint32Array(to.length + 1);
  for (let j = 0; j <= to.length; j++) row[j] = j;
  for (let i = 1; i <= from.length; i++) {
    // Of the row above, left of the column that is being computed.
    let diagonal = row[0] ?? 0;
    row[0] = i;
    for (let j = 1; j <= to.length; j++) {
      const above = row[j] ?? 0;
      const replaced = diagonal + (from[i - 1] === to[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, above + 1, (row[j - 1] ?? 0) + 1);
      diagonal = above;
    }
  }
  return row[to.length] ?? 0;
}
