import { isObject } from '../../json.ts';
import { builtIn } from '../builtIn.ts';
import { listed, quoted } from '../explain/written.ts';
import type { RewardInput } from '../reward.ts';
import { columnOf, needAnswers, needColumn, wrongColumn } from '../rowColumns.ts';
import { ANSWERS_OPTION, scoredText, TEXT_OPTION } from '../scoredText.ts';
import { normaliseSquad } from './exactMatch.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export const multipleChoice = builtIn({
  name: 'multipleChoice',
  short: 'MC',
  summary: '1 where the answer names the right choice, by its letter or by its text',
  source:
    'multiple-choice accuracy of MMMU (arXiv 2311.16502), eval_utils.py: parse_multi_choice_response, without its ' +
    'guess at random where no letter is found',
  options: {
    text: TEXT_OPTION,
    column: {
      ...ANSWERS_OPTION,
      summary: 'the column with the right letter, or with the text of the right choice',
    },
    choices: {
      type: 'text',
      default: 'choices',
      summary:
        'the column with the choices, if the row has one: a list of texts, or an object from letter to text',
    },
    letters: {
      type: 'integer',
      default: 10,
      minimum: 2,
      maximum: 26,
      summary: 'how many letters there are, from A on',
    },
  },
  columns: ({ column, choices }) => [column, choices],
  scorer:
    ({ text, column, choices, letters }) =>
    (input, tracer) => {
      const texts = readChoices(input, choices);
      const known = texts.size > 0 ? [...texts.keys()].join('') : LETTERS.slice(0, letters);
      const right = needAnswers(input, column).flatMap((answer) => rightLetter(answer, known, texts) ?? []);
      if (right.length === 0) wrongColumn(column, needColumn(input, column), `a letter from ${known}`);
      const scored = scoredText(input.completion, text, tracer);
      if (scored === undefined) return { value: 0 };
      const found = findLetter(scored.text, known) ?? byText(scored.text, texts);
      tracer?.step({
        title: 'Find the choice',
        inputs: [{ name: 'letters', value: listed(Array.from(known)) }],
        ...(found === undefined
          ? { result: 'no letter and no choice’s text', ends: 'zero' }
          : { result: `${found.letter}, ${found.how}` }),
      });
      if (found === undefined) return { value: 0 };
      const value = right.includes(found.letter) ? 1 : 0;
      tracer?.step({
        title: 'Compare with the right choice',
        inputs: [{ name: 'right', value: listed(right) }],
        result: value === 1 ? 'the right choice' : 'another choice',
        value,
        paint: [{ on: 'completion', ranges: [scored], as: value === 1 ? 'match' : 'miss' }],
      });
      return { value };
    },
});

interface FoundLetter {
  readonly letter: string;
  /** The rule that found it. */
  readonly how: string;
}

/** The rules in the order in which they are tried; where one fits several times, the last counts. */
const RULES: readonly (readonly [how: string, pattern: RegExp])[] = [
  ['the answer is a letter alone', /^[\s([{"'*]*([A-Za-z])[\s)\]}"'*.:,]*$/g],
  ['the answer starts with a letter and a mark', /^[\s"'*]*(?:\(([A-Z])\)|([A-Z])[).:](?=\s|$))/g],
  [
    'after “answer is” or “answer:”',
    /\b(?:[Aa]nswer|ANSWER)(?:\s{1,5}is)?\s{0,5}:?\s{0,5}(?:(?:option|choice)\s{1,5})?["'*([]{0,3}([A-Z])(?![\p{L}\p{N}'’])/gu,
  ],
  ['a letter in brackets', /\(([A-Z])\)/g],
  [
    'a letter by itself',
    /(?<![\p{L}\p{N}'’])([B-HJ-Z])(?![\p{L}\p{N}'’])|(?<![\p{L}\p{N}'’])([AI])(?=[.,;:)]|\s*$)/gu,
  ],
];

function findLetter(text: string, known: string): FoundLetter | undefined {
  for (const [how, pattern] of RULES) {
    let last: string | undefined;
    for (const match of text.matchAll(pattern)) {
      const letter = (match[1] ?? match[2] ?? '').toUpperCase();
      if (letter !== '' && known.includes(letter)) last = letter;
    }
    if (last !== undefined) return { letter: last, how };
  }
  return undefined;
}

function byText(text: string, texts: ReadonlyMap<string, string>): FoundLetter | undefined {
  const given = normaliseSquad(text);
  for (const [letter, choice] of texts) {
    if (normaliseSquad(choice) === given) return { letter, how: `the text of ${quoted(choice)}` };
  }
  return undefined;
}

function rightLetter(answer: string, known: string, texts: ReadonlyMap<string, string>): string | undefined {
  const [, letter = ''] = /^\s*\(?([A-Za-z])[).:]?\s*$/.exec(answer) ?? [];
  const upper = letter.toUpperCase();
  return upper !== '' && known.includes(upper) ? upper : byText(answer, texts)?.letter;
}

/** Letter to text; none where the row has no such column. */
function readChoices(input: RewardInput, column: string): ReadonlyMap<string, string> {
  const value = columnOf(input, column);
  if (value === undefined || value === null) return new Map();
  if (isObject(value)) {
    const entries = Object.entries(value).map(
      ([letter, text]) => [letter.trim().toUpperCase(), text] as const,
    );
    const texts = entries.flatMap(([letter, text]) =>
      /^[A-Z]$/.test(letter) && typeof text === 'string' ? ([[letter, text]] as const) : [],
    );
    if (texts.length === entries.length) return new Map(texts);
  }
  if (
    Array.isArray(value) &&
    value.length <= LETTERS.length &&
    value.every((text) => typeof text === 'string')
  ) {
    return new Map(value.map((text, index) => [LETTERS.charAt(index), text.replace(PREFIX, '')]));
  }
  return wrongColumn(column, value, 'a list of texts or an object from letter to text');
}

/** The letter that a choice of the list may start with: `A. a cat`, `(A) a cat`. */
const PREFIX = /^\s*(?:\([A-Z]\)|[A-Z][.):])\s*/;
