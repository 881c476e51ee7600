import { describe, expect, it } from 'vitest';
import { findBuiltIn } from '../../../src/core/rewards/builtIns.ts';
import { score } from './score.ts';

describe('repetitionPenalty', () => {
  const penalty = (completion: string, options = {}): number | string =>
    score('repetitionPenalty', completion, { options });

  it.each([
    // open-r1: −(1 − different ÷ all), over the trigrams of lower-cased words.
    ['', 0],
    ['one two', 0],
    ['one two three', 0],
    ['one two three four', 0],
    ['a b c a b c', -(1 - 3 / 4)],
    ['this is a test and This Is A', -(1 - 5 / 6)],
    ['no no no no no no', -(1 - 1 / 4)],
  ])('gives for %j %d', (completion, expected) => {
    expect(penalty(completion)).toBeCloseTo(expected, 12);
  });
  it('takes other n-grams and penalties', () => {
    expect(penalty('a b a b', { n: 2, penalty: -0.5 })).toBeCloseTo(-0.5 / 3, 12);
    expect(penalty('猫猫猫猫', { unit: 'characters', n: 2 })).toBeCloseTo(-2 / 3, 12);
  });
  it('has no −0', () => {
    expect(Object.is(penalty('a b c d e'), 0)).toBe(true);
  });
});

describe('overlongPenalty', () => {
  const words = (length: number): string => 'word '.repeat(length);
  const options = { most: 20, buffer: 4 };

  it.each([
    // DAPO, equation 13.
    [0, 0],
    [16, 0],
    [17, -0.25],
    [18, -0.5],
    [20, -1],
    [21, -1],
  ])('gives for %d words %d', (length, expected) => {
    expect(score('overlongPenalty', words(length), { options })).toBe(expected);
  });
  it('counts characters, or the tokens of a column', () => {
    expect(score('overlongPenalty', '𝒜'.repeat(18), { options: { ...options, unit: 'characters' } })).toBe(
      -0.5,
    );
    const tokens = { ...options, unit: 'column' };
    expect(
      score('overlongPenalty', '', { options: tokens, row: { completion_ids: Array(18).fill(7) } }),
    ).toBe(-0.5);
    expect(
      score('overlongPenalty', '', { options: { ...tokens, column: 'tokens' }, row: { tokens: 17 } }),
    ).toBe(-0.25);
    expect(score('overlongPenalty', '', { options: tokens })).toBe('MissingColumn');
    expect(score('overlongPenalty', '', { options: tokens, row: { completion_ids: 'x' } })).toBe(
      'WrongColumn',
    );
  });
  it('says so where the buffer is longer than the whole', () => {
    expect(() => findBuiltIn('overlongPenalty')?.create({ most: 3, buffer: 4 })).toThrow(
      'buffer must be at most 3',
    );
  });
});
