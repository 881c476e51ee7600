import { splitWords } from '../../text/whitespace.ts';
import { builtIn } from '../builtIn.ts';
import { decimal, plainNumber } from '../explain/written.ts';
import type { RewardInput } from '../reward.ts';
import { needColumn, wrongColumn } from '../rowColumns.ts';

export const overlongPenalty = builtIn({
  name: 'overlongPenalty',
  short: 'long',
  summary: '0 up to a length, then falling to −1 at the greatest length, and −1 beyond it',
  source: 'soft overlong punishment of DAPO (arXiv 2503.14476), section 3.4, equation 13',
  range: [-1, 0],
  options: {
    most: {
      type: 'integer',
      default: 20_480,
      minimum: 1,
      summary: 'the greatest length; from here on it is −1',
    },
    buffer: {
      type: 'integer',
      default: 4096,
      minimum: 1,
      summary: 'over how much length before the greatest one the penalty grows',
    },
    unit: {
      type: 'choice',
      choices: ['words', 'characters', 'column'],
      default: 'words',
      summary:
        'what is counted: words between spaces or characters, which need no tokenizer, or tokens from a column of the ' +
        'row',
    },
    column: {
      type: 'text',
      default: 'completion_ids',
      summary: 'for the unit column: the column with the number of tokens, or with their list',
    },
  },
  check: ({ most, buffer }) =>
    buffer > most
      ? [{ option: 'buffer', message: `buffer must be at most ${most}, the greatest length` }]
      : [],
  columns: ({ unit, column }) => (unit === 'column' ? [column] : []),
  scorer:
    ({ most, buffer, unit, column }) =>
    (input, tracer) => {
      const length = lengthOf(input, unit, column);
      const free = most - buffer;
      const value = length <= free ? 0 : length <= most ? (free - length) / buffer : -1;
      tracer?.step({
        title: 'Measure the length',
        inputs: [
          { name: 'free of penalty', value: `up to ${plainNumber(free)}` },
          { name: 'greatest', value: plainNumber(most) },
        ],
        result: `${plainNumber(length)} ${unit === 'column' ? 'tokens' : unit}`,
      });
      tracer?.step({
        title: 'Look up the penalty',
        inputs: [],
        result:
          value === 0 || length > most
            ? decimal(value)
            : `(${free} − ${length}) ÷ ${buffer} = ${decimal(value)}`,
        value,
      });
      return { value };
    },
});

function lengthOf(input: RewardInput, unit: 'words' | 'characters' | 'column', column: string): number {
  const { completion } = input;
  if (unit === 'words') return splitWords(completion).length;
  if (unit === 'characters') return Array.from(completion).length;
  const value = needColumn(input, column);
  if (Array.isArray(value)) return value.length;
  return typeof value === 'number'
    ? value
    : wrongColumn(column, value, 'a number of tokens or a list of them');
}
