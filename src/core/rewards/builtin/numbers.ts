/** Numbers in running text. */
import { listed } from '../explain/written.ts';
import type { ChoiceOption } from '../options.ts';
import type { ScoredText } from '../scoredText.ts';
import type { TextRange, Tracer } from '../trace.ts';

/** `value` is as written: 50 for 50%. */
export interface FoundNumber extends TextRange {
  readonly value: number;
  readonly percent: boolean;
}

/**
 * A sign that no word, digit or bracket stands before; digits, with commas between thousands; a fraction; an exponent;
 * a percent sign. Not the digits of a name (the 2 of `R2D2` or of `x_2`), but those before a unit (`5cm`), and nothing of
 * what has a second decimal point (`1.2.3`), which is a version or a date.
 */
const NUMBER =
  /(?<![\p{L}\p{N}_.])(?:(?<![\p{L}\p{N}_)\]}])[-+−])?(?!\d*(?:,\d{3}){0,8}\.\d+\.\d)(?:\d{1,3}(?:,\d{3}){1,8}(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?(?:\s?%)?/gu;

/** The numbers of a text, in order; their offsets are into that text. */
export function findNumbers(text: string): readonly FoundNumber[] {
  return Array.from(text.matchAll(NUMBER), (match) => {
    const [written] = match;
    const percent = written.endsWith('%');
    const digits = written.replace(/[,%\s]/g, '').replace('−', '-');
    return { value: Number(digits), percent, start: match.index, end: match.index + written.length };
  });
}

export const PICK_OPTION = {
  type: 'choice',
  choices: ['last', 'first', 'only'],
  default: 'last',
  summary:
    'which number of the text counts: the last, the first, or the only one, and then none where there are more',
} as const satisfies ChoiceOption;

/**
 * The number of a text that counts, of those that `find` finds there, its offsets into the completion; undefined where
 * there is none.
 */
export function pickNumber(
  scored: ScoredText,
  pick: (typeof PICK_OPTION)['choices'][number],
  tracer?: Tracer,
  find = findNumbers,
): FoundNumber | undefined {
  const found = find(scored.text);
  const chosen =
    pick === 'last' ? found.at(-1) : pick === 'first' || found.length === 1 ? found[0] : undefined;
  const number = chosen && {
    ...chosen,
    start: scored.start + chosen.start,
    end: scored.start + chosen.end,
  };
  tracer?.step({
    title: 'Find the number',
    inputs: [
      { name: 'numbers', value: listed(found.map(({ start, end }) => scored.text.slice(start, end))) },
      { name: 'counts', value: `the ${pick}` },
    ],
    ...(number === undefined
      ? { result: found.length === 0 ? 'no number' : `${found.length} numbers, not one`, ends: 'zero' }
      : {
          result: scored.text.slice(number.start - scored.start, number.end - scored.start),
          paint: [{ on: 'completion', ranges: [number], as: 'content' }],
        }),
  });
  return number;
}
