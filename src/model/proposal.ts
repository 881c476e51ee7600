/** From what the models found to what a person is offered. */
import { writeCompletion } from '../core/completion.ts';
import { fromOriginal, REFERENCE_CONVENTION } from '../core/geometry/coordinates.ts';
import { iou } from '../core/geometry/iou.ts';
import { ResizeError } from '../core/geometry/smartResize.ts';
import type { Box } from '../core/sample.ts';
import type { Proposal, ProposedBox, ProposeParams } from '../protocol/model.ts';
import { composeCaption } from './caption.ts';
import type { Detection } from './objects/suppress.ts';
import { section, type Parallelogram } from './ocr/parallelogram.ts';
import { cutBetween, type TextLine } from './ocr/readText.ts';
import type { Relevance } from './judged.ts';
import { levelled } from './level.ts';
import { judge } from './relevance.ts';
import type { TextSpan } from './fold.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Ranked {
  readonly proposed: ProposedBox;
  readonly rank: number;
}

/** Two boxes this alike mark the same thing. */
const SAME = 0.9;
/** A part is marked by itself where it is this little of a line of so many words; else the line is. */
const SMALL_PART = { share: 0.4, words: 4 } as const;
/** How many boxes a completion holds where the question singles out none. */
const UNASKED_BOXES = 3;

export function makeProposal(
  params: ProposeParams,
  image: Size,
  texts: readonly TextLine[],
  objects: readonly Detection[],
  boxOf: (region: Parallelogram) => Box,
): Omit<Proposal, 'milliseconds'> {
  const judged = judge(levelled(texts), objects, params);
  const ranked = distinct([
    ...texts.flatMap((line, index) => textBoxes(line, judged.texts[index], boxOf)),
    ...objects.map((object, index) => objectBox(object, judged.objects[index])),
  ]);
  const boxes = ranked.map(({ proposed }) => proposed);
  const caption = composeCaption(
    texts.map(({ text, box, score }, index) => ({
      text,
      box,
      score,
      relevant: judged.texts[index] !== undefined,
    })),
    objects,
    image,
  );
  const selected = boxes.filter(({ why }) => why !== undefined);
  const evidence = selected.length > 0 ? selected : boxes.slice(0, UNASKED_BOXES);
  return {
    image: params.image,
    ...image,
    caption,
    boxes,
    completion: writeCompletion({
      caption,
      boxes: evidence.map(({ box }) => inModelPixels(box, image)),
      answer: judged.answer,
    }),
  };
}

function textBoxes(
  line: TextLine,
  relevance: Relevance | undefined,
  boxOf: (region: Parallelogram) => Box,
): Ranked[] {
  const whole = (why?: string): ProposedBox => ({
    box: line.box,
    label: line.text,
    score: rounded(line.score),
    source: 'ocr',
    text: line.text,
    ...(why === undefined ? {} : { why }),
  });
  if (relevance === undefined) return [{ proposed: whole(), rank: 0 }];
  const part = relevance.span === undefined ? undefined : partOfLine(line, relevance.span, boxOf);
  if (part === undefined) return [{ proposed: whole(relevance.why), rank: relevance.rank }];
  const { why } = relevance;
  return [
    { proposed: { ...whole(why), ...part }, rank: relevance.rank },
    { proposed: whole(), rank: relevance.rank / 2 },
  ];
}

/** The box of some characters of a line: cut midway to the characters before and after them. */
function partOfLine(
  line: TextLine,
  { start, end }: TextSpan,
  boxOf: (region: Parallelogram) => Box,
): Pick<ProposedBox, 'box' | 'label' | 'text'> | undefined {
  const from = cutBetween(line.positions, start);
  const to = cutBetween(line.positions, end);
  if (to <= from || to - from > SMALL_PART.share) return undefined;
  if (line.text.split(' ').length < SMALL_PART.words) return undefined;
  const text = line.text.slice(start, end);
  return { box: boxOf(section(line.region, from, to)), label: text, text };
}

function objectBox({ box, label, score }: Detection, relevance: Relevance | undefined): Ranked {
  const why = relevance === undefined ? {} : { why: relevance.why };
  return {
    proposed: { box, label, score: rounded(score), source: 'objects', ...why },
    rank: relevance?.rank ?? 0,
  };
}

/** Most relevant first, then most certain; of two that mark the same thing the first. */
function distinct(ranked: readonly Ranked[]): Ranked[] {
  const kept: Ranked[] = [];
  for (const item of [...ranked].sort((a, b) => b.rank - a.rank || b.proposed.score - a.proposed.score)) {
    if (kept.every(({ proposed }) => iou(proposed.box, item.proposed.box) < SAME)) kept.push(item);
  }
  return kept;
}

/** A box as the model that is trained would write it: in whole pixels of the resized image. */
function inModelPixels(box: Box, image: Size): Box {
  try {
    const [x1, y1, x2, y2] = fromOriginal(box, REFERENCE_CONVENTION, image.width, image.height);
    return [Math.round(x1), Math.round(y1), Math.round(x2), Math.round(y2)];
  } catch (error) {
    // An image over 200 times as long as wide has no resized form; its reward raises whatever is written.
    if (error instanceof ResizeError) return box;
    throw error;
  }
}

function rounded(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
