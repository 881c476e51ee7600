import type { Path, Segment } from './path.ts';

const ARGUMENTS: Readonly<Record<string, number>> = {
  M: 2,
  L: 2,
  H: 1,
  V: 1,
  C: 6,
  S: 4,
  Q: 4,
  T: 2,
  A: 7,
  Z: 0,
};

/**
 * An elliptical arc as cubic Béziers of at most a quarter turn each, by the endpoint-to-centre conversion of
 * SVG 1.1, appendix F.6. Upright ellipses only: no scene here needs a tilted one.
 */
function arc(x1: number, y1: number, values: readonly number[]): Segment[] {
  const [rawX = 0, rawY = 0, , large = 0, sweep = 0, x2 = 0, y2 = 0] = values;
  const dx = (x1 - x2) / 2;
  const dy = (y1 - y2) / 2;
  const reach = Math.max(1, Math.hypot(dx / rawX, dy / rawY));
  const rx = rawX * reach;
  const ry = rawY * reach;
  const span = (dx / rx) ** 2 + (dy / ry) ** 2;
  const side = (large === sweep ? -1 : 1) * Math.sqrt(Math.max(0, 1 / span - 1));
  const cx = (side * rx * dy) / ry + (x1 + x2) / 2;
  const cy = (-side * ry * dx) / rx + (y1 + y2) / 2;
  const start = Math.atan2((y1 - cy) / ry, (x1 - cx) / rx);
  let sweepAngle = Math.atan2((y2 - cy) / ry, (x2 - cx) / rx) - start;
  if (sweep === 1 && sweepAngle < 0) sweepAngle += 2 * Math.PI;
  if (sweep === 0 && sweepAngle > 0) sweepAngle -= 2 * Math.PI;
  const pieces = Math.max(1, Math.ceil(Math.abs(sweepAngle) / (Math.PI / 2) - 1e-9));
  const step = sweepAngle / pieces;
  const k = (4 / 3) * Math.tan(step / 4);
  return Array.from({ length: pieces }, (_, index): Segment => {
    const from = start + index * step;
    const to = from + step;
    const point = (angle: number, along: number): [number, number] => [
      cx + rx * (Math.cos(angle) - along * Math.sin(angle)),
      cy + ry * (Math.sin(angle) + along * Math.cos(angle)),
    ];
    return ['C', ...point(from, k), ...point(to, -k), ...point(to, 0)];
  });
}

/** Reads an SVG `d` attribute: M L H V C S Q T A Z, absolute and relative. Throws on anything else. */
export function parsePath(d: string): Path {
  const path: Segment[] = [];
  const tokens = d.match(/[a-z]|-?(?:\d+\.?\d*|\.\d+)/gi) ?? [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  let control: [number, number] | undefined;
  let command = '';
  let at = 0;
  while (at < tokens.length) {
    if (/[a-z]/i.test(tokens[at] ?? '')) {
      command = tokens[at] ?? '';
      at++;
    } else if (command === 'M' || command === 'm') {
      command = command === 'M' ? 'L' : 'l';
    }
    const op = command.toUpperCase();
    const count = ARGUMENTS[op];
    if (count === undefined) throw new Error(`cannot read "${command}" in path "${d}"`);
    const relative = command !== op;
    const values = tokens.slice(at, at + count).map(Number);
    at += count;
    if (relative) {
      const [ox, oy] = [x, y];
      values.forEach((value, index) => {
        if (op === 'A' && index < 5) return;
        const vertical = op === 'V' || (op === 'A' ? index === 6 : op !== 'H' && index % 2 === 1);
        values[index] = value + (vertical ? oy : ox);
      });
    }
    const [a = 0, b = 0, c = 0, e = 0, f = 0, g = 0] = values;
    /** Where S and T take their first control point: the last curve's, mirrored in the current point. */
    const reflected: [number, number] =
      control === undefined ? [x, y] : [2 * x - control[0], 2 * y - control[1]];
    let next: [number, number] | undefined;
    if (op === 'Z') {
      path.push(['Z']);
      [x, y] = [startX, startY];
    } else if (op === 'M') {
      path.push(['M', a, b]);
      [x, y, startX, startY] = [a, b, a, b];
    } else if (op === 'L' || op === 'H' || op === 'V') {
      [x, y] = op === 'H' ? [a, y] : op === 'V' ? [x, a] : [a, b];
      path.push(['L', x, y]);
    } else if (op === 'Q' || op === 'T') {
      next = op === 'Q' ? [a, b] : reflected;
      path.push(['Q', ...next, ...(op === 'Q' ? ([c, e] as const) : ([a, b] as const))]);
      [x, y] = op === 'Q' ? [c, e] : [a, b];
    } else if (op === 'A') {
      path.push(...arc(x, y, values));
      [x, y] = [values[5] ?? 0, values[6] ?? 0];
    } else {
      const cubic: [number, number, number, number, number, number] =
        op === 'S' ? [...reflected, a, b, c, e] : [a, b, c, e, f, g];
      path.push(['C', ...cubic]);
      next = [cubic[2], cubic[3]];
      [x, y] = [cubic[4], cubic[5]];
    }
    control = next;
  }
  return path;
}
