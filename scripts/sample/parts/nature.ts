import type { Canvas, Stop } from '../draw/canvas.ts';
import type { Ink } from '../draw/ink.ts';

export function sky(
  c: Canvas,
  bottom: number,
  stops: readonly Stop[] = ['#4f9fe0', '#a9d6f5', '#e9f5fb'],
): void {
  c.rect(0, 0, c.width, bottom, { fill: c.linear(stops) });
}

/** A heap of soft puffs on a flat base, about 200 px wide at scale 1. */
export function cloud(c: Canvas, x: number, y: number, scale: number, opacity = 0.95): void {
  c.group({ at: [x, y], scale, opacity, filter: c.blur(1.2) }, () => {
    const fill = c.linear(['#ffffff', '#ffffff', '#dbe8f3']);
    c.path('M-92 20c-30 0-32-38 0-40c2-34 44-44 60-18c18-40 82-34 86 8c40-8 54 50 12 50z', { fill });
    c.path('M-60 20c-8-18 14-34 34-24c10-18 40-14 44 6c18-6 34 6 32 18z', { fill: '#ffffff', opacity: 0.7 });
  });
}

/** One rolling ridge across the whole width: `crest` are y values, evenly spaced. */
export function ridge(c: Canvas, crest: readonly number[], bottom: number, fill: string): void {
  const step = c.width / (crest.length - 1);
  let d = `M0 ${crest[0] ?? 0}`;
  crest.slice(1).forEach((y, index) => {
    const x = index * step;
    d += `C${x + step / 2} ${crest[index] ?? 0} ${x + step / 2} ${y} ${x + step} ${y}`;
  });
  c.path(`${d}V${bottom}H0z`, { fill });
}

/** A mountain with a lit and a shaded face and a snow cap; (x, y) is the middle of its foot. */
export function mountain(
  c: Canvas,
  x: number,
  y: number,
  width: number,
  height: number,
  tone: readonly [string, string],
): void {
  const half = width / 2;
  c.group({ at: [x, y] }, () => {
    c.polygon([-half, 0, 0, -height, half, 0], { fill: c.linear([tone[0], tone[1]]) });
    c.polygon([0, -height, half, 0, half * 0.2, 0, -half * 0.06, -height * 0.5], {
      fill: '#1c2b4a',
      opacity: 0.22,
    });
    const s = height * 0.3;
    const k = half / height;
    c.polygon(
      [
        0,
        -height,
        s * k,
        -height + s,
        s * k * 0.45,
        -height + s * 0.8,
        s * k * 0.1,
        -height + s * 1.15,
        -s * k * 0.3,
        -height + s * 0.75,
        -s * k * 0.6,
        -height + s * 1.05,
        -s * k,
        -height + s,
      ],
      { fill: c.linear(['#ffffff', '#e3edf7'], -90) },
    );
  });
}

/** A broad-leaved tree; (x, y) is the foot of its trunk, about 260 px high at scale 1. */
export function tree(
  c: Canvas,
  x: number,
  y: number,
  scale: number,
  tone: readonly [string, string] = ['#7cb85a', '#2f6d3a'],
): Ink {
  return c.group({ at: [x, y], scale }, () => {
    c.path('M-13 0c5-40 4-80 0-120l26 0c-4 40-5 80 2 120z', { fill: c.linear(['#7a5a3c', '#4c3624'], -90) });
    const leaf = c.radial(
      [
        [tone[0], 0],
        [tone[1], 1],
      ],
      0.38,
      0.28,
      0.75,
    );
    c.path(
      'M-70-90c-50-4-60-62-18-78c-10-46 40-74 72-48c28-38 92-22 90 26c46 8 48 74 2 82c-14 34-62 34-76 12c-20 22-58 20-70 6z',
      { fill: leaf },
    );
    c.path('M-40-150c4-26 36-36 54-18M20-120c20-22 52-14 58 6M-64-110c10-16 34-14 42 0', {
      stroke: '#ffffff',
      width: 5,
      opacity: 0.16,
    });
  });
}

/** A conifer; (x, y) is the foot of its trunk, about 240 px high at scale 1. */
export function pine(
  c: Canvas,
  x: number,
  y: number,
  scale: number,
  tone: readonly [string, string] = ['#4f8a5c', '#234d3a'],
): void {
  c.group({ at: [x, y], scale }, () => {
    c.rect(-8, -34, 16, 34, { fill: '#57402b' });
    const needles = c.linear([tone[0], tone[1]], -70);
    c.polygon([0, -150, 74, -28, 40, -36, 0, -26, -40, -36, -74, -28], { fill: needles });
    c.polygon([0, -196, 58, -88, 30, -96, 0, -86, -30, -96, -58, -88], { fill: needles });
    c.polygon([0, -240, 42, -148, 22, -156, 0, -146, -22, -156, -42, -148], { fill: needles });
    c.polygon([0, -240, 42, -148, 22, -156, 10, -150], { fill: '#0d2b22', opacity: 0.25 });
  });
}

/** A scatter of grass tufts over a band of ground. */
export function tufts(c: Canvas, top: number, bottom: number, count: number, stroke: string): void {
  for (let index = 0; index < count; index++) {
    const y = c.random.between(top, bottom);
    const size = 5 + (14 * (y - top)) / (bottom - top);
    const x = c.random.between(0, c.width);
    c.path(
      `M${x} ${y}q${-size * 0.3} ${-size * 0.6} ${-size * 0.6} ${-size}M${x} ${y}v${-size * 1.2}M${x} ${y}q${size * 0.3} ${-size * 0.6} ${size * 0.7} ${-size * 0.9}`,
      {
        stroke,
        width: 1.6,
        opacity: 0.7,
      },
    );
  }
}

/** A clay pot with a bushy plant; (x, y) is the middle of the pot's foot, about 190 px high at scale 1. */
export function pottedPlant(
  c: Canvas,
  x: number,
  y: number,
  scale: number,
  pot: readonly [string, string] = ['#d98a5c', '#9c4f2d'],
): Ink {
  return c.group({ at: [x, y], scale }, () => {
    const leaf = c.linear(['#8cc26a', '#3b7a45']);
    for (const angle of [-64, -42, -22, 0, 20, 44, 66]) {
      c.group({ at: [0, -76], turn: angle }, () => {
        const long = 112 - Math.abs(angle) * 0.55;
        c.path(
          `M0 6C-26 ${-long * 0.4} -18 ${-long * 0.8} 0 ${-long}C18 ${-long * 0.8} 26 ${-long * 0.4} 0 6z`,
          { fill: leaf },
        );
        c.path(`M0 0V${-long * 0.8}`, { stroke: '#2c6136', width: 2, opacity: 0.5 });
      });
    }
    c.path('M-40-78H40L30 0H-30z', { fill: c.linear([pot[0], pot[1]], -90) });
    c.rect(-46, -90, 92, 20, { r: 5, fill: c.linear([pot[0], pot[1]], -90) });
  });
}
