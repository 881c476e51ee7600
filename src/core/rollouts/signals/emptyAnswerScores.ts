import { strip } from '../../text/whitespace.ts';
import type { Signal } from './signal.ts';

/** An empty text is a substring of every text, and equal to an empty possible answer. */
export const emptyAnswerScores: Signal = {
  name: 'empty-answer-scores',
  title: 'Empty answer scores',
  about: 'The answer is empty, and the answer reward is 1.',
  find({ parsed: { answer, text }, values }) {
    if (answer === undefined || values.answer !== 1) return undefined;
    if (strip(text, answer.start, answer.end) !== '') return undefined;
    return 'the answer is empty, and the answer reward is 1';
  },
};
