/**
 * Edges of about `about` equal bins from the least to the highest value, at numbers that people write with few digits.
 * A bin holds what is at least its lower edge and below its upper one, the last also what is at that.
 */
export function binEdges(least: number, most: number, about: number): readonly number[] {
  if (!(most > least)) return [least, rounded(least + 0.05 * Math.max(1, Math.abs(least)), 12)];
  if (!Number.isFinite(most - least)) return [least, most];
  const power = 10 ** Math.floor(Math.log10((most - least) / about));
  const step =
    power * ([1, 2, 2.5, 5].find((nice) => nice * power * about >= (most - least) * (1 - 1e-9)) ?? 10);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(step)));
  const first = Math.floor(least / step + 1e-9);
  const edges = [rounded(first * step, digits)];
  // Of huge numbers that are next to each other the edges could not grow.
  for (let n = 1; n <= 2 * about && (edges.at(-1) ?? most) < most; n++)
    edges.push(rounded((first + n) * step, digits));
  return edges;
}

/** The bin of a value that lies between the first and the last edge. */
export function binAt(edges: readonly number[], value: number): number {
  const [first = 0, last = 0] = [edges[0], edges.at(-1)];
  const bins = edges.length - 1;
  const about = Math.floor(((value - first) / (last - first)) * bins);
  const at = Math.max(0, Math.min(bins - 1, about));
  if (value < (edges[at] ?? first)) return Math.max(0, at - 1);
  return at < bins - 1 && value >= (edges[at + 1] ?? last) ? at + 1 : at;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(Math.min(100, digits)));
}
