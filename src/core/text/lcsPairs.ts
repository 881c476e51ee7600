/** Places of one item in both sequences. */
export type Pair = readonly [a: number, b: number];

/** Most cells of the table; longer texts are past what anybody reads word by word. */
const MAX_CELLS = 4_000_000;

/**
 * A longest common subsequence itself, as pairs of places in `a` and `b`; undefined where the table for it would be
 * too large. Where there are several, the one whose words come first.
 */
export function lcsPairs(a: readonly string[], b: readonly string[]): Pair[] | undefined {
  const least = Math.min(a.length, b.length);
  let start = 0;
  while (start < least && a[start] === b[start]) start++;
  let tail = 0;
  while (tail < least - start && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;

  const middle = middlePairs(a.slice(start, a.length - tail), b.slice(start, b.length - tail));
  if (middle === undefined) return undefined;
  const pairs: Pair[] = Array.from({ length: start }, (_, at): Pair => [at, at]);
  for (const [i, j] of middle) pairs.push([start + i, start + j]);
  for (let left = tail; left > 0; left--) pairs.push([a.length - left, b.length - left]);
  return pairs;
}

function middlePairs(a: readonly string[], b: readonly string[]): Pair[] | undefined {
  const width = b.length + 1;
  if ((a.length + 1) * width > MAX_CELLS) return undefined;
  // By place in both: the length of what is common from there on.
  const rest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const cell = i * width + j;
      const down = rest[cell + width] ?? 0;
      const right = rest[cell + 1] ?? 0;
      rest[cell] = a[i] === b[j] ? (rest[cell + width + 1] ?? 0) + 1 : Math.max(down, right);
    }
  }
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const cell = i * width + j;
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if ((rest[cell + width] ?? 0) >= (rest[cell + 1] ?? 0)) i++;
    else j++;
  }
  return pairs;
}
