import type { Levels } from './levels.ts';

/**
 * The sides between cells of at least `level` and the others, as an SVG path in cells from the top left. Sides along a
 * line are joined.
 */
export function outlineOf({ rows, columns, bytes }: Levels, level: number): string {
  const inside = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < columns && y < rows && (bytes[y * columns + x] ?? 0) >= level;
  const across = sides(rows, columns, (line, at) => inside(at, line - 1) !== inside(at, line));
  const down = sides(columns, rows, (line, at) => inside(line - 1, at) !== inside(line, at));
  return [
    ...across.map(({ line, from, to }) => `M${from} ${line}H${to}`),
    ...down.map(({ line, from, to }) => `M${line} ${from}V${to}`),
  ].join('');
}

interface Side {
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** Runs along each of the lines before, between and after `count` rows, or columns, of `length` cells. */
function sides(
  count: number,
  length: number,
  isSide: (line: number, at: number) => boolean,
): readonly Side[] {
  const found: Side[] = [];
  for (let line = 0; line <= count; line++) {
    for (let from = 0; from < length; from++) {
      if (!isSide(line, from)) continue;
      let to = from + 1;
      while (to < length && isSide(line, to)) to++;
      found.push({ line, from, to });
      from = to;
    }
  }
  return found;
}
