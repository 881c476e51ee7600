import { splitWords } from '../../text/whitespace.ts';
import { builtIn } from '../builtIn.ts';
import { decimal, listed, quoted } from '../explain/written.ts';

export const repetitionPenalty = builtIn({
  name: 'repetitionPenalty',
  short: 'rep',
  summary: 'the share of n-grams of the completion that were there before, times a penalty: −1 to 0',
  source:
    'Demystifying Long Chain-of-Thought (arXiv 2502.03373), appendix C.2, as in open-r1, rewards.py: ' +
    'get_repetition_penalty_reward',
  range: [-1, 0],
  options: {
    n: {
      type: 'integer',
      default: 3,
      minimum: 1,
      maximum: 100,
      summary: 'how many words or characters an n-gram has',
    },
    penalty: {
      type: 'number',
      default: -1,
      maximum: 0,
      minimum: -1,
      summary: 'what nothing but repetition would get',
    },
    unit: {
      type: 'choice',
      choices: ['words', 'characters'],
      default: 'words',
      summary:
        'n-grams of what: words between spaces, or characters, for texts without spaces such as Chinese',
    },
  },
  columns: () => [],
  scorer:
    ({ n, penalty, unit }) =>
    ({ completion }, tracer) => {
      const words = splitWords(completion.toLowerCase());
      const units = unit === 'words' ? words : Array.from(words.join(''));
      const total = units.length - n + 1;
      const times = new Map<string, number>();
      for (let start = 0; start < total; start++) {
        const gram = units.slice(start, start + n).join(unit === 'words' ? ' ' : '');
        times.set(gram, (times.get(gram) ?? 0) + 1);
      }
      // No n-gram, no repetition; and no −0 where there is none.
      const repeated = total < 1 ? 0 : 1 - times.size / total;
      const value = repeated === 0 ? 0 : repeated * penalty;
      if (tracer !== undefined) {
        const often = [...times].filter(([, count]) => count > 1).sort((a, b) => b[1] - a[1]);
        tracer.step({
          title: `Count the ${n}-grams`,
          inputs: [
            { name: `${n}-grams of ${unit}`, value: String(Math.max(0, total)) },
            { name: 'different', value: String(times.size) },
            {
              name: 'repeated',
              value: listed(often.map(([gram, count]) => `${quoted(gram)} ${count} times`)),
            },
          ],
          result: `${decimal(repeated)} of them repeat others`,
        });
        tracer.step({
          title: 'Multiply by the penalty',
          inputs: [{ name: 'penalty', value: String(penalty) }],
          result: decimal(value),
          value,
        });
      }
      return { value };
    },
});
