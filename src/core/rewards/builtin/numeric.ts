import { builtIn } from '../builtIn.ts';
import { decimal, listed, quoted } from '../explain/written.ts';
import { needAnswers, needColumn, wrongColumn } from '../rowColumns.ts';
import { ANSWERS_OPTION, scoredText, TEXT_OPTION } from '../scoredText.ts';
import { findNumbers, pickNumber, PICK_OPTION, type FoundNumber } from './numbers.ts';

export const numeric = builtIn({
  name: 'numeric',
  short: 'num',
  summary: '1 where the number in the answer is near enough to a right one',
  source: 'relaxed accuracy of ChartQA (arXiv 2203.10244), after PlotQA: within 5% of the true number',
  options: {
    text: TEXT_OPTION,
    column: ANSWERS_OPTION,
    relative: {
      type: 'number',
      default: 0.05,
      minimum: 0,
      summary: 'how far off it may be as a share of the right number, e.g. 0.05 for 5%',
    },
    absolute: { type: 'number', default: 0, minimum: 0, summary: 'how far off it may be in any case' },
    pick: PICK_OPTION,
    percent: {
      type: 'choice',
      choices: ['hundredth', 'dropped'],
      default: 'hundredth',
      summary: 'whether 50% is 0.5 (hundredth) or its sign is dropped and it is 50 (dropped)',
    },
  },
  columns: ({ column }) => [column],
  scorer:
    ({ text, column, relative, absolute, pick, percent }) =>
    (input, tracer) => {
      const valueOf = ({ value, percent: isPercent }: FoundNumber): number =>
        isPercent && percent === 'hundredth' ? value / 100 : value;
      const right = needAnswers(input, column).flatMap((answer) => {
        const [only, ...more] = findNumbers(answer);
        return only === undefined || more.length > 0 ? [] : valueOf(only);
      });
      if (right.length === 0) wrongColumn(column, needColumn(input, column), 'a number');
      const scored = scoredText(input.completion, text, tracer);
      if (scored === undefined) return { value: 0 };
      const found = pickNumber(scored, pick, tracer);
      if (found === undefined) return { value: 0 };
      const given = valueOf(found);
      const near = (expected: number): boolean => {
        const off = Math.abs(given - expected);
        return off <= absolute || off / Math.abs(expected) <= relative || off === 0;
      };
      const value = right.some(near) ? 1 : 0;
      tracer?.step({
        title: 'Compare with the right numbers',
        inputs: [
          { name: 'answer', value: String(given) },
          {
            name: 'off by',
            value: listed(
              right.map((expected) => `${decimal(Math.abs(given - expected))} from ${String(expected)}`),
            ),
          },
          { name: 'allowed', value: `${relative * 100}% of the right number, or ${absolute}` },
        ],
        result: value === 1 ? 'near enough' : `near enough to none: ${quoted(scored.text)}`,
        value,
        paint: [{ on: 'completion', ranges: [found], as: value === 1 ? 'match' : 'miss' }],
      });
      return { value };
    },
});
