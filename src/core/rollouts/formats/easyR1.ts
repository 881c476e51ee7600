import { turnsOf } from '../messages.ts';
import { numberOf, RecordError } from '../rollout.ts';
import { cut, type TextFormat } from './textLog.ts';

const PROMPT = '[prompt] ';
const SCORE = '[score] ';

/**
 * `generations.log` of EasyR1 (verl/utils/logger/gen_logger.py): validation samples, a block each, with a blank line
 * after it. Outputs hold blank lines, too, so a block ends only after its score.
 */
export const easyR1: TextFormat = {
  name: 'easyr1',
  title: 'EasyR1 generations.log',
  begins: (line, before) => line.startsWith(PROMPT) && (before === undefined || before.startsWith(SCORE)),
  isComplete: (block, rest) =>
    /\n\[score\] [^\n]*\n\s*$/.test(block) && PROMPT.startsWith(rest.slice(0, PROMPT.length)),
  read(block, place) {
    const parts = cut(block.trimEnd(), [PROMPT, '[output] ', '[ground_truth] ', SCORE]);
    if (parts === undefined) {
      throw new RecordError('the block has not the lines [prompt], [output], [ground_truth] and [score]');
    }
    const [prompt = '', completion = '', solution = '', score = ''] = parts;
    const value = numberOf(score);
    if (value === undefined && !/^(nan|none)$/i.test(score.trim())) {
      throw new RecordError(`the score ${JSON.stringify(score)} is no number`);
    }
    return {
      source: place.source,
      line: place.line,
      step: place.step ?? 0,
      turns: turnsOf(prompt),
      completion,
      logged: { score: value ?? null },
      columns: { solution },
    };
  },
};
