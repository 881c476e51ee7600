import { type Ink, inkOf, union } from './ink.ts';
import { IDENTITY, type Matrix, type Path, compose, pathData, transformPath } from './path.ts';
import { parsePath } from './pathData.ts';
import { Random } from './random.ts';
import { type TextStyle, outlineText } from './text.ts';

export interface Style {
  readonly fill?: string;
  readonly stroke?: string;
  /** Stroke width in pixels. Caps and joins are round, so that a stroke's reach is exactly half its width. */
  readonly width?: number;
  readonly dash?: string;
  readonly opacity?: number;
  /** A filter from `blur` or `shadow`; it does not count as ink. */
  readonly filter?: string;
}

export interface Placement {
  /** Where the group's own origin goes. */
  readonly at?: readonly [x: number, y: number];
  /** Degrees, clockwise. */
  readonly turn?: number;
  readonly scale?: number;
  /** Mirrors left and right. */
  readonly flip?: boolean;
  readonly opacity?: number;
  readonly filter?: string;
  /** Path data that cuts the group. Ink is not cut with it: evidence stays clear of clipped groups. */
  readonly clip?: string;
}

/** A gradient stop: a colour, evenly spaced; or with its place (0 to 1) and its opacity. */
export type Stop = string | readonly [colour: string, offset: number, opacity?: number];

function attributes({ fill = 'none', stroke, width = 1, dash, opacity, filter }: Style): string {
  const parts = [`fill="${fill}"`];
  if (stroke !== undefined) {
    parts.push(`stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"`);
  }
  if (dash !== undefined) parts.push(`stroke-dasharray="${dash}"`);
  if (opacity !== undefined) parts.push(`opacity="${opacity}"`);
  if (filter !== undefined) parts.push(`filter="${filter}"`);
  return parts.join(' ');
}

/** Draws into an SVG and answers, for every call, exactly where its ink went. */
export class Canvas {
  private readonly body: string[] = [];
  private readonly defs: string[] = [];
  private readonly ids = new Map<string, string>();
  private matrix: Matrix = IDENTITY;
  private inks: Ink[] = [];

  readonly random: Random;

  constructor(
    readonly width: number,
    readonly height: number,
    seed: string,
  ) {
    this.random = new Random(seed);
  }

