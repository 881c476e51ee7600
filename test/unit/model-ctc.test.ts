import { describe, expect, it } from 'vitest';
import { decode } from '../../src/model/ocr/ctc.ts';

const CHARACTERS = ['', 'a', 'b', '1', '2', '店', '.', ' '];

/** One step: the class that wins, its probability, and what is left for a space. */
type Step = readonly [character: string, probability: number, space?: number];

function read(steps: readonly Step[]): ReturnType<typeof decode> {
  const probabilities = new Float32Array(steps.length * CHARACTERS.length);
  steps.forEach(([character, probability, space = 0], step) => {
    const row = step * CHARACTERS.length;
    probabilities[row + CHARACTERS.length - 1] = space;
    probabilities[row + CHARACTERS.indexOf(character)] = probability;
  });
  return decode(probabilities, steps.length, CHARACTERS);
}

describe('CTC decoding', () => {
  it('merges repeats and drops blanks; a blank between keeps a double letter', () => {
    expect(
      read([
        ['a', 0.9],
        ['a', 0.8],
        ['', 1],
        ['a', 0.7],
        ['b', 0.6],
      ]).text,
    ).toBe('aab');
  });

  it('averages the confidence of the characters', () => {
    expect(
      read([
        ['a', 0.5],
        ['', 0.9],
        ['b', 1],
      ]).confidence,
    ).toBeCloseTo(0.75, 6);
    expect(read([['', 1]])).toEqual({ text: '', confidence: 0, positions: [] });
  });

  it('inserts a space where one is likelier than 1% between two letters', () => {
    expect(
      read([
        ['a', 0.9],
        ['', 0.9, 0.02],
        ['b', 0.9],
      ]).text,
    ).toBe('a b');
    expect(
      read([
        ['a', 0.9],
        ['', 0.9, 0.005],
        ['b', 0.9],
      ]).text,
    ).toBe('ab');
  });

  it('asks 30% of a space inside a number', () => {
    expect(
      read([
        ['1', 0.9],
        ['', 0.9, 0.2],
        ['2', 0.9],
      ]).text,
    ).toBe('12');
    expect(
      read([
        ['1', 0.9],
        ['', 0.6, 0.35],
        ['2', 0.9],
      ]).text,
    ).toBe('1 2');
    expect(
      read([
        ['1', 0.9],
        ['', 0.9, 0.2],
        ['.', 0.9],
      ]).text,
    ).toBe('1.');
    expect(
      read([
        ['1', 0.9],
        ['', 0.9, 0.2],
        ['a', 0.9],
      ]).text,
    ).toBe('1 a');
  });

  it('inserts no space before punctuation that closes', () => {
    expect(
      read([
        ['a', 0.9],
        ['', 0.6, 0.35],
        ['.', 0.9],
      ]).text,
    ).toBe('a.');
  });

  it('inserts no space beside Chinese', () => {
    expect(
      read([
        ['店', 0.9],
        ['', 0.5, 0.4],
        ['a', 0.9],
      ]).text,
    ).toBe('店a');
  });

  it('does not double a space that was read', () => {
    expect(
      read([
        ['a', 0.9],
        [' ', 0.9],
        ['b', 0.9],
      ]).text,
    ).toBe('a b');
  });

  it('says where each character stands', () => {
    const { text, positions } = read([
      ['a', 0.9],
      ['', 0.9, 0.5],
      ['', 1],
      ['b', 0.9],
    ]);
    expect(text).toBe('a b');
    expect(positions).toEqual([0.125, 0.5, 0.875]);
  });
});
