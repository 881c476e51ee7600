import { readMath, sameMath, writeMath, type MathValue } from '../../math/mathText.ts';
import { builtIn } from '../builtIn.ts';
import { listed, quoted } from '../explain/written.ts';
import type { ChoiceOption } from '../options.ts';
import { needAnswers, wrongColumn } from '../rowColumns.ts';
import {
  ANSWERS_OPTION,
  firstTag,
  lastBoxed,
  scoredText,
  strippedSpan,
  type ScoredText,
} from '../scoredText.ts';
import type { Tracer } from '../trace.ts';

const TEXTS = ['marked', 'boxed', 'hashes', 'answer', 'completion'] as const;
const TEXT = {
  type: 'choice',
  choices: TEXTS,
  default: 'marked',
  summary:
    'what is scored: inside the first <answer>, else the whole completion, the last \\boxed{…}, else what follows ' +
    'the last ####, else all of it (marked); the last \\boxed{…} and nothing else (boxed); the line after the last ' +
    '#### and nothing else (hashes); the first <answer>, else the whole completion (answer); the whole completion ' +
    '(completion)',
} as const satisfies ChoiceOption;

export const mathAnswer = builtIn({
  name: 'mathAnswer',
  short: 'math',
  summary:
    '1 where the answer is the same number, tuple, set or formula as a right one, however it is written',
  source:
    'MATH (arXiv 2103.03874) for \\boxed{…} and its equivalences, GSM8K (arXiv 2110.14168) for ####; as a reward ' +
    'DeepSeek-R1 (arXiv 2501.12948), section 2.2.2',
  options: {
    text: TEXT,
    column: ANSWERS_OPTION,
    percent: {
      type: 'choice',
      choices: ['hundredth', 'dropped'],
      default: 'hundredth',
      summary: 'whether 50% is 0.5 (hundredth), or its sign is dropped as in MATH and it is 50 (dropped)',
    },
  },
  columns: ({ column }) => [column],
  scorer:
    ({ text, column, percent }) =>
    (input, tracer) => {
      const answers = needAnswers(input, column).map((answer) => {
        const marked = markedIn(answer, { start: 0, end: answer.length }).text;
        // An empty right answer would be equal to an empty completion.
        if (marked === '') wrongColumn(column, answer, 'a text with an answer');
        return { marked, value: readMath(marked, percent) };
      });
      const scored = find(input.completion, text, tracer);
      if (scored === undefined) return { value: 0 };
      const given = readMath(scored.text, percent);
      tracer?.step({
        title: 'Read the answer',
        inputs: [{ name: 'answer', value: quoted(scored.text) }],
        result: `${KINDS[given.kind]}: ${writeMath(given)}`,
      });
      const match = answers.find((answer) => sameMath(given, answer.value));
      const value = match === undefined ? 0 : 1;
      tracer?.step({
        title: 'Compare with the right answers',
        inputs: answers.map(({ marked, value: right }) => ({
          name: quoted(marked),
          value: `${KINDS[right.kind]}: ${writeMath(right)}`,
        })),
        result: match === undefined ? 'the same as none' : `the same as ${quoted(match.marked)}`,
        value,
        paint: [{ on: 'completion', ranges: [scored], as: value === 1 ? 'match' : 'miss' }],
      });
      return { value };
    },
});

const KINDS: Readonly<Record<MathValue['kind'], string>> = { number: 'number', list: 'list', text: 'text' };

const HASHES = '####';

function find(completion: string, choice: (typeof TEXTS)[number], tracer?: Tracer): ScoredText | undefined {
  if (choice === 'boxed' || choice === 'answer' || choice === 'completion') {
    return scoredText(completion, choice, tracer);
  }
  const whole = { start: 0, end: completion.length };
  const tag = choice === 'marked' ? firstTag(completion, 'answer') : undefined;
  const scored = choice === 'marked' ? markedIn(completion, tag ?? whole) : afterHashes(completion, whole);
  tracer?.step({
    title: 'Find the text to score',
    inputs: [
      {
        name: 'looked for',
        value: choice === 'hashes' ? 'the last ####' : listed(['<answer>…</answer>', '\\boxed{…}', '####']),
      },
    ],
    ...(scored === undefined
      ? { result: 'no ####', ends: 'zero' }
      : { result: quoted(scored.text), paint: [{ on: 'completion', ranges: [scored], as: 'content' }] }),
  });
  return scored;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function markedIn(text: string, { start, end }: Range): ScoredText {
  const boxed = lastBoxed(text.slice(start, end));
  if (boxed !== undefined) return strippedSpan(text, { start: start + boxed.start, end: start + boxed.end });
  return afterHashes(text, { start, end }) ?? strippedSpan(text, { start, end });
}

/** The rest of the line after the last `####`. */
function afterHashes(text: string, { start, end }: Range): ScoredText | undefined {
  const at = text.slice(start, end).lastIndexOf(HASHES);
  if (at < 0) return undefined;
  const from = start + at + HASHES.length;
  const lineEnd = text.indexOf('\n', from);
  return strippedSpan(text, { start: from, end: lineEnd < 0 ? end : Math.min(end, lineEnd) });
}