  svg(): string {
    const size = `width="${this.width}" height="${this.height}"`;
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><defs>${this.defs.join('')}</defs>${this.body.join('')}</svg>`;
  }

  path(shape: string | Path, style: Style): Ink {
    const path = typeof shape === 'string' ? parsePath(shape) : shape;
    const placed = transformPath(this.matrix, path);
    const scale = Math.hypot(this.matrix[0], this.matrix[1]);
    const reach = style.stroke === undefined ? 0 : ((style.width ?? 1) * scale) / 2;
    this.body.push(`<path d="${pathData(path)}" ${attributes(style)}/>`);
    const black = attributes({
      fill: style.fill === undefined ? 'none' : '#000',
      ...(style.stroke === undefined ? {} : { stroke: '#000', width: reach * 2 }),
    });
    const ink = inkOf(placed, reach, `<path d="${pathData(placed)}" ${black}/>`);
    this.inks.push(ink);
    return ink;
  }

  rect(x: number, y: number, width: number, height: number, style: Style & { readonly r?: number }): Ink {
    const r = Math.min(style.r ?? 0, width / 2, height / 2);
    if (r === 0) return this.path(`M${x} ${y}h${width}v${height}h${-width}z`, style);
    const corner = (dx: number, dy: number): string => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
    return this.path(
      `M${x + r} ${y}h${width - 2 * r}${corner(r, r)}v${height - 2 * r}${corner(-r, r)}` +
        `h${2 * r - width}${corner(-r, -r)}v${2 * r - height}${corner(r, -r)}z`,
      style,
    );
  }

  ellipse(cx: number, cy: number, rx: number, ry: number, style: Style): Ink {
    return this.path(
      `M${cx - rx} ${cy}a${rx} ${ry} 0 0 1 ${2 * rx} 0a${rx} ${ry} 0 0 1 ${-2 * rx} 0z`,
      style,
    );
  }

  circle(cx: number, cy: number, r: number, style: Style): Ink {
    return this.ellipse(cx, cy, r, r, style);
  }

  /** An open polyline through `points`: x1, y1, x2, y2, … */
  line(points: readonly number[], style: Style): Ink {
    return this.path(`M${points.join(' ')}`, style);
  }

  polygon(points: readonly number[], style: Style): Ink {
    return this.path(`M${points.join(' ')}z`, style);
  }

  /** One line of text with its baseline at `y`; its ink is the glyphs', not the line box. */
  text(text: string, x: number, y: number, style: TextStyle & Style): Ink {
    const { path, width } = outlineText(text, style);
    const shift = style.anchor === 'middle' ? width / 2 : style.anchor === 'end' ? width : 0;
    const { size: _size, ...paint } = style;
    return this.path(transformPath([1, 0, 0, 1, x - shift, y], path), { fill: '#000', ...paint });
  }

  /** Draws `paint` moved, turned and scaled (in that order, outermost first); the ink of all of it. */
  group(placement: Placement, paint: () => void): Ink {
    this.inside(placement, paint);
    const ink = this.inks.at(-1);
    if (ink === undefined) throw new Error('an empty group');
    return ink;
  }

  /** As `group`, but answers what `paint` answers: the ink of the parts that matter. */
  inside<T>(placement: Placement, paint: () => T): T {
    const { at = [0, 0], turn = 0, scale = 1, flip = false, opacity, filter, clip } = placement;
    const angle = (turn * Math.PI) / 180;
    const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
    const mirror = flip ? -1 : 1;
    const local: Matrix = [cos * mirror, sin * mirror, -sin, cos, at[0], at[1]];
    const [outerMatrix, outerInks] = [this.matrix, this.inks];
    this.matrix = compose(outerMatrix, local);
    this.inks = [];
    const transform = `transform="matrix(${local.join(' ')})"`;
    const effects = [
      opacity === undefined ? '' : ` opacity="${opacity}"`,
      filter === undefined ? '' : ` filter="${filter}"`,
      clip === undefined
        ? ''
        : ` clip-path="${this.define((id) => `<clipPath id="${id}"><path d="${clip}"/></clipPath>`)}"`,
    ].join('');
    this.body.push(`<g ${transform}${effects}>`);
    const result = paint();
    this.body.push('</g>');
    this.inks = [...outerInks, union(...this.inks)];
    this.matrix = outerMatrix;
    return result;
  }

  /** A gradient down the painted shape, or along `degrees` clockwise from downward (-90: left to right). */
  linear(stops: readonly Stop[], degrees = 0): string {
    return this.define(
      (id) =>
        `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1" gradientTransform="rotate(${degrees} .5 .5)">${gradientStops(stops)}</linearGradient>`,
    );
  }

  /** A gradient outward from (cx, cy), in fractions of the painted shape. */
  radial(stops: readonly Stop[], cx = 0.5, cy = 0.5, r = 0.5): string {
    return this.define(
      (id) =>
        `<radialGradient id="${id}" cx="${cx}" cy="${cy}" r="${r}">${gradientStops(stops)}</radialGradient>`,
    );
  }

  blur(radius: number): string {
    return this.filter(`<feGaussianBlur stdDeviation="${radius}"/>`);
  }

  /** A soft shadow under what it is applied to. */
  shadow(dx: number, dy: number, radius: number, opacity = 0.35): string {
    return this.filter(
      `<feGaussianBlur in="SourceAlpha" stdDeviation="${radius}"/><feOffset dx="${dx}" dy="${dy}"/>` +
        `<feComponentTransfer><feFuncA type="linear" slope="${opacity}"/></feComponentTransfer>` +
        '<feMerge><feMergeNode/><feMergeNode in="SourceGraphic"/></feMerge>',
    );
  }

  private filter(steps: string): string {
    const region = 'x="-40%" y="-40%" width="180%" height="180%"';
    return this.define((id) => `<filter id="${id}" ${region}>${steps}</filter>`);
  }

  /** Adds a definition once, however often it is asked for, and answers a reference to it. */
  private define(markup: (id: string) => string): string {
    const key = markup('');
    let id = this.ids.get(key);
    if (id === undefined) {
      id = `d${this.ids.size}`;
      this.ids.set(key, id);
      this.defs.push(markup(id));
    }
    return `url(#${id})`;
  }
}

function gradientStops(stops: readonly Stop[]): string {
  return stops
    .map((stop, index) => {
      const [colour, offset, opacity = 1] =
        typeof stop === 'string' ? [stop, index / Math.max(1, stops.length - 1)] : stop;
      return `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`;
    })
    .join('');
}
