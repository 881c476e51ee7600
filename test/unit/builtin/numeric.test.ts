import { describe, expect, it } from 'vitest';
import { findNumbers } from '../../../src/core/rewards/builtin/numbers.ts';
import { score } from './score.ts';

describe('numbers in a text', () => {
  it.each([
    ['12 cats, 3.5 dogs', [12, 3.5]],
    ['1,234,567.5 and 1,23', [1234567.5, 1, 23]],
    ['-5 and 3-2 and x-4', [-5, 3, 2, 4]],
    ['−7', [-7]],
    ['R2D2 x_2 5cm $3.', [5, 3]],
    ['1e3 2.5E-2', [1000, 0.025]],
    ['.5', [0.5]],
    ['1.2.3', []],
    ['1,234.5.6 and .5.6', []],
    ['12.05.2021, 7.', [7]],
    ['none', []],
  ])('finds in %j %j', (text, expected) => {
    expect(findNumbers(text).map(({ value }) => value)).toEqual(expected);
  });
  it('tells percentages', () => {
    expect(findNumbers('50% of 20 %').map(({ percent, value }) => [value, percent])).toEqual([
      [50, true],
      [20, true],
    ]);
  });
  it('is done with a long list at once', () => {
    expect(findNumbers(`1${',111'.repeat(250_000)},11`).length).toBeGreaterThan(0);
  });
});

describe('numeric', () => {
  const numeric = (completion: string, answer: string | number | string[], options = {}): number | string =>
    score('numeric', completion, { row: { possible_answers: answer }, options });

  it.each([
    // ChartQA: at most 5% off.
    ['<answer>105</answer>', '100', 1],
    ['<answer>105.01</answer>', '100', 0],
    ['<answer>95</answer>', '100', 1],
    ['<answer>-95</answer>', '100', 0],
    ['<answer>0</answer>', '0', 1],
    ['<answer>0.01</answer>', '0', 0],
    ['<answer>45%</answer>', '0.45', 1],
    ['<answer>about 1,030 people</answer>', '1000', 1],
    ['<answer>many</answer>', '100', 0],
    ['<answer>1.2.3</answer>', '1.2', 0],
  ])('gives for %j against %j %d', (completion, answer, expected) => {
    expect(numeric(completion, answer)).toBe(expected);
  });
  it('takes other tolerances', () => {
    expect(numeric('3', 4, { absolute: 1 })).toBe(1);
    expect(numeric('101', 100, { relative: 0 })).toBe(0);
    expect(numeric('50%', 50, { percent: 'dropped' })).toBe(1);
  });
  it('takes the last number, or another one', () => {
    expect(numeric('5 + 7 = 12', 12)).toBe(1);
    expect(numeric('5 + 7 = 12', 5, { pick: 'first' })).toBe(1);
    expect(numeric('5 + 7 = 12', 12, { pick: 'only' })).toBe(0);
    expect(numeric('12', 12, { pick: 'only' })).toBe(1);
  });
  it('accepts any of several right numbers', () => {
    expect(numeric('20', ['unknown', '10', '20'])).toBe(1);
  });
  it('is an error where no right answer is a number', () => {
    expect(numeric('20', ['many'])).toBe('WrongColumn');
    expect(score('numeric', '20')).toBe('MissingColumn');
  });
});
