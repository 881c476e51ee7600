import { splitWords } from '../../text/whitespace.ts';
import { editDistance } from '../../text/editDistance.ts';
import { builtIn } from '../builtIn.ts';
import { quoted } from '../explain/written.ts';
import { needAnswers } from '../rowColumns.ts';
import { ANSWERS_OPTION, scoredText, TEXT_OPTION } from '../scoredText.ts';

/** By code points, as Python counts: lower case, single spaces. */
function characters(text: string): readonly string[] {
  return Array.from(splitWords(text.toLowerCase()).join(' '));
}

/**
 * 1 − edit distance ÷ length of the longer text, or 0 where that is under the threshold; 1 for two empty texts.
 * Lengths that alone rule out the threshold are not compared any further.
 */
export function similarity(given: readonly string[], right: readonly string[], threshold: number): number {
  const longer = Math.max(given.length, right.length);
  if (longer === 0) return 1;
  if (Math.min(given.length, right.length) / longer < threshold) return 0;
  const similar = 1 - editDistance(given, right) / longer;
  return similar < threshold ? 0 : similar;
}

export const anls = builtIn({
  name: 'anls',
  short: 'ANLS',
  summary: 'how near the answer is to the nearest right one by edit distance, 0 under a threshold',
  source: 'ANLS: ST-VQA (arXiv 1905.13648), as the DocVQA evaluation computes it for one question',
  options: {
    text: TEXT_OPTION,
    column: ANSWERS_OPTION,
    threshold: {
      type: 'number',
      default: 0.5,
      minimum: 0,
      maximum: 1,
      summary: 'a similarity below this counts as 0',
    },
  },
  columns: ({ column }) => [column],
  scorer:
    ({ text, column, threshold }) =>
    (input, tracer) => {
      const answers = needAnswers(input, column);
      const scored = scoredText(input.completion, text, tracer);
      if (scored === undefined) return { value: 0 };
      const given = characters(scored.text);
      const values = answers.map((answer) => similarity(given, characters(answer), threshold));
      const value = values.reduce((most, each) => Math.max(most, each), 0);
      tracer?.step({
        title: 'Compare with the right answers',
        inputs: answers.map((answer, index) => ({
          name: quoted(answer),
          value: similarityText(given, characters(answer), values[index] ?? 0),
        })),
        result: `the nearest has ${value.toFixed(4)}${value === 0 ? `: none reaches ${threshold}` : ''}`,
        value,
        paint: [{ on: 'completion', ranges: [scored], as: value > 0 ? 'match' : 'miss' }],
      });
      return { value };
    },
});

function similarityText(given: readonly string[], right: readonly string[], value: number): string {
  const longer = Math.max(given.length, right.length);
  if (value === 0) return `too far: ${given.length} and ${right.length} characters`;
  return `1 − ${Math.round((1 - value) * longer)} ÷ ${longer} = ${value.toFixed(4)}`;
}
