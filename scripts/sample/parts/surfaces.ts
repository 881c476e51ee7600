import type { Canvas } from '../draw/canvas.ts';
import type { Ink } from '../draw/ink.ts';

/** Planks across the whole picture from `top` down, seen from above. */
export function planks(
  c: Canvas,
  top: number,
  tones: readonly [string, string, ...string[]],
  height = 150,
): void {
  for (let y = top; y < c.height; y += height) {
    const tone = c.random.pick(tones);
    c.rect(0, y, c.width, height, { fill: tone });
    for (let index = 0; index < 7; index++) {
      const gy = y + c.random.between(6, height - 6);
      const bend = c.random.between(-9, 9);
      const from = c.random.between(-200, c.width * 0.6);
      const to = from + c.random.between(0.3, 1) * c.width;
      c.path(`M${from} ${gy}C${from + 200} ${gy + bend} ${to - 200} ${gy - bend} ${to} ${gy}`, {
        stroke: '#3b2413',
        width: c.random.between(1, 3.5),
        opacity: 0.13,
      });
    }
    c.rect(0, y, c.width, 3, { fill: '#2a180c', opacity: 0.45 });
    c.rect(0, y + 3, c.width, 3, { fill: '#ffffff', opacity: 0.12 });
  }
}

/** Running-bond brickwork over a rectangle. */
export function bricks(
  c: Canvas,
  x: number,
  y: number,
  width: number,
  height: number,
  tones: readonly [string, ...string[]],
  mortar: string,
  size = 30,
): void {
  c.rect(x, y, width, height, { fill: mortar });
  const long = size * 2.6;
  c.group({ clip: `M${x} ${y}h${width}v${height}h${-width}z` }, () => {
    for (let row = 0; row * size < height; row++) {
      for (let column = -1; column * long < width + long; column++) {
        const bx = x + column * long + (row % 2 === 0 ? 0 : long / 2);
        const by = y + row * size;
        c.rect(bx + 2, by + 2, long - 4, size - 4, { fill: c.random.pick(tones), r: 2 });
        c.rect(bx + 2, by + 2, long - 4, 3, { fill: '#ffffff', opacity: 0.08 });
      }
    }
  });
}

/** A darkening towards the corners, which draws the eye inward. */
export function vignette(c: Canvas, strength = 0.35): void {
  c.rect(0, 0, c.width, c.height, {
    fill: c.radial(
      [
        ['#000', 0.55, 0],
        ['#000', 1, strength],
      ],
      0.5,
      0.5,
      0.75,
    ),
  });
}

/** Light falling in from the upper left. */
export function glow(c: Canvas, x: number, y: number, r: number, colour: string, opacity: number): void {
  c.circle(x, y, r, {
    fill: c.radial([
      [colour, 0, opacity],
      [colour, 1, 0],
    ]),
  });
}

/** A street lamp; (x, y) is its foot, 520 px high at scale 1. */
export function lamp(c: Canvas, x: number, y: number, scale: number): void {
  c.group({ at: [x, y], scale }, () => {
    const iron = c.linear(['#4b535c', '#20262c'], -90);
    c.path('M-6 0V-420H6V0zM-16 0h32v-26l-6-10h-20l-6 10z', { fill: iron });
    c.path('M-20-428h40l-6 12h-28zM-22-500h44l8 -6h-60zM-14-506q14-26 28 0z', { fill: iron });
    c.path('M-20-428L-26-498H26L20-428z', { fill: c.linear(['#fff7d6', '#ffe39a']), opacity: 0.95 });
    c.path('M0-428V-498', { stroke: '#39414a', width: 2 });
  });
}

/** A sheet of paper with a soft shadow, drawn around its own middle. */
export function sheet(c: Canvas, width: number, height: number, fill = '#fffdf8'): Ink {
  return c.rect(-width / 2, -height / 2, width, height, { fill, r: 3, filter: c.shadow(6, 12, 12, 0.4) });
}

/** A window with frame, glass, a reflection and a sill. */
export function windowPane(
  c: Canvas,
  x: number,
  y: number,
  width: number,
  height: number,
  frame: string,
  glass: readonly [string, string] = ['#5f7f92', '#a8c4cf'],
): Ink {
  const ink = c.rect(x, y, width, height, { fill: frame });
  const edge = Math.max(5, width * 0.06);
  c.rect(x + edge, y + edge, width - 2 * edge, height - 2 * edge, { fill: c.linear([glass[0], glass[1]]) });
  c.polygon(
    [
      x + width * 0.2,
      y + edge,
      x + width * 0.45,
      y + edge,
      x + edge,
      y + height * 0.7,
      x + edge,
      y + height * 0.35,
    ],
    { fill: '#ffffff', opacity: 0.18 },
  );
  c.rect(x + width / 2 - edge / 2, y, edge, height, { fill: frame });
  c.rect(x, y + height * 0.45, width, edge, { fill: frame });
  c.rect(x - edge, y + height, width + 2 * edge, edge * 1.4, { fill: frame });
  c.rect(x - edge, y + height + edge * 1.4, width + 2 * edge, 4, { fill: '#000', opacity: 0.25 });
  return ink;
}
