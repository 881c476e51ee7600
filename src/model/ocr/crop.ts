/** Cutting a region out of an image, upright and at the size a network reads, in one resampling. */
import { heightOf, widthOf, type Parallelogram } from './parallelogram.ts';

/** 8-bit RGB pixels, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Samples a side for one output pixel: enough to average a line that is 400 pixels high. */
const MAX_SAMPLES = 8;

/**
 * @param stride width of the returned rows, at least `width`; what lies beyond is left 0
 * @returns BGR planes, value / 127.5 − 1, shape [3, height, stride]
 */
export function cropPlanes(
  image: Pixels,
  region: Parallelogram,
  width: number,
  height: number,
  stride = width,
): Float32Array {
  const planes = new Float32Array(3 * height * stride);
  const samplesU = Math.min(MAX_SAMPLES, Math.max(1, Math.round(widthOf(region) / width)));
  const samplesV = Math.min(MAX_SAMPLES, Math.max(1, Math.round(heightOf(region) / height)));
  const weight = 1 / (samplesU * samplesV);
  const sum = [0, 0, 0];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      sum.fill(0);
      for (let sv = 0; sv < samplesV; sv++) {
        const v = (row + (sv + 0.5) / samplesV) / height;
        for (let su = 0; su < samplesU; su++) {
          const u = (column + (su + 0.5) / samplesU) / width;
          addBilinear(
            image,
            region.x + region.ux * u + region.vx * v - 0.5,
            region.y + region.uy * u + region.vy * v - 0.5,
            sum,
          );
        }
      }
      for (let channel = 0; channel < 3; channel++) {
        const value = (sum[2 - channel] ?? 0) * weight;
        planes[(channel * height + row) * stride + column] = value / 127.5 - 1;
      }
    }
  }
  return planes;
}

/** Adds the RGB between four pixels to `sum`; beyond the border the border's pixels repeat. */
function addBilinear({ width, height, data }: Pixels, x: number, y: number, sum: number[]): void {
  const cx = Math.min(Math.max(x, 0), width - 1);
  const cy = Math.min(Math.max(y, 0), height - 1);
  const x0 = Math.floor(cx);
  const y0 = Math.floor(cy);
  const fx = cx - x0;
  const fy = cy - y0;
  const right = x0 + 1 < width ? 3 : 0;
  const down = y0 + 1 < height ? width * 3 : 0;
  const at = (y0 * width + x0) * 3;
  for (let channel = 0; channel < 3; channel++) {
    const p = at + channel;
    const top = (data[p] ?? 0) * (1 - fx) + (data[p + right] ?? 0) * fx;
    const bottom = (data[p + down] ?? 0) * (1 - fx) + (data[p + down + right] ?? 0) * fx;
    sum[channel] = (sum[channel] ?? 0) + top * (1 - fy) + bottom * fy;
  }
}
