import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/core/math/arithmetic.ts';
import { writeRational } from '../../../src/core/math/rational.ts';
import { score } from './score.ts';

describe('exact arithmetic', () => {
  const value = (text: string): string => {
    const result = evaluate(text);
    return result.kind === 'value' ? writeRational(result.value) : result.message;
  };
  it.each([
    ['1/3 + 1/6', '1/2'],
    ['8 / (3 - 8/3)', '24'],
    ['2 - 3 - 4', '-5'],
    ['2 / 3 / 4', '1/6'],
    ['-2^2', '-4'],
    ['2^3^2', '512'],
    ['2^-1', '1/2'],
    ['--3', '3'],
    ['0.1 + 0.2', '3/10'],
    ['sqrt(9/4)', '3/2'],
    ['1/0', 'a division by zero'],
    ['sqrt(2)', 'a square root that is no fraction'],
    ['9^9^9', 'a power that has no exact value here'],
    ['2^0.5', 'a power that has no exact value here'],
    ['1 +', 'the expression ends too early'],
    ['(1', 'the expression ends too early'],
    ['1)', '")" was not expected'],
    ['2(3)', '"(" was not expected'],
    ['process.exit()', '"p" was not expected'],
    ['', 'the expression ends too early'],
    ['('.repeat(400), 'the brackets are nested too deep'],
    ['1'.repeat(501), 'the expression is too long'],
  ])('gives for %j %j', (text, expected) => {
    expect(value(text)).toBe(expected);
  });
});

describe('generalPoints', () => {
  const points = (completion: string, cards: (string | number)[], options = {}): number | string =>
    score('generalPoints', completion, { row: { cards }, options });

  it('accepts the example of the paper’s prompt', () => {
    const completion =
      '{\n  "cards": [4, 3, 2, K],\n  "number": [4, 3, 2, 10],\n  "formula": "4*3+2+10=24",\n}';
    expect(points(completion, ['4', '3', '2', 'K'])).toBe(1);
    expect(points(completion, ['4', '3', '2', 'K'], { faceCards: '11-13' })).toBe(0);
  });
  it('computes exactly', () => {
    expect(points('8/(3-8/3)', [3, 3, 8, 8])).toBe(1);
    expect(points('<answer>8 ÷ (3 − 8÷3) = 24</answer>', [3, 3, 8, 8])).toBe(1);
  });
  it('wants each card exactly once', () => {
    expect(points('4*6', [4, 6, 1, 1])).toBe(0);
    expect(points('4*6*1*1', [4, 6, 1, 1])).toBe(1);
    expect(points('4*6*1*1*1', [4, 6, 1, 1])).toBe(0);
    expect(points('24*1', [2, 4, 1, 1])).toBe(0);
  });
  it('takes J, Q and K as 10, or as 11 to 13', () => {
    expect(points('(12-10)*13-2', ['Q', '10', 'K', 2], { faceCards: '11-13' })).toBe(1);
    expect(points('(10+10+10)*1', ['J', 'Q', 'K', 'A'], { target: 30 })).toBe(1);
    expect(points('12*1*2*1', [12, 1, 2, 1], { faceCards: '11-13' })).toBe(1);
  });
  it('knows cards with their suits', () => {
    expect(points('4*3+2+10', ['H4', '3♠', 's2', 'D10'])).toBe(1);
    expect(points('4*3+2+10', ['4', '3', '2', 'T'])).toBe(1);
  });
  it('takes another target', () => {
    expect(points('1-2-3-4', [1, 2, 3, 4], { target: -8 })).toBe(1);
    expect(points('4*3+2+10', [4, 3, 2, 10], { target: 36 })).toBe(0);
  });
  it('evaluates arithmetic and nothing else', () => {
    for (const trick of ['4**3', '24', 'sqrt(4)*3*2*2', '4//3', '__import__("os")', '', '4*3+2+10)']) {
      expect(points(trick, [4, 3, 2, 10]), trick).toBe(0);
    }
  });
  it('is an error where there are no four cards', () => {
    expect(points('1', [1, 2, 3])).toBe('WrongColumn');
    expect(points('1', [1, 2, 3, 14])).toBe('WrongColumn');
    expect(points('1', [1, 2, 3, 'Z'])).toBe('WrongColumn');
    expect(score('generalPoints', '24')).toBe('MissingColumn');
  });
});

describe('virlAction', () => {
  const action = (completion: string, right: string | string[]): number | string =>
    score('virlAction', completion, { row: { action: right } });

  it('compares the action of the JSON', () => {
    const completion = '{"current observation": "…", "action": "turn_direction(northeast)"}';
    expect(action(completion, 'turn_direction(northeast)')).toBe(1);
    expect(action(completion, 'turn_direction(north)')).toBe(0);
    expect(action(completion, ['stop()', 'turn_direction(northeast)'])).toBe(1);
  });
  it('looks past case, spaces and quotation marks', () => {
    expect(action("{'action': 'Forward ()'}", 'forward()')).toBe(1);
    expect(action('{"action": "turn_direction(\\"north east\\")"}', 'turn_direction(northeast)')).toBe(1);
  });
  it('reads the answer tag, else the whole completion', () => {
    expect(action('<answer>stop()</answer>', 'stop()')).toBe(1);
    expect(action('stop()', 'stop()')).toBe(1);
    expect(action('I would stop()', 'stop()')).toBe(0);
  });
  it('is an error without the right action', () => {
    expect(score('virlAction', 'stop()')).toBe('MissingColumn');
  });
});
