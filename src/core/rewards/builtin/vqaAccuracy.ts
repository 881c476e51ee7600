import { builtIn } from '../builtIn.ts';
import { counted, decimal, quoted } from '../explain/written.ts';
import { needAnswers, needColumn, wrongColumn } from '../rowColumns.ts';
import { scoredText, TEXT_OPTION } from '../scoredText.ts';
import { strip } from '../../text/whitespace.ts';
import { processDigitArticle, processPunctuation } from './vqaNormalise.ts';

/** With fewer, not even the answer that everyone gave reaches 1. */
const LEAST_ANSWERS = 4;

export const vqaAccuracy = builtIn({
  name: 'vqaAccuracy',
  short: 'VQA',
  summary:
    'the official VQA accuracy: min(people who gave this answer ÷ 3, 1), over every nine of ten people',
  source: 'VQA (arXiv 1505.00468) as computed by GT-Vision-Lab/VQA, vqaEval.py (2021)',
  options: {
    text: TEXT_OPTION,
    column: {
      type: 'text',
      default: 'possible_answers',
      summary: 'the column with the answers that people gave, ten as a rule, each as often as it was given',
    },
    normalise: {
      type: 'choice',
      choices: ['whereAnswersDiffer', 'always'],
      default: 'whereAnswersDiffer',
      summary:
        'whether answers are compared as they are where all people gave the same one, as in vqaEval.py ' +
        '(whereAnswersDiffer), or brought to one form there too (always)',
    },
  },
  columns: ({ column }) => [column],
  scorer:
    ({ text, column, normalise }) =>
    (input, tracer) => {
      const people = needAnswers(input, column);
      if (people.length < LEAST_ANSWERS) {
        const needed = `at least ${LEAST_ANSWERS} of the answers that people gave, but has ${people.length}`;
        wrongColumn(column, needColumn(input, column), needed);
      }
      const scored = scoredText(input.completion, text, tracer);
      if (scored === undefined) return { value: 0 };
      const differ = new Set(people.map(bare)).size > 1;
      const form = differ || normalise === 'always' ? normalised : bare;
      const given = form(scored.text);
      const answers = people.map(form);
      tracer?.step({
        title: 'Normalise the answers',
        inputs: [
          { name: 'answer', value: quoted(scored.text) },
          { name: 'people gave', value: differ ? 'different answers' : 'one answer' },
        ],
        result:
          form === bare ? `${quoted(given)}: compared as it is, as vqaEval.py does then` : quoted(given),
      });
      const same = answers.filter((answer) => answer === given).length;
      // Leaving out one who gave this answer leaves one fewer who did.
      const shares = answers.map((answer) => Math.min(1, (same - (answer === given ? 1 : 0)) / 3));
      const value = shares.reduce((sum, share) => sum + share, 0) / shares.length;
      tracer?.step({
        title: 'Count who gave this answer',
        inputs: tally(answers).map(([answer, times]) => ({
          name: quoted(answer),
          value: counted(times, 'time'),
        })),
        result: `${same} of ${people.length}`,
      });
      tracer?.step({
        title: 'Leave out one person at a time',
        inputs: [
          {
            name: 'without one who gave it',
            value: `min(${Math.max(0, same - 1)} ÷ 3, 1), ${counted(same, 'time')}`,
          },
          { name: 'without another', value: `min(${same} ÷ 3, 1), ${counted(people.length - same, 'time')}` },
        ],
        result: `mean ${decimal(value)}`,
        value,
        paint: [{ on: 'completion', ranges: [scored], as: value > 0 ? 'match' : 'miss' }],
      });
      return { value };
    },
});

const bare = (answer: string): string => strip(answer.replace(/[\n\t]/g, ' '));
const normalised = (answer: string): string => processDigitArticle(processPunctuation(bare(answer)));

function tally(answers: readonly string[]): readonly [string, number][] {
  const times = new Map<string, number>();
  for (const answer of answers) times.set(answer, (times.get(answer) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1]);
}
