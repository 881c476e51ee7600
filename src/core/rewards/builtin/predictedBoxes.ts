/** Boxes and points as completions write them, whatever stands around them: `[x1, y1, x2, y2]` and `[x, y]`. */
import { scaleBox } from '../../geometry/coordinates.ts';
import type { Span } from '../../completion/tags.ts';
import { extent } from '../../geometry/coordinates.ts';
import { ResizeError } from '../../geometry/smartResize.ts';
import type { Box } from '../../sample.ts';
import { resizeStep } from '../explain/resize.ts';
import { counted, listed, writtenBox } from '../explain/written.ts';
import type { ChoiceOption } from '../options.ts';
import type { RewardInput } from '../reward.ts';
import { needColumn, wrongColumn } from '../rowColumns.ts';
import { ScoringError } from '../scoringError.ts';
import { firstTag } from '../scoredText.ts';
import type { TextRange, Tracer } from '../trace.ts';

export const BOXES_TEXT_OPTION = {
  type: 'choice',
  choices: ['bbox', 'answer', 'completion'],
  default: 'bbox',
  summary:
    'where boxes are looked for: in the first <bbox>, else in the first <answer>, else everywhere (bbox); in the ' +
    'first <answer>, else everywhere (answer); in the whole completion (completion)',
} as const satisfies ChoiceOption;
type BoxesText = (typeof BOXES_TEXT_OPTION)['choices'][number];

const TAGS: Readonly<Record<BoxesText, readonly string[]>> = {
  bbox: ['bbox', 'answer'],
  answer: ['answer'],
  completion: [],
};

/** Numbers in brackets, with where the brackets stand in the completion. */
export interface Group extends TextRange {
  readonly numbers: readonly number[];
}

/** Every innermost bracket of exactly `size` numbers in the part of the completion that is looked at. */
export function writtenGroups(completion: string, text: BoxesText, size: number): readonly Group[] {
  return groupsIn(completion, partOf(completion, TAGS[text])).filter(
    ({ numbers }) => numbers.length === size,
  );
}

/** Inside the first of these tags that the completion has, else all of it. */
export function partOf(completion: string, tags: readonly string[]): Span {
  for (const tag of tags) {
    const span = firstTag(completion, tag);
    if (span !== undefined) return span;
  }
  return { start: 0, end: completion.length };
}

const NUMBER = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;
/** Of a longer bracket only this much could be a box. */
const MOST_CHARACTERS = 400;

/** Every innermost bracket, round or square, that holds numbers alone. */
export function groupsIn(completion: string, { start, end }: Span): readonly Group[] {
  const groups: Group[] = [];
  let open = -1;
  for (let at = start; at < end; at++) {
    const character = completion[at];
    if (character === '[' || character === '(') open = at;
    else if (open >= 0 && (character === ']' || character === ')')) {
      const fits = (completion[open] === '[') === (character === ']');
      const numbers =
        fits && at - open <= MOST_CHARACTERS ? numbersOf(completion.slice(open + 1, at)) : undefined;
      if (numbers !== undefined) groups.push({ numbers, start: open, end: at + 1 });
      open = -1;
    }
  }
  return groups;
}

function numbersOf(inside: string): readonly number[] | undefined {
  const parts = inside.split(',');
  if (!parts.every((part) => NUMBER.test(part))) return undefined;
  const numbers = parts.map(Number);
  return numbers.every((number) => Math.abs(number) <= MOST_COORDINATE) ? numbers : undefined;
}

/** A product of two such coordinates is still a number. */
const MOST_COORDINATE = 1e150;

/** The predicted boxes in original pixels. Throws ScoringError where the image's size is missing or of no use. */
export function predictedBoxes(input: RewardInput, text: BoxesText, tracer?: Tracer): readonly Box[] {
  const scale = needScale(input, tracer);
  const groups = writtenGroups(input.completion, text, 4);
  const boxes = groups.map(({ numbers: [x1 = 0, y1 = 0, x2 = 0, y2 = 0] }) =>
    scaleBox([x1, y1, x2, y2], scale.x, scale.y),
  );
  tracer?.step({
    title: 'Find the predicted boxes',
    inputs: [{ name: 'looked for', value: 'every [x1, y1, x2, y2]' }],
    result:
      boxes.length === 0
        ? 'no box'
        : `${counted(boxes.length, 'box', 'boxes')}: ${listed(boxes.map(writtenBox))} in original pixels`,
    paint: [
      { on: 'completion', ranges: groups, as: 'content' },
      { on: 'image', boxes, as: 'prediction' },
    ],
  });
  return boxes;
}

/** The columns that `predictedBoxes` and `trueBoxes` read. */
export const BOX_COLUMNS = ['bboxs', 'width', 'height'];

/** By how much predicted coordinates are multiplied to be in original pixels. Throws ScoringError. */
export function needScale(input: RewardInput, tracer?: Tracer): { readonly x: number; readonly y: number } {
  if (input.coordinates === 'original') return { x: 1, y: 1 };
  const size = { width: needSide(input, 'width'), height: needSide(input, 'height') };
  try {
    const model = extent(input.coordinates, size);
    if (model.width === 0 || model.height === 0) throw new ScoringError('WrongSize', 'the image has no size');
    tracer?.step(resizeStep(size, input.coordinates));
    return { x: size.width / model.width, y: size.height / model.height };
  } catch (error) {
    if (error instanceof ResizeError) throw new ScoringError('WrongSize', error.message);
    throw error;
  }
}

function needSide(input: RewardInput, name: 'width' | 'height'): number {
  const value = needColumn(input, name);
  return typeof value === 'number' && value > 0 ? value : wrongColumn(name, value, 'a number of pixels');
}

/** The true boxes in original pixels: a list of boxes, or one flat box. Throws ScoringError. */
export function trueBoxes(input: RewardInput, tracer?: Tracer): readonly Box[] {
  const value = needColumn(input, 'bboxs');
  const needed = 'a list of boxes of four numbers each';
  if (!Array.isArray(value)) return wrongColumn('bboxs', value, needed);
  const rows = value.length > 0 && value.every((item) => typeof item === 'number') ? [value] : value;
  const boxes = rows.map((row, index): Box => {
    const [x1, y1, x2, y2] = Array.isArray(row) ? row : [];
    const right = [x1, y1, x2, y2].every(
      (side) => typeof side === 'number' && Math.abs(side) <= MOST_COORDINATE,
    );
    if (!right) return wrongColumn(`bboxs[${index}]`, row, 'four numbers');
    return [Number(x1), Number(y1), Number(x2), Number(y2)];
  });
  tracer?.step({
    title: 'Read the true boxes',
    inputs: [],
    result:
      boxes.length === 0
        ? 'no box'
        : `${counted(boxes.length, 'box', 'boxes')}: ${listed(boxes.map(writtenBox))}`,
    paint: [{ on: 'image', boxes, as: 'truth' }],
  });
  return boxes;
}
