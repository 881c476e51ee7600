import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heaviestMatching } from '../../../src/core/geometry/matching.ts';
import { explain, score } from './score.ts';

describe('the heaviest matching', () => {
  /** Every way to pair the rows with different columns. */
  function heaviest(weights: readonly (readonly number[])[], taken = new Set<number>(), row = 0): number {
    const here = weights[row];
    if (here === undefined) return 0;
    // A row may also stay alone where there are fewer columns.
    let best = heaviest(weights, taken, row + 1);
    for (const [column, weight] of here.entries()) {
      if (taken.has(column)) continue;
      best = Math.max(best, weight + heaviest(weights, new Set([...taken, column]), row + 1));
    }
    return best;
  }

  it('is no lighter than any other, on tables of every shape', () => {
    const table = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
      .chain(([rows, columns]) =>
        fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows,
        }),
      );
    fc.assert(
      fc.property(table, (weights) => {
        const pairs = heaviestMatching(weights);
        expect(pairs).toHaveLength(Math.min(weights.length, weights[0]!.length));
        expect(new Set(pairs.map(([row]) => row)).size).toBe(pairs.length);
        expect(new Set(pairs.map(([, column]) => column)).size).toBe(pairs.length);
        const sum = pairs.reduce((total, [row, column]) => total + weights[row]![column]!, 0);
        expect(sum).toBe(heaviest(weights));
      }),
    );
  });
  it('is empty for an empty table', () => {
    expect(heaviestMatching([])).toEqual([]);
    expect(heaviestMatching([[], []])).toEqual([]);
  });
});

const A = [0, 0, 10, 10];
const B = [20, 20, 30, 30];

describe('boxIou', () => {
  const boxIou = (completion: string, bboxs: number[][]): number | string =>
    score('boxIou', completion, { row: { bboxs } });

  it('is the mean IoU of the best pairing', () => {
    expect(boxIou('<bbox>[[20,20,30,30],[0,0,10,10]]</bbox>', [A, B])).toBe(1);
    // Overlap 5×10 of 150.
    expect(boxIou('[[0,0,10,10],[25,20,35,30]]', [A, B])).toBeCloseTo((1 + 1 / 3) / 2, 12);
  });
  it('divides by the greater number of boxes', () => {
    expect(boxIou('[[0,0,10,10]]', [A, B])).toBe(0.5);
    expect(boxIou('[[0,0,10,10],[0,0,10,10],[50,50,60,60]]', [A])).toBeCloseTo(1 / 3, 12);
  });
  it('pairs for the best sum, not greedily', () => {
    // Greedily the first prediction would take the truth it overlaps most, and leave the second with none.
    const truth = [
      [0, 0, 10, 10],
      [8, 0, 18, 10],
    ];
    const predicted = '[[4,0,14,10],[4,0,10,10]]';
    // 60 of 140 with the second truth, and 60 of 100 with the first.
    expect(boxIou(predicted, truth)).toBeCloseTo((6 / 14 + 6 / 10) / 2, 12);
  });
  it('reads boxes wherever they are written', () => {
    expect(boxIou('<answer>[{"bbox_2d": [0, 0, 10, 10], "label": "cat"}]</answer>', [A])).toBe(1);
    expect(boxIou('<bbox>[[0,0,10]]</bbox> [0,0,10,10]', [A])).toBe(0);
    expect(boxIou('none', [])).toBe(1);
    expect(boxIou('[0,0,10,10]', [])).toBe(0);
  });
  it('scales from the space the predictions are in', () => {
    const row = { bboxs: [[0, 0, 320, 240]], width: 640, height: 480 };
    expect(score('boxIou', '[0,0,500,500]', { row, coordinates: 'relative1000' })).toBe(1);
    const { steps } = explain('boxIou', '[0,0,500,500]', { row, coordinates: 'relative1000' });
    expect(steps.flatMap(({ paint }) => paint ?? [])).toContainEqual({
      on: 'image',
      boxes: [[0, 0, 320, 240]],
      as: 'prediction',
    });
  });
  it('is an error where boxes or the size are missing or wrong', () => {
    expect(score('boxIou', '[0,0,1,1]')).toBe('MissingColumn');
    expect(score('boxIou', '[0,0,1,1]', { row: { bboxs: [[0, 0, 1]] } })).toBe('WrongColumn');
    expect(score('boxIou', '[0,0,1,1]', { row: { bboxs: [A] }, coordinates: 'resized28' })).toBe(
      'MissingColumn',
    );
    const thin = { bboxs: [A], width: 1, height: 1000 };
    expect(score('boxIou', '[0,0,1,1]', { row: thin, coordinates: 'resized28' })).toBe('WrongSize');
  });
  it('takes one flat true box', () => {
    expect(score('boxIou', '[0,0,10,10]', { row: { bboxs: A } })).toBe(1);
  });
});

describe('boxF1', () => {
  const f1 = (completion: string, bboxs: number[][], options = {}): number | string =>
    score('boxF1', completion, { row: { bboxs }, options });

  it('is 2·hits ÷ (predicted + true)', () => {
    expect(f1('[[0,0,10,10],[50,50,60,60]]', [A, B])).toBe(0.5);
    expect(f1('[[0,0,10,10]]', [A, B])).toBeCloseTo(2 / 3, 12);
    expect(f1('none', [A])).toBe(0);
    expect(f1('none', [])).toBe(1);
  });
  it('counts a pair from the threshold on', () => {
    // IoU 50 ÷ 100.
    expect(f1('[[0,0,10,5]]', [A])).toBe(1);
    expect(f1('[[0,0,10,5]]', [A], { threshold: 0.51 })).toBe(0);
    expect(f1('[[90,90,99,99]]', [A], { threshold: 0 })).toBe(0);
  });
  it('matches so that as many pairs as possible count', () => {
    const truth = [
      [0, 0, 10, 10],
      [0, 0, 10, 14],
    ];
    // The first fits both, the second only the second truth: 98 of 140, 60 of 140.
    expect(f1('[[0,0,10,12],[0,0,10,20]]', truth)).toBe(1);
  });
  it('counts each true box once', () => {
    expect(f1('[[0,0,10,10],[0,0,10,10]]', [A])).toBeCloseTo(2 / 3, 12);
  });
  it('tells precision and recall', () => {
    const { result } = explain('boxF1', '[[0,0,10,10]]', { row: { bboxs: [A, B] } });
    expect(result.components).toEqual({ precision: 1, recall: 0.5 });
  });
});

describe('pointInBox', () => {
  const point = (completion: string, bboxs: number[][], options = {}): number | string =>
    score('pointInBox', completion, { row: { bboxs }, options });

  it.each([
    ['<point>[5, 5]</point>', 1],
    ['<answer>(25, 25)</answer>', 1],
    ['click at (15, 15)', 0],
    ['(10, 10)', 1],
    ['(10.01, 10)', 0],
    ['<bbox>[[18,18,24,24]]</bbox>', 1],
    ['<bbox>[[0,0,30,30]]</bbox>', 0],
    ['nowhere', 0],
    ['(1, 2, 3)', 0],
  ])('gives for %j %d', (completion, expected) => {
    expect(point(completion, [A, B])).toBe(expected);
  });
  it('takes the first point, or the last', () => {
    expect(point('(15,15) then (5,5)', [A])).toBe(0);
    expect(point('(15,15) then (5,5)', [A], { pick: 'last' })).toBe(1);
  });
  it('is an error without a true box', () => {
    expect(point('(5,5)', [])).toBe('WrongColumn');
    expect(score('pointInBox', '(5,5)')).toBe('MissingColumn');
  });
});
