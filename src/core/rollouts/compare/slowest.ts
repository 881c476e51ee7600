/** The rollouts that took a function longest, the longest first, and the median of all whose time is known. */
export function slowest(
  count: number,
  milliseconds: (rollout: number) => number,
  most: number,
): { readonly rollouts: readonly number[]; readonly median: number | null } {
  const times = Float64Array.from({ length: count }, (_, rollout) => milliseconds(rollout));
  const known = times.filter((time) => !Number.isNaN(time)).sort();
  const median = known[Math.floor((known.length - 1) / 2)];
  if (median === undefined) return { rollouts: [], median: null };
  const least = known[Math.max(0, known.length - most)] ?? Infinity;
  const slow: number[] = [];
  times.forEach((time, rollout) => {
    if (time >= least) slow.push(rollout);
  });
  slow.sort((x, y) => (times[y] ?? 0) - (times[x] ?? 0) || x - y);
  return { rollouts: slow.slice(0, most), median };
}
