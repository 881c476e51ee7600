import { describe, expect, it } from 'vitest';
import { explain, score } from './score.ts';

describe('count', () => {
  const count = (completion: string, row: object, options = {}): number | string =>
    score('count', completion, { row: { ...row }, options });

  it('compares the number of the answer', () => {
    expect(count('<answer>3</answer>', { possible_answers: ['3'] })).toBe(1);
    expect(count('<answer>There are three owls.</answer>', { possible_answers: 3 })).toBe(1);
    expect(count('<answer>twenty</answer>', { possible_answers: 'Twenty birds' })).toBe(1);
    expect(count('<answer>4</answer>', { possible_answers: ['3'] })).toBe(0);
    expect(count('<answer>some</answer>', { possible_answers: ['3'] })).toBe(0);
  });
  it.each([
    ['Twenty-one', 21],
    ['there are ninety\u2011nine of them', 99],
    ['forty', 40],
    ['two-three', 3],
    ['a five-year-old', 5],
    ['two-3', 3],
    ['Number-four', 4],
    ['six,six', 6],
    ['twenty-onerous', 20],
  ])('reads the words of %j as %d', (text, number) => {
    expect(count(`<answer>${text}</answer>`, { possible_answers: number })).toBe(1);
  });
  it('reads hyphenated words in the right answer', () => {
    expect(count('21', { possible_answers: ['Twenty-one'] })).toBe(1);
    expect(count('21', { possible_answers: ['twenty-two'] })).toBe(0);
  });
  it('marks the whole word', () => {
    const { steps } = explain('count', 'about twenty-one cats', { row: { possible_answers: 21 } });
    expect(steps.find(({ title }) => title === 'Find the number')).toMatchObject({
      result: 'twenty-one',
      paint: [{ ranges: [{ start: 6, end: 16 }] }],
    });
  });
  it('finds no number word inside another word', () => {
    expect(count('<answer>often</answer>', { possible_answers: 10 })).toBe(0);
  });
  it('counts true boxes, and predicted ones', () => {
    const row = {
      bboxs: [
        [0, 0, 1, 1],
        [2, 2, 3, 3],
      ],
    };
    const options = { column: 'bboxs', from: 'boxes' };
    expect(count('2', row, { column: 'bboxs' })).toBe(1);
    expect(count('<bbox>[[5,5,9,9],[1,1,2,2]]</bbox>', row, options)).toBe(1);
    expect(count('<bbox>[[5,5,9,9]]</bbox>', row, options)).toBe(0);
    expect(count('<bbox>[]</bbox>', { bboxs: [] }, options)).toBe(1);
  });
  it('can give a part of the reward for a near count', () => {
    const options = { credit: 'relative' };
    expect(count('3', { possible_answers: 4 }, options)).toBe(0.75);
    expect(count('9', { possible_answers: 4 }, options)).toBe(0);
    expect(count('1', { possible_answers: 0 }, options)).toBe(0);
  });
  it('is an error where the true count is missing or no number', () => {
    expect(count('3', {})).toBe('MissingColumn');
    expect(count('3', { possible_answers: ['many'] })).toBe('WrongColumn');
  });
});
