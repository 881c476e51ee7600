/** The rollouts that took a function longest, the longest first, and the median of all that took any time. */
export function slowest(
  count: number,
  milliseconds: (rollout: number) => number,
  most: number,
): { readonly rollouts: readonly number[]; readonly timed: number; readonly median: number | null } {
  const timed: number[] = [];
  for (let rollout = 0; rollout < count; rollout++) {
    if (!Number.isNaN(milliseconds(rollout))) timed.push(rollout);
  }
  const order = Int32Array.from(timed).sort((x, y) => milliseconds(y) - milliseconds(x) || x - y);
  const middle = order[Math.floor(order.length / 2)];
  return {
    rollouts: [...order.subarray(0, most)],
    timed: order.length,
    median: middle === undefined ? null : milliseconds(middle),
  };
}
