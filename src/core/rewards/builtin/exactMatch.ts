import { builtIn } from '../builtIn.ts';
import { quoted } from '../explain/written.ts';
import { needAnswers } from '../rowColumns.ts';
import { ANSWERS_OPTION, scoredText, TEXT_OPTION } from '../scoredText.ts';
import { splitWords } from '../../text/whitespace.ts';

const ARTICLES = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;
/** Python's `string.punctuation`. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/** SQuAD's normalisation, in its order: lower case, no ASCII punctuation, no English articles, single spaces. */
export function normaliseSquad(text: string): string {
  const bare = text.toLowerCase().replace(PUNCTUATION, '').replace(ARTICLES, ' ');
  return splitWords(bare).join(' ');
}

export const exactMatch = builtIn({
  name: 'exactMatch',
  short: 'EM',
  summary: '1 where the answer equals a right one after lower-casing and dropping punctuation and articles',
  source: 'SQuAD 1.1 (arXiv 1606.05250), evaluate-v1.1.py: exact_match_score',
  options: { text: TEXT_OPTION, column: ANSWERS_OPTION },
  columns: ({ column }) => [column],
  scorer:
    ({ text, column }) =>
    (input, tracer) => {
      const answers = needAnswers(input, column);
      const scored = scoredText(input.completion, text, tracer);
      if (scored === undefined) return { value: 0 };
      const given = normaliseSquad(scored.text);
      tracer?.step({
        title: 'Normalise the answer',
        inputs: [{ name: 'answer', value: quoted(scored.text) }],
        result: quoted(given),
      });
      const match = answers.find((answer) => normaliseSquad(answer) === given);
      const value = match === undefined ? 0 : 1;
      tracer?.step({
        title: 'Compare with the right answers',
        inputs: answers.map((answer) => ({ name: quoted(answer), value: quoted(normaliseSquad(answer)) })),
        result: match === undefined ? 'equal to none' : `equal to ${quoted(match)}`,
        value,
        paint: [{ on: 'completion', ranges: [scored], as: value === 1 ? 'match' : 'miss' }],
      });
      return { value };
    },
});
