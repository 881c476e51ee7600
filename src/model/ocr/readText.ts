/** All the text of an image, line by line. */
import type { Box } from '../../core/sample.ts';
import type { ModelProgress } from '../../protocol/model.ts';
import type { Sessions } from '../sessions.ts';
import type { Pixels } from './crop.ts';
import { detectText } from './detect.ts';
import { boxAround, type Parallelogram } from './parallelogram.ts';
import { Recogniser, type Reading } from './recognise.ts';

export interface TextLine {
  readonly text: string;
  /** Mean probability of its characters, 0..1. */
  readonly score: number;
  /** In pixels of the image. */
  readonly box: Box;
  readonly region: Parallelogram;
  /** For each UTF-16 unit of `text`, where it stands along the region, 0..1. */
  readonly positions: readonly number[];
}

const MIN_CONFIDENCE = 0.5;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

export class TextReader {
  private readonly recogniser: Recogniser;

  constructor(private readonly sessions: Sessions) {
    this.recogniser = new Recogniser(sessions);
  }

  /** Lines in reading order. */
  async read(image: Pixels, progress: (progress: ModelProgress) => void): Promise<TextLine[]> {
    progress({ stage: 'detecting', message: 'Looking for text' });
    const found = await detectText(image, this.sessions);
    const lines: TextLine[] = [];
    for (const [index, { region }] of found.entries()) {
      progress({
        stage: 'recognising',
        message: `Reading line ${index + 1} of ${found.length}`,
        fraction: index / found.length,
      });
      const line = toLine(await this.recogniser.read(image, region), image);
      if (line !== undefined) lines.push(line);
    }
    return lines.sort((a, b) => a.box[1] - b.box[1] || a.box[0] - b.box[0]);
  }
}

function toLine(reading: Reading, image: Pixels): TextLine | undefined {
  if (reading.confidence < MIN_CONFIDENCE || reading.text.trim() === '') return undefined;
  const box = boxAround(reading.region, image.width, image.height);
  if (box[2] <= box[0] || box[3] <= box[1]) return undefined;
  const { text, positions } = CJK.test(reading.text) ? reading : compatible(reading);
  return { text, positions, box, score: reading.confidence, region: reading.region };
}

/** Full-width forms and ligatures in a line of Western text become the plain characters that people type. */
function compatible({ text, positions }: Reading): { text: string; positions: readonly number[] } {
  let plain = '';
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    const replaced = character.normalize('NFKC');
    plain += replaced;
    places.push(...Array<number>(replaced.length).fill(positions[at] ?? 0));
    at += character.length;
  }
  return { text: plain, positions: places };
}
