import type { Signal } from './signal.ts';

const LEAST = 0.1;

/** A right answer without having looked at the right place: a guess, or a question that needs no image. */
export const rightAnswerWrongBox: Signal = {
  name: 'right-answer-wrong-box',
  title: 'Right answer, wrong place',
  about: 'The answer is right, and the boxes overlap the truth by an IoU under 0.1.',
  find({ values: { answer, bbox }, sample, parsed: { boxes } }) {
    if (answer !== 1 || bbox === undefined || bbox === null || bbox >= LEAST) return undefined;
    if ((sample?.truth.length ?? 0) === 0) return undefined;
    if (boxes?.kind !== 'boxes') return 'the answer is right, but it has no box that can be read';
    return `the answer is right, but the IoU of the boxes is ${bbox.toFixed(4)}`;
  },
};
