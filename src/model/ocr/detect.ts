/** Finding text: PP-OCRv4's detector over the whole image. */
import { Tensor } from 'onnxruntime-node';
import { resized, type Area } from '../image.ts';
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

/** Beyond this ratio an image is searched in overlapping parts, or its short side would hardly be seen. */
const LONG_RATIO = 4;
const PART_RATIO = 3;
const MAX_PARTS = 12;

/** The parts of an image to search one by one; for nearly every image the whole of it. */
export function searchAreas(width: number, height: number): Area[] {
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  if (long <= LONG_SIDE || long <= LONG_RATIO * short) return [{ left: 0, top: 0, width, height }];
  const overlap = short;
  const length = Math.max(PART_RATIO * short, Math.ceil((long - overlap) / MAX_PARTS) + overlap);
  const areas: Area[] = [];
  for (let start = 0; ; start += length - overlap) {
    const end = Math.min(long, start + length);
    areas.push(
      width >= height
        ? { left: start, top: 0, width: end - start, height }
        : { left: 0, top: start, width, height: end - start },
    );
    if (end === long) return areas;
  }
}

/** Text regions in pixels of the image. */
export async function detectText(image: Pixels, sessions: Sessions): Promise<TextRegion[]> {
  const session = await sessions.session(DETECTOR);
  const found: TextRegion[] = [];
  for (const area of searchAreas(image.width, image.height)) {
    const { width, height } = detectionSize(area.width, area.height);
    const pixels = await resized(image, width, height, area);
    const map = floats(await run(session, new Tensor('float32', normalised(pixels), [1, 3, height, width])));
    for (const { region, score } of textRegions(map, width, height)) {
      const inPart = scaled(region, area.width / width, area.height / height);
      found.push({ region: { ...inPart, x: inPart.x + area.left, y: inPart.y + area.top }, score });
    }
  }
  // Also joins what two parts saw of one line.
  return joinRegions(found);
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
