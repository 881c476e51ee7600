import { fromOriginal } from '../../src/core/geometry/coordinates.ts';
import type { Box } from '../../src/core/sample.ts';
import { toBox } from './draw/ink.ts';
import type { SampleRow } from './rows.ts';
import type { Question } from './scene.ts';

/** What each of a sample's eight completions shows, in the order in which they stand in the file. */
export const KINDS = [
  'perfect',
  'loose box',
  'wrong box',
  'wrong coordinate space',
  'flat box list',
  'broken format',
  'right answer, wrong evidence',
  'empty',
] as const;

export interface RolloutRow {
  readonly id: string;
  readonly step: number;
  readonly completion: string;
}

interface Parts {
  readonly caption: string;
  readonly boxes: string;
  readonly answer: string;
}

const tagged = ({ caption, boxes, answer }: Parts): string =>
  `<caption>${caption}</caption> <bbox>${boxes}</bbox> <answer>${answer}</answer>`;

/** The four ways in which policies most often miss the format, in turn. */
const BREAKS: readonly ((parts: Parts) => string)[] = [
  (parts) => `Let me look at the image first. ${tagged(parts)}`,
  ({ caption, boxes, answer }) => `<caption>${caption} <bbox>${boxes}</bbox> <answer>${answer}</answer>`,
  ({ caption, boxes, answer }) =>
    `<caption>${caption}</caption> <answer>${answer}</answer> <bbox>${boxes}</bbox>`,
  ({ caption, boxes, answer }) =>
    `<caption>${caption}</caption> <bbox>${boxes}</bbox> The answer is ${answer}.`,
];

function write(boxes: readonly Box[], digits: number): string {
  return JSON.stringify(boxes.map((box) => box.map((value) => Number(value.toFixed(digits)))));
}

/** A box drawn carelessly wide: each side moved out by a quarter of the box, and at least 12 px. */
function loosen([x1, y1, x2, y2]: Box, width: number, height: number): Box {
  const dx = Math.max(12, (x2 - x1) * 0.25);
  const dy = Math.max(12, (y2 - y1) * 0.25);
  return [Math.max(0, x1 - dx), Math.max(0, y1 - dy), Math.min(width, x2 + dx), Math.min(height, y2 + dy)];
}

/** Swaps that a policy's wording might make. Captions in other languages than English stay as they are. */
const REWORDINGS: readonly (readonly [RegExp, string])[] = [
  [/\bshows\b/g, 'displays'],
  [/\bstands?\b/g, 'can be seen'],
  [/\blies?\b/g, 'rests'],
  [/\blists\b/g, 'contains'],
  [/\bbeside\b/g, 'next to'],
  [/\bcalled\b/g, 'named'],
  [/\bhangs\b/g, 'is mounted'],
  [/\band\b/, 'as well as'],
];

function reword(caption: string): string {
  return REWORDINGS.reduce((text, [pattern, word]) => text.replace(pattern, word), caption);
}

/** The first sentence, with its full stop whatever the script. */
function firstSentence(text: string): string {
  return /^.*?[.。](?=\s|$|\p{L})/u.exec(text)?.[0] ?? text;
}

/**
 * Eight completions of sample number `index`, boxes in the resized pixels that SATORI's reward expects.
 * Captions and breaks alternate with the index, so that no two groups look alike.
 */
export function rolloutsOf(row: SampleRow, question: Question, index: number): RolloutRow[] {
  const { width, height } = row;
  const resized = (boxes: readonly Box[]): Box[] =>
    boxes.map((box) => fromOriginal(box, 'resized28', width, height));
  const caption = row.image_caption;
  const retelling = question.retelling;
  const short = firstSentence(caption);
  const answer = row.possible_answers[0] ?? '';
  const { mistake } = question;
  const truth = resized(row.bboxs);
  const astray = resized(mistake.evidence.map((ink) => toBox(ink, width, height)));
  const elsewhere = index % 2 === 0 ? 'original' : 'relative1000';
  const misread = row.bboxs.map((box) => fromOriginal(box, elsewhere, width, height));
  const broken = BREAKS[index % BREAKS.length] ?? tagged;
  const completions = [
    tagged({ caption, boxes: write(truth, 1), answer }),
    tagged({
      caption: reword(caption),
      boxes: write(resized(row.bboxs.map((box) => loosen(box, width, height))), 0),
      answer,
    }),
    tagged({ caption: retelling, boxes: write(astray, 0), answer: mistake.answer }),
    tagged({ caption: index % 3 === 0 ? retelling : short, boxes: write(misread, 0), answer }),
    tagged({ caption: short, boxes: JSON.stringify(truth.flat().map(Math.round)), answer }),
    broken({ caption: index % 2 === 0 ? caption : retelling, boxes: write(truth, 0), answer }),
    tagged({ caption: short, boxes: write(astray, 0), answer }),
    '',
  ];
  const step = 1 + Math.floor(index / 8);
  return completions.map((completion) => ({ id: row.id, step, completion }));
}
