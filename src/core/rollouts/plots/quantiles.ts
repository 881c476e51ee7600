/** How the values of each of several parts spread: an element for each part. */
export interface Spread {
  /** Finite values of the part; where it is 0 the others are NaN. */
  readonly count: readonly number[];
  readonly mean: readonly number[];
  /** Tenth percentile, median and ninetieth percentile, between the two values next to it as numpy has it. */
  readonly low: readonly number[];
  readonly median: readonly number[];
  readonly high: readonly number[];
}

/** `partOf[i]` is the part of `values[i]`, negative where it is in none. Values that are not finite are left out. */
export function spreadByPart(values: Float64Array, partOf: Int32Array, parts: number): Spread {
  const starts = new Int32Array(parts + 1);
  const counts = (i: number): number | undefined => {
    const part = partOf[i] ?? -1;
    return part >= 0 && Number.isFinite(values[i]) ? part : undefined;
  };
  for (let i = 0; i < values.length; i++) {
    const part = counts(i);
    if (part !== undefined) starts[part + 1] = (starts[part + 1] ?? 0) + 1;
  }
  for (let part = 0; part < parts; part++) starts[part + 1] = (starts[part + 1] ?? 0) + (starts[part] ?? 0);
  const next = starts.slice();
  const gathered = new Float64Array(starts[parts] ?? 0);
  for (let i = 0; i < values.length; i++) {
    const part = counts(i);
    if (part === undefined) continue;
    const at = next[part] ?? 0;
    gathered[at] = values[i] ?? NaN;
    next[part] = at + 1;
  }
  const all = Array.from({ length: parts }, (_, part) =>
    gathered.subarray(starts[part], starts[part + 1]).sort(),
  );
  const quantiles = (at: number): number[] => all.map((sorted) => quantile(sorted, at));
  return {
    count: all.map(({ length }) => length),
    mean: all.map((sorted) => sorted.reduce((sum, value) => sum + value, 0) / sorted.length),
    low: quantiles(0.1),
    median: quantiles(0.5),
    high: quantiles(0.9),
  };
}

function quantile(sorted: Float64Array, part: number): number {
  const at = (sorted.length - 1) * part;
  const [below, above] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return below + (above - below) * (at - Math.floor(at));
}
