/** All the text of an image, line by line. */
import type { Box } from '../../core/sample.ts';
import type { ModelProgress } from '../../protocol/model.ts';
import { inReadingOrder } from '../readingOrder.ts';
import type { Sessions } from '../sessions.ts';
import type { Pixels } from './crop.ts';
import { detectText } from './detect.ts';
import { section, type Parallelogram } from './parallelogram.ts';
import { inkBox } from './inkBox.ts';
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
/** Dotted leaders and rules are read as rows of these. */
const LEADER = /^[\s.…_=~-]*$/u;
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
    return inReadingOrder(lines);
  }
}

function toLine(reading: Reading, image: Pixels): TextLine | undefined {
  if (reading.confidence < MIN_CONFIDENCE) return undefined;
  const plain = withoutBullets(CJK.test(reading.text) ? reading : compatible(reading));
  if (LEADER.test(plain.text)) return undefined;
  const box = inkBox(image, plain.region);
  if (box[2] <= box[0] || box[3] <= box[1]) return undefined;
  return {
    text: plain.text,
    positions: plain.positions,
    box,
    score: reading.confidence,
    region: plain.region,
  };
}

type Text = Pick<Reading, 'text' | 'positions' | 'region'>;

/** Full-width forms and ligatures in a line of Western text become the plain characters that people type. */
function compatible({ text, positions, region }: Text): Text {
  let plain = '';
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    const replaced = character.normalize('NFKC');
    plain += replaced;
    places.push(...Array<number>(replaced.length).fill(positions[at] ?? 0));
    at += character.length;
  }
  return { text: plain, positions: places, region };
}

/** Arrows and bullets beside text are read as dots: they are no part of what is written. */
function withoutBullets({ text, positions, region }: Text): Text {
  const start = /^[\s·•∙・]*/u.exec(text)?.[0].length ?? 0;
  const end = text.length - (/[\s·•∙・]*$/u.exec(text)?.[0].length ?? 0);
  if (end <= start) return { text: '', positions: [], region };
  const from = cutBetween(positions, start);
  const to = cutBetween(positions, end);
  return {
    text: text.slice(start, end),
    positions: positions.slice(start, end).map((place) => (place - from) / (to - from)),
    region: section(region, from, to),
  };
}

/** Midway between a character and the one before it, 0..1 along the line; the line's ends at its ends. */
export function cutBetween(positions: readonly number[], index: number): number {
  const left = positions[index - 1];
  const right = positions[index];
  if (left === undefined) return 0;
  return right === undefined ? 1 : (left + right) / 2;
}
