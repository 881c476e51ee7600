/** Reading one region: PP-OCR's angle classifier, then PP-OCRv4's recogniser. */
import { Tensor } from 'onnxruntime-node';
import { floats, run, type Sessions } from '../sessions.ts';
import { cropPlanes, type Pixels } from './crop.ts';
import { decode, type Decoded } from './ctc.ts';
import { heightOf, turned180, turnedLeft, widthOf, type Parallelogram } from './parallelogram.ts';

export const RECOGNISER = 'ppocr-rec.onnx';
export const CLASSIFIER = 'ppocr-cls.onnx';
export const KEYS = 'ppocr-keys.txt';

const HEIGHT = 48;
const CLASSIFIER_WIDTH = 192;
const UPSIDE_DOWN = 0.9;
/** A region this much higher than wide holds text that runs vertically. */
const UPRIGHT_RATIO = 1.5;
/** Bounds the memory of one run; 85 times as long as high is beyond any line of print. */
const MAX_WIDTH = 4096;

export interface Reading extends Decoded {
  /** The region as it was read, from its first character to its last. */
  readonly region: Parallelogram;
}

export class Recogniser {
  private characters: readonly string[] | undefined;

  constructor(private readonly sessions: Sessions) {}

  async read(image: Pixels, found: Parallelogram): Promise<Reading> {
    const region = await this.oriented(image, found);
    const width = Math.min(MAX_WIDTH, Math.ceil((HEIGHT * widthOf(region)) / heightOf(region)));
    const planes = cropPlanes(image, region, width, HEIGHT);
    const session = await this.sessions.session(RECOGNISER);
    const output = await run(session, new Tensor('float32', planes, [1, 3, HEIGHT, width]));
    const [, steps = 0] = output.dims;
    return { ...decode(floats(output), steps, await this.classes()), region };
  }

  private async oriented(image: Pixels, found: Parallelogram): Promise<Parallelogram> {
    const region = heightOf(found) / widthOf(found) >= UPRIGHT_RATIO ? turnedLeft(found) : found;
    const width = Math.min(CLASSIFIER_WIDTH, Math.ceil((HEIGHT * widthOf(region)) / heightOf(region)));
    const planes = cropPlanes(image, region, width, HEIGHT, CLASSIFIER_WIDTH);
    const session = await this.sessions.session(CLASSIFIER);
    const input = new Tensor('float32', planes, [1, 3, HEIGHT, CLASSIFIER_WIDTH]);
    const [, upsideDown = 0] = floats(await run(session, input));
    return upsideDown > UPSIDE_DOWN ? turned180(region) : region;
  }

  /** The recogniser's classes: blank, the keys of the file in order, and the space at the end. */
  private async classes(): Promise<readonly string[]> {
    this.characters ??= ['', ...(await this.sessions.text(KEYS)).replace(/\r?\n$/, '').split(/\r?\n/), ' '];
    return this.characters;
  }
}
