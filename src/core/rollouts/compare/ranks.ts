/** How the order of a group's rollouts changes from one way of scoring them to another. */

export interface RankChange {
  /** Pairs that change place: better in one, worse in the other. */
  readonly swapped: number;
  /** Pairs that are even in one and not in the other. */
  readonly parted: number;
}

/**
 * Compares every two rollouts of a group (Kendall's discordant pairs, and ties beside them). `a` and `b` hold a reward
 * for each; those that are not finite on either side have no rank. Rewards within `tolerance` are even.
 */
export function rankChange(a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number): RankChange {
  let [swapped, parted] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = i + 1; j < a.length; j++) {
      const before = order((a[i] ?? NaN) - (a[j] ?? NaN), tolerance);
      const after = order((b[i] ?? NaN) - (b[j] ?? NaN), tolerance);
      if (Number.isNaN(before) || Number.isNaN(after) || before === after) continue;
      if (before * after < 0) swapped++;
      else parted++;
    }
  }
  return { swapped, parted };
}

/** Places of the values from the best down, equals in their own order; those without a value come last. */
export function ranking(values: ArrayLike<number>): readonly number[] {
  const of = (place: number): number => {
    const value = values[place] ?? NaN;
    return Number.isFinite(value) ? value : -Infinity;
  };
  return Array.from(values, (_, place) => place).sort((x, y) => {
    const [first, second] = [of(x), of(y)];
    return first === second ? x - y : second - first;
  });
}

/**
 * The rank of each value, 1 for the highest; even ones share the better of their ranks. Undefined for those without a
 * value.
 */
export function ranks(
  values: readonly (number | null | undefined)[],
  tolerance: number,
): readonly (number | undefined)[] {
  const known = values.filter(
    (value): value is number => typeof value === 'number' && Number.isFinite(value),
  );
  return values.map((value) =>
    typeof value === 'number' && Number.isFinite(value)
      ? 1 + known.filter((other) => order(other - value, tolerance) > 0).length
      : undefined,
  );
}

function order(difference: number, tolerance: number): number {
  if (!Number.isFinite(difference)) return NaN;
  return Math.abs(difference) <= tolerance ? 0 : Math.sign(difference);
}
