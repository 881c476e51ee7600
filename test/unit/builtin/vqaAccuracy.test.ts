import { describe, expect, it } from 'vitest';
import { processDigitArticle, processPunctuation } from '../../../src/core/rewards/builtin/vqaNormalise.ts';
import { score } from './score.ts';

/** Ten answers: so many times each. */
const people = (given: Readonly<Record<string, number>>): string[] =>
  Object.entries(given).flatMap(([answer, times]) => Array<string>(times).fill(answer));

describe('vqaAccuracy', () => {
  const accuracy = (completion: string, answers: string[], options = {}): number | string =>
    score('vqaAccuracy', completion, { row: { possible_answers: answers }, options });

  it.each([
    // By hand: k of ten people gave it. Leaving one of them out, min((k − 1) ÷ 3, 1); another, min(k ÷ 3, 1).
    [0, 0],
    [1, 9 / 3 / 10],
    [2, (2 / 3 + 8 * (2 / 3)) / 10],
    [3, (3 * (2 / 3) + 7) / 10],
    [4, 1],
    [10, 1],
  ])('where %d of ten gave the answer', (k, expected) => {
    const answers = people({ cat: k, dog: 10 - k });
    expect(accuracy('<answer>cat</answer>', answers)).toBeCloseTo(expected, 12);
  });
  it('normalises both sides where the answers differ', () => {
    const answers = people({ 'two dogs': 5, '2 dogs': 4, dogs: 1 });
    expect(accuracy('The 2 dogs.', answers)).toBe(1);
    expect(accuracy('DONT KNOW', people({ "don't know": 6, no: 4 }))).toBe(1);
  });
  it('compares as they are answers that are all the same, as vqaEval.py does', () => {
    const answers = people({ yes: 10 });
    expect(accuracy('yes', answers)).toBe(1);
    expect(accuracy('Yes.', answers)).toBe(0);
    expect(accuracy('Yes.', answers, { normalise: 'always' })).toBe(1);
  });
  it('reads answers as VQA v2 writes them', () => {
    const row = {
      answers: people({ cat: 9, dog: 1 }).map((answer, id) => ({ answer, answer_id: id + 1 })),
    };
    expect(score('vqaAccuracy', 'cat', { row, options: { column: 'answers' } })).toBe(1);
  });
  it('is an error where there are too few answers for anyone to reach 1', () => {
    expect(accuracy('cat', ['cat', 'cat', 'cat'])).toBe('WrongColumn');
    expect(score('vqaAccuracy', 'cat')).toBe('MissingColumn');
  });

  // What the official code prints for these, run by hand.
  it.each([
    ['red/blue', 'red blue'],
    ['red / blue', 'red  blue'],
    ['1,000 (dollars)', '1000 dollars'],
    ['x-ray', 'x ray'],
    ['5. st', '5 st'],
    ['3.5', '3.5'],
    ['.5', '.5'],
    ['a.b.', 'ab'],
    ['what?', 'what '],
    ['.'.repeat(40), '.'.repeat(8)],
  ])('processes the punctuation of %j', (text, expected) => {
    expect(processPunctuation(text)).toBe(expected);
  });
  it.each([
    ['The  Two cats', '2 cats'],
    ['none', '0'],
    ['an eleven', 'eleven'],
    ['couldntve', 'couldntve'],
    ["couldnt've couldn'tve", "couldn't've couldn't've"],
    ["somebody'd", 'somebodyd'],
    ['im', 'im'],
    ['twas', "'twas"],
  ])('processes digits, articles and contractions of %j', (text, expected) => {
    expect(processDigitArticle(text)).toBe(expected);
  });
});
