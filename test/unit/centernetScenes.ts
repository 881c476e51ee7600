/**
 * Pictures for the detector that are drawn by arithmetic alone, so that they are the same, byte for byte, on
 * every machine: flat shapes over a gradient, in the 512×512 RGB 0..255 layout the model reads.
 */
const SIDE = 512;

type Colour = readonly [red: number, green: number, blue: number];
type Inside = (x: number, y: number) => boolean;
export type Shape = readonly [colour: Colour, inside: Inside];

const rectangle =
  (x1: number, y1: number, x2: number, y2: number): Inside =>
  (x, y) =>
    x >= x1 && x < x2 && y >= y1 && y < y2;
const disc =
  (cx: number, cy: number, radius: number): Inside =>
  (x, y) =>
    (x - cx) ** 2 + (y - cy) ** 2 < radius ** 2;
const octagon =
  (cx: number, cy: number, radius: number): Inside =>
  (x, y) => {
    const dx = Math.abs(x - cx);
    const dy = Math.abs(y - cy);
    return dx < radius && dy < radius && dx + dy < radius * Math.SQRT2;
  };

const WHITE: Colour = [245, 245, 245];
const RED: Colour = [196, 22, 30];
const DARK: Colour = [30, 32, 36];

/** Name → shapes, painted in order over a blue-to-green gradient. */
export const SCENES: Readonly<Record<string, readonly Shape[]>> = {
  sign: [
    [[110, 110, 115], rectangle(244, 300, 262, 512)],
    [WHITE, octagon(253, 190, 130)],
    [RED, octagon(253, 190, 120)],
    [WHITE, rectangle(165, 170, 340, 212)],
  ],
  lights: [
    [[60, 60, 64], rectangle(250, 330, 266, 512)],
    [DARK, rectangle(200, 60, 316, 340)],
    [[235, 40, 40], disc(258, 110, 38)],
    [[240, 190, 40], disc(258, 200, 38)],
    [[40, 190, 80], disc(258, 290, 38)],
  ],
  bus: [
    [[90, 90, 92], rectangle(0, 380, 512, 512)],
    [[205, 60, 40], rectangle(60, 170, 450, 400)],
    [[170, 205, 225], rectangle(80, 195, 430, 270)],
    [DARK, rectangle(160, 195, 168, 270)],
    [DARK, rectangle(250, 195, 258, 270)],
    [DARK, rectangle(340, 195, 348, 270)],
    [DARK, disc(140, 400, 38)],
    [DARK, disc(370, 400, 38)],
    [WHITE, disc(140, 400, 16)],
    [WHITE, disc(370, 400, 16)],
  ],
  clock: [
    [DARK, disc(256, 256, 170)],
    [WHITE, disc(256, 256, 155)],
    ...Array.from({ length: 12 }, (_, hour): Shape => {
      const angle = (hour * Math.PI) / 6;
      return [DARK, disc(256 + 135 * Math.sin(angle), 256 - 135 * Math.cos(angle), 9)];
    }),
    [DARK, rectangle(250, 150, 262, 262)],
    [DARK, rectangle(250, 250, 340, 262)],
  ],
};

/** Pixels of a scene, shape [512, 512, 3] flattened, with a little fixed noise so that no score ties. */
export function drawScene(shapes: readonly Shape[]): Float32Array {
  const pixels = new Float32Array(SIDE * SIDE * 3);
  let state = 12345;
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      let colour: Colour = [120 + (y >> 3), 170 + (y >> 4), 220 - (y >> 2)];
      for (const [paint, inside] of shapes) if (inside(x, y)) colour = paint;
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      const noise = (state >> 16) % 7;
      for (let channel = 0; channel < 3; channel++) {
        pixels[(y * SIDE + x) * 3 + channel] = Math.min(255, (colour[channel] ?? 0) + noise);
      }
    }
  }
  return pixels;
}
