import type { Canvas } from '../draw/canvas.ts';
import type { Ink } from '../draw/ink.ts';

export interface ShopLook {
  /** Woodwork, lit and shaded. */
  readonly wood: readonly [string, string];
  readonly fascia: readonly [string, string];
  readonly trim: string;
  readonly awning?: readonly [string, string];
  readonly doorSide: 'left' | 'right';
}

/** The light inside a shop window, warm at the bottom, with a reflection over it once `goods` are painted. */
function displayWindow(
  c: Canvas,
  x: number,
  y: number,
  width: number,
  height: number,
  look: ShopLook,
  goods: () => void,
): void {
  c.rect(x - 14, y - 14, width + 28, height + 28, { fill: c.linear([look.wood[0], look.wood[1]]) });
  c.rect(x, y, width, height, { fill: c.linear(['#3a322c', '#7a5f41', '#c99b5f']) });
  c.rect(x, y, width, height, {
    fill: c.radial(
      [
        ['#ffe9b8', 0, 0.75],
        ['#ffe9b8', 1, 0],
      ],
      0.5,
      0.1,
      0.6,
    ),
  });
  c.rect(x, y, width, height, { fill: '#241a12', opacity: 0.15 });
  goods();
  c.polygon(
    [
      x + width * 0.1,
      y,
      x + width * 0.34,
      y,
      x + width * 0.12,
      y + height,
      x,
      y + height,
      x,
      y + height * 0.35,
    ],
    { fill: '#fff', opacity: 0.09 },
  );
  c.polygon(
    [x + width * 0.62, y, x + width * 0.7, y, x + width * 0.48, y + height, x + width * 0.4, y + height],
    { fill: '#fff', opacity: 0.08 },
  );
  c.rect(x, y, width, height, { stroke: '#1d1510', width: 4, opacity: 0.55 });
}

/**
 * A shop front across the picture between y = 120 and 820 of a 1200 × 900 canvas. `goods` paints into the display
 * window, whose rectangle it is given. Answers the fascia, on which the name goes, and the middle of the door's pane.
 */
export function shopFront(
  c: Canvas,
  look: ShopLook,
  goods: (x: number, y: number, width: number, height: number) => void,
): { fascia: Ink; door: readonly [x: number, y: number] } {
  const wood = c.linear([look.wood[0], look.wood[1]], -90);
  c.rect(90, 150, 1020, 672, { fill: c.linear([look.wood[0], look.wood[1]]) });
  for (const x of [90, 1050]) {
    c.rect(x, 150, 60, 672, { fill: wood });
    c.rect(x + 14, 330, 32, 440, { r: 4, stroke: look.trim, width: 3, opacity: 0.55 });
    c.rect(x - 8, 776, 76, 46, { fill: look.wood[1] });
  }
  const onLeft = look.doorSide === 'left';
  const doorX = onLeft ? 170 : 800;
  const glassX = onLeft ? 462 : 170;
  displayWindow(c, glassX, 350, 568, 340, look, () => {
    goods(glassX, 350, 568, 340);
  });
  c.rect(glassX - 14, 704, 596, 118, { fill: wood });
  for (let k = 0; k < 3; k++)
    c.rect(glassX + 10 + k * 190, 724, 168, 78, { r: 4, stroke: look.trim, width: 3, opacity: 0.5 });
  c.rect(doorX, 336, 232, 486, { fill: look.wood[1] });
  c.rect(doorX + 16, 350, 200, 472, { fill: wood });
  c.rect(doorX + 44, 380, 144, 300, { r: 6, fill: c.linear(['#4c3c2e', '#9c7a50', '#d3aa6c']) });
  c.polygon([doorX + 60, 380, doorX + 104, 380, doorX + 44, 600, doorX + 44, 470], {
    fill: '#fff',
    opacity: 0.13,
  });
  c.rect(doorX + 44, 706, 144, 90, { r: 5, stroke: look.trim, width: 3, opacity: 0.6 });
  c.rect(onLeft ? doorX + 196 : doorX + 24, 560, 12, 76, {
    r: 6,
    fill: c.linear(['#f6dc96', '#a67c2e'], -90),
  });
  const fascia = c.rect(76, 140, 1048, 150, {
    fill: c.linear([look.fascia[0], look.fascia[1]]),
    filter: c.shadow(0, 8, 7, 0.4),
  });
  c.rect(92, 154, 1016, 122, { stroke: look.trim, width: 4 });
  c.rect(64, 126, 1072, 20, { fill: look.wood[0] });
  c.rect(64, 126, 1072, 6, { fill: '#fff', opacity: 0.25 });
  if (look.awning !== undefined) {
    const [first, second] = look.awning;
    c.group({ filter: c.shadow(0, 12, 9, 0.4) }, () => {
      for (let k = 0; k < 14; k++) {
        const x = 90 + k * 73;
        c.path(`M${x + 2} 290h71l${(k - 6) * 1.4} 84q-35 34 -72 0z`, { fill: k % 2 === 0 ? first : second });
      }
    });
    c.path('M90 290H1112V330H90z', {
      fill: c.linear([
        ['#000', 0, 0.22],
        ['#000', 1, 0],
      ]),
    });
  }
  return { fascia, door: [doorX + 116, 530] };
}

/** Pavement under a shop on a 1200 × 900 canvas. */
export function pavement(c: Canvas): void {
  c.rect(0, 812, 1200, 88, { fill: c.linear(['#b9b3a9', '#8e8980']) });
  for (let x = -60; x < 1260; x += 150)
    c.path(`M${x + 40} 816L${x} 900`, { stroke: '#77726a', width: 3, opacity: 0.6 });
  c.path('M0 856H1200', { stroke: '#77726a', width: 3, opacity: 0.5 });
  c.rect(0, 810, 1200, 10, { fill: '#000', opacity: 0.2 });
}

/** A loaf of bread, about 110 px wide at scale 1, around its own middle. */
export function loaf(c: Canvas, x: number, y: number, scale: number): void {
  c.group({ at: [x, y], scale }, () => {
    c.path('M-56 20q-8-50 56-52q64 2 56 52q-56 16-112 0z', { fill: c.linear(['#e8b872', '#b0702f']) });
    for (const cut of [-28, 0, 28])
      c.path(`M${cut - 8} -18q10 8 12 26`, { stroke: '#f7dcae', width: 7, opacity: 0.9 });
  });
}

/** A row of book spines standing on `foot` from x to `end`. */
export function bookRow(c: Canvas, x: number, end: number, foot: number, height: number): void {
  let at = x;
  while (at < end - 16) {
    const width = Math.min(c.random.between(16, 38), end - at);
    const tall = height * c.random.between(0.74, 1);
    const colour = c.random.pick([
      '#b5483f',
      '#2f6580',
      '#d9a441',
      '#4f7a55',
      '#7b5a8c',
      '#e5dcc8',
      '#34495e',
      '#c9785c',
    ]);
    c.rect(at, foot - tall, width - 2, tall, { fill: colour, r: 2 });
    c.rect(at, foot - tall, 4, tall, { fill: '#fff', opacity: 0.2 });
    c.rect(at + 3, foot - tall * 0.8, width - 8, 5, { fill: '#f4e3b2', opacity: 0.8 });
    at += width;
  }
}
