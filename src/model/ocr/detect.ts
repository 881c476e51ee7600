/** Finding text: PP-OCRv4's detector over the whole image. */
import { Tensor } from 'onnxruntime-node';
import { resized } from '../image.ts';
import { floats, run, type Sessions } from '../sessions.ts';
import type { Pixels } from './crop.ts';
import { joinRegions } from './joinRegions.ts';
import { scaled } from './parallelogram.ts';
import { textRegions, type TextRegion } from './textRegions.ts';

export const DETECTOR = 'ppocr-det.onnx';

const LONG_SIDE = 1280;
const MAX_ENLARGEMENT = 2;
/** The network halves its input five times. */
const STEP = 32;
/** For blue, green, red, in that order: the model was trained so. */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;

/** The size at which an image is searched: its long side towards 1280 pixels, both sides multiples of 32. */
export function detectionSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(MAX_ENLARGEMENT, LONG_SIDE / Math.max(width, height));
  const side = (length: number): number => Math.max(STEP, Math.round((length * scale) / STEP) * STEP);
  return { width: side(width), height: side(height) };
}

/** Text regions in pixels of the image. */
export async function detectText(image: Pixels, sessions: Sessions): Promise<TextRegion[]> {
  const { width, height } = detectionSize(image.width, image.height);
  const session = await sessions.session(DETECTOR);
  const pixels = await resized(image, width, height);
  const map = floats(await run(session, new Tensor('float32', normalised(pixels), [1, 3, height, width])));
  return joinRegions(textRegions(map, width, height)).map(({ region, score }) => ({
    region: scaled(region, image.width / width, image.height / height),
    score,
  }));
}

/** RGB bytes → BGR planes. */
function normalised(pixels: Uint8Array): Float32Array {
  const count = pixels.length / 3;
  const planes = new Float32Array(pixels.length);
  for (let channel = 0; channel < 3; channel++) {
    const scale = 1 / (255 * (DEVIATION[channel] ?? 1));
    const shift = (MEAN[channel] ?? 0) / (DEVIATION[channel] ?? 1);
    const source = 2 - channel;
    for (let pixel = 0; pixel < count; pixel++) {
      planes[channel * count + pixel] = (pixels[pixel * 3 + source] ?? 0) * scale - shift;
    }
  }
  return planes;
}
