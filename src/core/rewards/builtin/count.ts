import type { Json } from '../../json.ts';
import { NUMBER_WORDS, TENS_WORDS } from '../../text/numberWords.ts';
import { builtIn } from '../builtIn.ts';
import { counted, plainNumber } from '../explain/written.ts';
import type { RewardInput } from '../reward.ts';
import { needAnswers, needColumn, wrongColumn } from '../rowColumns.ts';
import { scoredText, TEXT_OPTION } from '../scoredText.ts';
import type { Tracer } from '../trace.ts';
import { findNumbers, pickNumber, PICK_OPTION, type FoundNumber } from './numbers.ts';
import { BOXES_TEXT_OPTION, writtenGroups } from './predictedBoxes.ts';

/** English number words, also with a hyphen of any kind inside: `twenty-one`. */
const WORD = new RegExp(
  `(?<![\\p{L}\\p{N}_])(?:(${TENS_WORDS.join('|')})(?:[-\u2010\u2011](${NUMBER_WORDS.slice(1, 10).join('|')}))?|(${NUMBER_WORDS.join('|')}))(?![\\p{L}\\p{N}_])`,
  'giu',
);

export const count = builtIn({
  name: 'count',
  short: 'count',
  summary: '1 where the number of things that the completion gives is the true one',
  source:
    'the counting reward of R1-V (CLEVR) and of VisionReasoner (arXiv 2505.12081), which counts predicted boxes',
  options: {
    from: {
      type: 'choice',
      choices: ['number', 'boxes'],
      default: 'number',
      summary: 'what gives the count: a number in the text, or how many boxes the completion has',
    },
    text: TEXT_OPTION,
    boxesText: BOXES_TEXT_OPTION,
    pick: PICK_OPTION,
    column: {
      type: 'text',
      default: 'possible_answers',
      summary: 'the column with the true number, or with a list of boxes (bboxs), which are counted',
    },
    credit: {
      type: 'choice',
      choices: ['exact', 'relative'],
      default: 'exact',
      summary: 'what a wrong count gets: 0 (exact), or 1 − off ÷ true count, no less than 0 (relative)',
    },
  },
  columns: ({ column }) => [column],
  scorer: (options) => (input, tracer) => {
    const right = trueCount(input, options.column);
    const given =
      options.from === 'boxes'
        ? boxCount(input.completion, options.boxesText, tracer)
        : numberIn(input.completion, options, tracer);
    if (given === undefined) return { value: 0 };
    const off = Math.abs(given - right);
    const value = off === 0 ? 1 : options.credit === 'exact' ? 0 : Math.max(0, 1 - off / Math.max(1, right));
    tracer?.step({
      title: 'Compare with the true count',
      inputs: [
        { name: 'given', value: plainNumber(given) },
        { name: 'true', value: plainNumber(right) },
      ],
      result: off === 0 ? 'equal' : `off by ${plainNumber(off)}`,
      value,
    });
    return { value };
  },
});

/** A number, a text with one number, or how many elements a list of boxes has. */
function trueCount(input: RewardInput, column: string): number {
  const value = needColumn(input, column);
  if (Array.isArray(value) && value.every((item) => Array.isArray(item))) return value.length;
  for (const answer of needAnswers(input, column)) {
    const [only, ...more] = findCounts(answer);
    if (only !== undefined && more.length === 0) return only.value;
  }
  return wrongColumn(column, value satisfies Json, 'a number or a list of boxes');
}

/**
 * The numbers of a text in order, in digits and in words. Both are looked for in the text as it is, where the hyphen
 * after a word is seen to be no minus sign.
 */
function findCounts(text: string): readonly FoundNumber[] {
  const words = Array.from(text.matchAll(WORD), (match): FoundNumber => {
    const [written, tens, ones, small] = match.map((part: string | undefined) => part?.toLowerCase());
    const value =
      small === undefined
        ? 10 * (TENS_WORDS.indexOf(tens ?? '') + 2) + (ones === undefined ? 0 : NUMBER_WORDS.indexOf(ones))
        : NUMBER_WORDS.indexOf(small);
    return { value, percent: false, start: match.index, end: match.index + (written ?? '').length };
  });
  return [...findNumbers(text), ...words].sort((a, b) => a.start - b.start);
}

function numberIn(
  completion: string,
  { text, pick }: { text: Parameters<typeof scoredText>[1]; pick: Parameters<typeof pickNumber>[1] },
  tracer?: Tracer,
): number | undefined {
  const scored = scoredText(completion, text, tracer);
  return scored && pickNumber(scored, pick, tracer, findCounts)?.value;
}

function boxCount(completion: string, text: Parameters<typeof writtenGroups>[1], tracer?: Tracer): number {
  const boxes = writtenGroups(completion, text, 4);
  tracer?.step({
    title: 'Count the boxes',
    inputs: [{ name: 'looked for', value: 'every [x1, y1, x2, y2]' }],
    result: counted(boxes.length, 'box', 'boxes'),
    paint: [{ on: 'completion', ranges: boxes, as: 'content' }],
  });
  return boxes.length;
}
