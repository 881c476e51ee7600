import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import { explain, score } from './score.ts';

const CHOICES = ['a dog', 'a cat', 'an owl'];

describe('multipleChoice', () => {
  const found = (completion: string, choices?: Json): string => {
    const row = { possible_answers: 'A', ...(choices === undefined ? {} : { choices }) };
    return explain('multipleChoice', completion, { row }).steps.find(
      ({ title }) => title === 'Find the choice',
    )!.result;
  };

  it.each([
    ['B', 'B, the answer is a letter alone'],
    [' (b). ', 'B, the answer is a letter alone'],
    ['**C**', 'C, the answer is a letter alone'],
    ['B. a cat', 'B, the answer starts with a letter and a mark'],
    ['(C) an owl, not (A)', 'C, the answer starts with a letter and a mark'],
    ['A cat sits there. The answer is B.', 'B, after “answer is” or “answer:”'],
    ['Answer: (D) or so', 'D, after “answer is” or “answer:”'],
    ['The answer is a cat', 'no letter and no choice’s text'],
    ['Not (A) but (C), I think', 'C, a letter in brackets'],
    ['I choose C over D', 'D, a letter by itself'],
    ['A cat is what I see', 'no letter and no choice’s text'],
    ['it must be A', 'A, a letter by itself'],
    ['Vitamin Z', 'no letter and no choice’s text'],
  ])('finds in %j %s', (completion, expected) => {
    expect(found(completion)).toBe(expected);
  });
  it('knows a choice by its text', () => {
    expect(found('The cat', CHOICES)).toBe('B, the text of “a cat”');
    expect(found('dog!', ['A. a cat', '(B) a dog'])).toBe('B, the text of “a dog”');
    expect(found('owl', { A: 'cat', d: 'owl' })).toBe('D, the text of “owl”');
  });
  it('compares with the right letter, or with the letter of the right text', () => {
    expect(score('multipleChoice', '<answer>B</answer>', { row: { possible_answers: ['B'] } })).toBe(1);
    expect(score('multipleChoice', '<answer>A</answer>', { row: { possible_answers: ['B'] } })).toBe(0);
    const row = { possible_answers: ['a cat'], choices: CHOICES };
    expect(score('multipleChoice', '<answer>B</answer>', { row })).toBe(1);
    expect(score('multipleChoice', '<answer>a cat</answer>', { row })).toBe(1);
  });
  it('counts only letters that there are', () => {
    const row = { possible_answers: 'A', choices: CHOICES };
    expect(score('multipleChoice', 'D', { row })).toBe(0);
    expect(explain('multipleChoice', 'D', { row }).steps.at(-1)?.ends).toBe('zero');
  });
  it('is an error where the right answer is no letter, or the choices cannot be read', () => {
    expect(score('multipleChoice', 'B', { row: { possible_answers: 'a cat' } })).toBe('WrongColumn');
    expect(score('multipleChoice', 'B', { row: { possible_answers: 'B', choices: 3 } })).toBe('WrongColumn');
    expect(score('multipleChoice', 'B')).toBe('MissingColumn');
  });
  it('is done with hostile texts at once', () => {
    const row = { possible_answers: 'B' };
    for (const hostile of [`answer${' '.repeat(500_000)}`, '('.repeat(500_000), 'answer '.repeat(100_000)]) {
      expect(score('multipleChoice', hostile, { row })).toBe(0);
    }
  });
});
