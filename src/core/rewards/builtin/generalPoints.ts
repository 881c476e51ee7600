import type { Json } from '../../json.ts';
import { evaluate } from '../../math/arithmetic.ts';
import { equal, parseDecimal, writeRational } from '../../math/rational.ts';
import { builtIn } from '../builtIn.ts';
import { listed, quoted } from '../explain/written.ts';
import { needColumn, wrongColumn } from '../rowColumns.ts';
import { fieldOption, fieldText } from './jsonField.ts';

const CARDS = 4;

export const generalPoints = builtIn({
  name: 'generalPoints',
  short: 'GP',
  summary: '1 where the formula uses each of the four cards once and equals the target',
  source: 'GeneralPoints of SFT Memorizes, RL Generalizes (arXiv 2501.17161)',
  options: {
    text: fieldOption('formula'),
    column: {
      type: 'text',
      default: 'cards',
      summary: 'the column with the four cards: numbers, or A, 2 to 10, J, Q and K, with or without a suit',
    },
    target: { type: 'integer', default: 24, summary: 'what the formula must equal' },
    faceCards: {
      type: 'choice',
      choices: ['10', '11-13'],
      default: '10',
      summary: 'what J, Q and K count: 10 each, or 11, 12 and 13',
    },
  },
  columns: ({ column }) => [column],
  scorer:
    ({ text, column, target, faceCards }) =>
    (input, tracer) => {
      const cards = needColumn(input, column);
      const values = cardValues(cards, faceCards === '10');
      if (values === undefined) return wrongColumn(column, cards, 'a list of four cards');
      const scored = fieldText(input.completion, 'formula', text, tracer);
      if (scored === undefined) return { value: 0 };
      const [formula = ''] = scored.text.split('=');
      const result = evaluate(plain(formula));
      if (result.kind === 'problem') {
        const at = scored.start + Math.min(result.at, Math.max(0, formula.length - 1));
        tracer?.step({
          title: 'Evaluate the formula',
          inputs: [{ name: 'left of =', value: quoted(formula) }],
          result: result.message,
          ends: 'zero',
          paint: [{ on: 'completion', ranges: [{ start: at, end: at + 1 }], as: 'error' }],
        });
        return { value: 0 };
      }
      const used = result.numbers.map(Number).sort((a, b) => a - b);
      const usesCards = used.join() === values.join();
      const goal = parseDecimal(String(Math.abs(target)));
      const reaches =
        goal !== undefined &&
        equal(result.value, target < 0 ? { ...goal, numerator: -goal.numerator } : goal);
      const value = usesCards && reaches ? 1 : 0;
      tracer?.step({
        title: 'Evaluate the formula',
        inputs: [{ name: 'left of =', value: quoted(formula) }],
        result: `${writeRational(result.value)}, ${reaches ? 'the target' : `not ${target}`}`,
      });
      tracer?.step({
        title: 'Compare its numbers with the cards',
        inputs: [
          { name: 'cards', value: listed(values.map(String)) },
          { name: 'numbers', value: listed(used.map(String)) },
        ],
        result: usesCards ? 'each card once' : 'not each card once',
        value,
        paint: [{ on: 'completion', ranges: [scored], as: value === 1 ? 'match' : 'miss' }],
      });
      return { value };
    },
});

/** Signs that are written in other ways, each by one character, so that offsets stay; nothing but arithmetic. */
function plain(formula: string): string {
  return formula
    .replace(/[×·]/g, '*')
    .replace(/÷/g, '/')
    .replace(/[−–]/g, '-')
    .replace(/[A-Za-z^]/g, '?');
}

/** In ascending order; undefined where these are no four cards. */
function cardValues(cards: Json, faceIsTen: boolean): readonly number[] | undefined {
  if (!Array.isArray(cards) || cards.length !== CARDS) return undefined;
  const values = cards.map((card) => cardValue(card));
  if (!values.every((value) => value !== undefined)) return undefined;
  return values.map((value) => (faceIsTen ? Math.min(value, 10) : value)).sort((a, b) => a - b);
}

const RANKS = ['A', '2', '3', '4', '5', '6', '7', '8', '9', '10', 'J', 'Q', 'K'];
const SUIT = /^[HSDC♠♥♦♣♤♡♢♧](?=.)|(?<=.)[HSDC♠♥♦♣♤♡♢♧]$/u;

/** 1 to 13. */
function cardValue(card: Json): number | undefined {
  const written =
    typeof card === 'number' ? String(card) : typeof card === 'string' ? card.trim().toUpperCase() : '';
  const rank = written.replace(SUIT, '');
  const value = rank === 'T' ? 10 : RANKS.includes(rank) ? RANKS.indexOf(rank) + 1 : Number(rank || NaN);
  return Number.isInteger(value) && value >= 1 && value <= RANKS.length ? value : undefined;
}
