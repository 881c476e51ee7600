/** Outlines as numbers, so that where ink falls is known without rendering anything. */
export type Segment =
  | readonly ['M' | 'L', number, number]
  | readonly ['Q', number, number, number, number]
  | readonly ['C', number, number, number, number, number, number]
  | readonly ['Z'];
export type Path = readonly Segment[];

/** SVG's own order: x' = ax + cy + e, y' = bx + dy + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

export interface Bounds {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** The matrix that applies `inner` first, then `outer`. */
export function compose(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

export function transformPoint([a, b, c, d, e, f]: Matrix, x: number, y: number): [number, number] {
  return [a * x + c * y + e, b * x + d * y + f];
}

export function transformPath(matrix: Matrix, path: Path): Path {
  const at = (x: number, y: number): [number, number] => transformPoint(matrix, x, y);
  return path.map((segment): Segment => {
    switch (segment[0]) {
      case 'M':
      case 'L':
        return [segment[0], ...at(segment[1], segment[2])];
      case 'Q':
        return ['Q', ...at(segment[1], segment[2]), ...at(segment[3], segment[4])];
      case 'C':
        return [
          'C',
          ...at(segment[1], segment[2]),
          ...at(segment[3], segment[4]),
          ...at(segment[5], segment[6]),
        ];
      case 'Z':
        return segment;
    }
  });
}

/** Parameters in (0, 1) at which a Bézier coordinate turns around: roots of its derivative. */
function turns(...points: number[]): number[] {
  const [p0 = 0, p1 = 0, p2 = 0, p3] = points;
  let roots: number[];
  if (p3 === undefined) {
    roots = [(p0 - p1) / (p0 - 2 * p1 + p2)];
  } else {
    const a = p3 - 3 * p2 + 3 * p1 - p0;
    const b = 2 * (p2 - 2 * p1 + p0);
    const c = p1 - p0;
    const root = Math.sqrt(b * b - 4 * a * c);
    roots = Math.abs(a) < 1e-9 ? [-c / b] : [(-b + root) / (2 * a), (-b - root) / (2 * a)];
  }
  return roots.filter((t) => t > 0 && t < 1);
}

function bezier(t: number, ...points: number[]): number {
  let layer = points;
  while (layer.length > 1) {
    layer = layer.slice(1).map((point, index) => (layer[index] ?? 0) * (1 - t) + point * t);
  }
  return layer[0] ?? 0;
}

/** The exact bounds of what the outline encloses, curves followed to their extremes. An empty path has none. */
export function boundsOf(path: Path): Bounds | undefined {
  const xs: number[] = [];
  const ys: number[] = [];
  let x = 0;
  let y = 0;
  const curve = (cx: number[], cy: number[]): void => {
    for (const t of turns(x, ...cx)) xs.push(bezier(t, x, ...cx));
    for (const t of turns(y, ...cy)) ys.push(bezier(t, y, ...cy));
  };
  for (const segment of path) {
    if (segment[0] === 'Z') continue;
    if (segment[0] === 'Q') curve([segment[1], segment[3]], [segment[2], segment[4]]);
    if (segment[0] === 'C') curve([segment[1], segment[3], segment[5]], [segment[2], segment[4], segment[6]]);
    [x, y] = segment.slice(-2) as [number, number];
    xs.push(x);
    ys.push(y);
  }
  if (xs.length === 0) return undefined;
  return { x1: Math.min(...xs), y1: Math.min(...ys), x2: Math.max(...xs), y2: Math.max(...ys) };
}

const round = (value: number): string => String(Math.round(value * 100) / 100);

/** The path as an SVG `d` attribute, to a hundredth of a pixel. */
export function pathData(path: Path): string {
  return path.map(([op, ...numbers]) => op + numbers.map(round).join(' ')).join('');
}
