import { builtIn } from '../builtIn.ts';
import { quoted } from '../explain/written.ts';
import { needAnswers } from '../rowColumns.ts';
import { fieldOption, fieldText } from './jsonField.ts';

export const virlAction = builtIn({
  name: 'virlAction',
  short: 'act',
  summary: '1 where the navigation action is the right one, e.g. turn_direction(northeast)',
  source: 'V-IRL in SFT Memorizes, RL Generalizes (arXiv 2501.17161): the action of each step',
  options: {
    text: fieldOption('action'),
    column: {
      type: 'text',
      default: 'action',
      summary: 'the column with the right action, or with a list of them',
    },
  },
  columns: ({ column }) => [column],
  scorer:
    ({ text, column }) =>
    (input, tracer) => {
      const actions = needAnswers(input, column);
      const scored = fieldText(input.completion, 'action', text, tracer);
      if (scored === undefined) return { value: 0 };
      const given = plainAction(scored.text);
      const match = actions.find((action) => plainAction(action) === given);
      const value = match === undefined ? 0 : 1;
      tracer?.step({
        title: 'Compare with the right action',
        inputs: [
          { name: 'action', value: quoted(given) },
          ...actions.map((action) => ({ name: 'right', value: quoted(plainAction(action)) })),
        ],
        result: match === undefined ? 'another action' : 'the same action',
        value,
        paint: [{ on: 'completion', ranges: [scored], as: value === 1 ? 'match' : 'miss' }],
      });
      return { value };
    },
});

/** Without case, spaces and quotation marks: `turn_direction("North East")` is `turn_direction(northeast)`. */
function plainAction(action: string): string {
  return action.toLowerCase().replace(/[\s"'\\]/g, '');
}
