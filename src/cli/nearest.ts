/** The one of `known` that `given` was most likely meant to be, undefined where none is near. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(given.length / 3)) + 1;
  for (const name of known) {
    const distance = name.startsWith(given) && given !== '' ? 1 : editDistance(given, name);
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}

/** `, did you mean X?` where something is near, else the list of what there is. */
export function suggestion(given: string, known: readonly string[]): string {
  const name = nearest(given, known);
  return name === undefined ? `; there are ${known.join(', ')}` : `; did you mean ${name}?`;
}

/** Letters to insert, delete or replace to get from one word to the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
