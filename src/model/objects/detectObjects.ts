/** Finding things: CenterNet (MobileNetV3, the 80 classes of COCO) at two scales. */
import { Tensor } from 'onnxruntime-node';
import { area } from '../../core/geometry/iou.ts';
import type { Box } from '../../core/sample.ts';
import { resizedOnGrey, type Picture } from '../image.ts';
import { floats, run, type Sessions } from '../sessions.ts';
import { suppress, type Detection } from './suppress.ts';

export const OBJECT_DETECTOR = 'centernet.onnx';
export const OBJECT_LABELS = 'centernet.labels.json';

const SIDE = 512;
const GREY = 128;
const MIN_SCORE = 0.3;
const MAX_OVERLAP = 0.4;
/** What fills the image is too close for the detector; seen at half the size it is found again. */
const CLOSE_UP = { side: SIDE / 2, minScore: 0.35, minArea: 0.25 } as const;
const FIELDS = 6;

/** How an image lies in the detector's square: scaled alike on both axes, centred, grey around it. */
export interface Letterbox {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
}

export function letterbox(width: number, height: number, side: number): Letterbox {
  const scale = side / Math.max(width, height);
  const inner = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  return {
    ...inner,
    left: Math.floor((SIDE - inner.width) / 2),
    top: Math.floor((SIDE - inner.height) / 2),
  };
}

export class ObjectFinder {
  private labels: readonly string[] | undefined;

  constructor(private readonly sessions: Sessions) {}

  /** Detections in pixels of the picture, best first. */
  async find(picture: Picture): Promise<Detection[]> {
    const all = await this.pass(picture, SIDE, MIN_SCORE);
    const near = await this.pass(picture, CLOSE_UP.side, CLOSE_UP.minScore);
    const minArea = CLOSE_UP.minArea * picture.width * picture.height;
    return suppress([...all, ...near.filter(({ box }) => area(box) > minArea)], MAX_OVERLAP);
  }

  private async pass(picture: Picture, side: number, minScore: number): Promise<Detection[]> {
    const session = await this.sessions.session(OBJECT_DETECTOR);
    this.labels ??= JSON.parse(await this.sessions.text(OBJECT_LABELS)) as string[];
    const frame = letterbox(picture.width, picture.height, side);
    const pixels = await resizedOnGrey(picture, frame.width, frame.height);
    const output = floats(
      await run(session, new Tensor('float32', framed(pixels, frame), [1, SIDE, SIDE, 3])),
    );
    return detections(output, this.labels, frame, picture, minScore);
  }
}

function framed(pixels: Uint8Array, { width, height, left, top }: Letterbox): Float32Array {
  const square = new Float32Array(SIDE * SIDE * 3).fill(GREY);
  for (let row = 0; row < height; row++) {
    square.set(pixels.subarray(row * width * 3, (row + 1) * width * 3), ((top + row) * SIDE + left) * 3);
  }
  return square;
}

/** @param output shape [rows, 6]: x1, y1, x2, y2 in pixels of the square, score, class */
export function detections(
  output: Float32Array,
  labels: readonly string[],
  frame: Letterbox,
  image: { readonly width: number; readonly height: number },
  minScore: number,
): Detection[] {
  const found: Detection[] = [];
  for (let at = 0; at + FIELDS <= output.length; at += FIELDS) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, score = 0, index = 0] = output.subarray(at, at + FIELDS);
    const label = labels[index];
    if (score < minScore || label === undefined) continue;
    const across = (x: number): number =>
      clamped(((x - frame.left) * image.width) / frame.width, image.width);
    const down = (y: number): number =>
      clamped(((y - frame.top) * image.height) / frame.height, image.height);
    const box: Box = [across(x1), down(y1), across(x2), down(y2)];
    if (box[2] > box[0] && box[3] > box[1]) found.push({ box, label, score });
  }
  return found;
}

function clamped(value: number, limit: number): number {
  return Math.round(Math.min(Math.max(value, 0), limit));
}
