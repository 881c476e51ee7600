import { describe, expect, it } from 'vitest';
import { readMath, sameMath } from '../../../src/core/math/mathText.ts';
import { score } from './score.ts';

describe('answers of mathematics', () => {
  const same = (a: string, b: string): boolean =>
    sameMath(readMath(a, 'hundredth'), readMath(b, 'hundredth'));

  it.each([
    ['\\frac{1}{2}', '0.5'],
    ['\\dfrac12', '1/2'],
    ['1/2', '50\\%'],
    ['\\frac{\\frac{1}{2}}{3}', '1/6'],
    ['1\\frac{1}{2}', '3/2'],
    ['-1 1/2', '-1.5'],
    ['1,234.5', '1234.50'],
    ['10{,}000', '10000'],
    ['1.5e3', '1500'],
    ['2^{10}', '1024'],
    ['2^{-1}', '\\frac12'],
    ['\\sqrt{16}', '4'],
    ['2\\sqrt{3}', '2\\sqrt3'],
    ['\\frac{\\sqrt{3}}{2}', '\\frac{\\sqrt3}2'],
    ['2\\cdot 3', '6'],
    ['$5', '\\$5.00'],
    ['90^\\circ', '90'],
    ['5\\text{ cm}', '5'],
    ['5 square feet', '5'],
    ['x = 7', '7.'],
    ['(1, 2)', '\\left(1,\\frac{4}{2}\\right)'],
    ['[0, 1)', '[0,1)'],
    ['\\{1, 2, 2\\}', '\\{2, 1, 2\\}'],
    ['3\\pi', '3 \\pi'],
    ['\\text{Monday}', 'monday'],
    ['\\frac{x}{2}', 'x/2'],
  ])('%s is the same as %s', (a, b) => {
    expect(same(a, b)).toBe(true);
    expect(same(b, a)).toBe(true);
  });
  it.each([
    ['0.333', '1/3'],
    ['3\\pi', '3'],
    ['5x', '5'],
    ['(1, 2)', '(2, 1)'],
    ['[0, 1)', '[0, 1]'],
    ['\\{1, 1, 2\\}', '\\{1, 2, 2\\}'],
    ['', '0'],
    ['1/0', '0'],
    ['50', '50\\%'],
    ['2^{999999}', '0'],
  ])('%s is not the same as %s', (a, b) => {
    expect(same(a, b)).toBe(false);
  });
  it('is done with hostile texts at once', () => {
    for (const hostile of [
      '9^'.repeat(450),
      '('.repeat(900),
      '\\frac'.repeat(190),
      `5 ${'ab '.repeat(320)}!`,
    ]) {
      expect(same(hostile, '1')).toBe(false);
    }
    expect(same('x'.repeat(1_000_000), '1')).toBe(false);
  });
});

describe('mathAnswer', () => {
  const math = (completion: string, answer: string | string[], options = {}): number | string =>
    score('mathAnswer', completion, { row: { possible_answers: answer }, options });

  it('reads the last box, whatever braces it holds', () => {
    expect(math('\\boxed{1} no, \\boxed{\\frac{1}{2}}', '0.5')).toBe(1);
    expect(math('so \\boxed{\\{1, 2\\}}.', '\\{2,1\\}')).toBe(1);
    expect(math('\\boxed{3} and \\boxed{4', '3')).toBe(1);
    expect(math('so \\boxed {7} of 9', '7')).toBe(1);
    expect(math('so \\boxed\n{\\boxed {7}} of 9', '7')).toBe(1);
    expect(math('so \\fbox{7} of 9', '7')).toBe(1);
    // The box of MATH wins over the frame, wherever they stand.
    expect(math('\\boxed{7} and \\fbox{8}', '7')).toBe(1);
    expect(math('<answer>\\boxed{3}</answer> \\boxed{4}', '3')).toBe(1);
  });
  it('reads what follows the last ####, in completion and answer alike', () => {
    // The form of GSM8K's answers.
    const gold = 'She sold 48/2 = <<48/2=24>>24 clips in May.\n#### 72';
    expect(math('24 + 48 = 72\n#### 72 ', gold)).toBe(1);
    expect(math('\\boxed{72}', gold)).toBe(1);
    expect(math('#### 48', gold)).toBe(0);
  });
  it('reads the answer tag, else the whole completion', () => {
    expect(math('<answer> $0.50 </answer>', '\\frac{1}{2}')).toBe(1);
    expect(math('1/2', '\\frac{1}{2}')).toBe(1);
    expect(math('it is 1/2', '\\frac{1}{2}')).toBe(0);
  });
  it('can insist on a box or on ####', () => {
    expect(math('1/2', '0.5', { text: 'boxed' })).toBe(0);
    expect(math('\\boxed{1/2}', '0.5', { text: 'boxed' })).toBe(1);
    expect(math('1/2', '0.5', { text: 'hashes' })).toBe(0);
    expect(math('so\n#### 1/2', '0.5', { text: 'hashes' })).toBe(1);
  });
  it('can drop the percent sign', () => {
    expect(math('50%', '50')).toBe(0);
    expect(math('50%', '50', { percent: 'dropped' })).toBe(1);
  });
  it('is an error, never a reward, where the right answer is empty or missing', () => {
    expect(math('', '')).toBe('WrongColumn');
    expect(math('4', 'no answer \\boxed{}')).toBe('WrongColumn');
    expect(score('mathAnswer', '4')).toBe('MissingColumn');
  });
  it('is done with hostile completions in one pass', () => {
    expect(math('\\boxed{'.repeat(200_000), '1')).toBe(0);
  });
});
