import { describe, expect, it } from 'vitest';
import { score } from './score.ts';

describe('anls', () => {
  const anls = (given: string, answers: string[], options = {}): number | string =>
    score('anls', given, { row: { possible_answers: answers }, options });

  it.each([
    // Hand-computed: 1 − distance ÷ longer length.
    ['0.28', ['0.28'], 1],
    ['Hello World', ['hello  world '], 1],
    ['kitten', ['sitting'], 1 - 3 / 7],
    ['abcd', ['abxy'], 0.5],
    ['abc', ['axy'], 0],
    ['', ['x'], 0],
    ['', [''], 1],
    ['ab', ['zz', 'abc', 'ab?d'], 1 - 1 / 3],
  ])('gives %j against %j %d', (given, answers, expected) => {
    expect(anls(given, answers)).toBeCloseTo(expected, 12);
  });
  it('counts characters, not UTF-16 units', () => {
    expect(anls('𝒜b', ['𝒜c'])).toBe(0.5);
  });
  it('takes another threshold', () => {
    expect(anls('abc', ['axy'], { threshold: 0 })).toBeCloseTo(1 / 3, 12);
    expect(anls('kitten', ['sitting'], { threshold: 0.6 })).toBe(0);
  });
  it('does not compare what the lengths alone rule out', () => {
    const start = 'x'.repeat(2_000_000);
    expect(anls(start, ['x'])).toBe(0);
  });
  it('is an error without answers', () => {
    expect(score('anls', 'cat')).toBe('MissingColumn');
  });
});
