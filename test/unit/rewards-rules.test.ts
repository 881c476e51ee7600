import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { groundTruthOf } from '../../src/core/rewards/groundTruth.ts';
import { REWARDS } from '../../src/core/rewards/registry.ts';
import { REWARD_NAMES, type GroundTruth, type RewardResult } from '../../src/core/rewards/reward.ts';
import { Scorer, scoreSatori } from '../../src/core/rewards/satori.ts';

/** An image of 448×448, whose resized size is its own. */
const COLUMNS = {
  image_caption: 'a cat sat on the mat.',
  bboxs: [[0, 0, 100, 100]],
  width: 448,
  height: 448,
  possible_answers: ['cat', 'a cat'],
};
const TRUTH: GroundTruth = COLUMNS;

function scoreOf(
  name: 'caption' | 'bbox' | 'answer',
  inner: string,
  truth: Partial<GroundTruth> = {},
): RewardResult {
  return scoreSatori(`<${name}>${inner}</${name}>`, { ...TRUTH, ...truth })[name];
}
const errorOf = (result: RewardResult): string | undefined => result.error?.type;

describe('the caption reward', () => {
  it('is the mean of BLEU and ROUGE-L', () => {
    const { value, components } = scoreOf('caption', 'a cat sat on a mat.');
    expect(value).toBe(((components?.bleu ?? NaN) + (components?.rougeL ?? NaN)) / 2);
    expect(components?.rougeL).toBeCloseTo(5 / 6, 12);
  });
  it('is 0 without a tag, and then has no components', () => {
    expect(scoreSatori('a cat sat on the mat.', TRUTH).caption).toEqual({ value: 0 });
  });
  it('strips the prediction', () => {
    expect(scoreOf('caption', '\x1f\u3000A cat sat on the mat.\x85 ').value).toBe(1);
  });
  it('does not strip the reference', () => {
    // The space before the quote makes it an opening one.
    const quoted = { image_caption: ' "a" cat sat here' };
    expect(scoreOf('caption', ' "a" cat sat here', quoted).value).toBe(1);
    expect(
      scoreOf('caption', 'a cat sat here', { image_caption: '\ufeffa cat sat here' }).value,
    ).toBeLessThan(1);
  });
  it('raises AttributeError where the reference is no text, but only if there is a prediction', () => {
    for (const image_caption of [null, 3, ['a cat']] as Json[]) {
      expect(errorOf(scoreOf('caption', 'a', { image_caption }))).toBe('AttributeError');
      expect(scoreSatori('no tag', { ...TRUTH, image_caption }).caption.value).toBe(0);
    }
  });
  it('raises RecursionError for about 1,000 y in a row', () => {
    expect(errorOf(scoreOf('caption', 'y'.repeat(1200)))).toBe('RecursionError');
    expect(errorOf(scoreOf('caption', 'a cat', { image_caption: 'y'.repeat(1200) }))).toBe('RecursionError');
  });
});

describe('the bbox reward', () => {
  it('is the IoU of unions with 1e-6 added to the union', () => {
    expect(scoreOf('bbox', '[[0,0,100,100]]').value).toBe(10_000 / (10_000 + 1e-6));
    expect(scoreOf('bbox', '[[0,0,50,100],[40,0,100,100]]').value).toBe(10_000 / (10_000 + 1e-6));
    expect(scoreOf('bbox', '[[50,0,150,100]]').value).toBe(5000 / (15_000 + 1e-6));
  });
  it('scales the prediction, not the truth', () => {
    const truth = { width: 100, height: 100, bboxs: [[0, 0, 100, 100]] };
    expect(scoreOf('bbox', '[[0,0,448,448]]', truth).value).toBeCloseTo(1, 9);
    expect(scoreOf('bbox', '[[0,0,112,112]]', truth).value).toBeCloseTo(0.0625, 9);
  });
  it('counts inverted boxes in full and boxes without area as nothing', () => {
    expect(scoreOf('bbox', '[[100,100,0,0]]').value).toBeCloseTo(1, 9);
    expect(scoreOf('bbox', '[[0,0,100,100],[5,5,5,400]]').value).toBeCloseTo(1, 9);
  });
  it('is 0 without a tag, for what cannot be parsed, and for no true boxes', () => {
    expect(scoreSatori('[[0,0,100,100]]', TRUTH).bbox.value).toBe(0);
    expect(scoreOf('bbox', 'none').value).toBe(0);
    expect(scoreOf('bbox', '[[0,0,100,100]]', { bboxs: [] }).value).toBe(0);
  });
  it('is 0 for coordinates that are not finite or beyond 1e150', () => {
    expect(scoreOf('bbox', '[[0,0,1e999,100]]').value).toBe(0);
    expect(scoreOf('bbox', '[[0,0,-1e151,100]]').value).toBe(0);
    expect(scoreOf('bbox', '[[0,0,100,100]]', { bboxs: [[0, 0, 1e151, 100]] }).value).toBe(0);
  });
  it('uses the first four of a longer true box, and takes bools', () => {
    expect(scoreOf('bbox', '[[0,0,100,100]]', { bboxs: [[0, 0, 100, 100, 7]] }).value).toBeCloseTo(1, 9);
    expect(scoreOf('bbox', '[[0,0,1,1]]', { bboxs: [[false, 0, true, 1]] }).value).toBeCloseTo(1, 5);
  });

  it.each<[string, Json, string]>([
    ['a flat list', [0, 0, 100, 100], 'IndexError'],
    ['a short box', [[0, 0, 100]], 'IndexError'],
    ['an empty box', [[]], 'IndexError'],
    ['a list too deep', [[[0, 0, 100, 100]]], 'IndexError'],
    ['boxes of two lengths', [[0, 0, 100, 100], [0, 0, 1, 1, 1]], 'ValueError'], // prettier-ignore
    ['a number among boxes', [[0, 0, 100, 100], 5], 'ValueError'],
    ['a text that is no number', [['a', 0, 100, 100]], 'ValueError'],
    ['a null coordinate', [[null, 0, 100, 100]], 'TypeError'],
    ['a null box', [null], 'TypeError'],
    ['objects', [{ x: 1 }], 'KeyError'],
    ['null', null, 'TypeError'],
    ['a text', '[[0,0,100,100]]', 'TypeError'],
  ])('raises for true boxes that are %s, but only if the prediction parsed', (_what, bboxs, type) => {
    expect(errorOf(scoreOf('bbox', '[[0,0,100,100]]', { bboxs }))).toBe(type);
    expect(scoreOf('bbox', '[[0,0,100]]', { bboxs }).value).toBe(0);
  });
  it('reads numbers that are written as text', () => {
    expect(scoreOf('bbox', '[[0,0,100,100]]', { bboxs: [['0', ' 0.0 ', '1e2', '1_00']] }).value).toBeCloseTo(
      1,
      9,
    );
  });

  it.each<[string, Partial<GroundTruth>, string]>([
    ['a ratio over 200', { width: 4000, height: 19 }, 'ValueError'],
    ['a zero side', { width: 0 }, 'ZeroDivisionError'],
    ['no width', { width: null }, 'TypeError'],
    ['a width in words', { width: '448' }, 'TypeError'],
  ])('raises for an image with %s, after the parse', (_what, truth, type) => {
    expect(errorOf(scoreOf('bbox', '[[0,0,100,100]]', truth))).toBe(type);
    expect(scoreOf('bbox', '[[0,0,100]]', truth).value).toBe(0);
  });
  it('raises OverflowError for an int beyond floats in an otherwise valid box, after the size', () => {
    const huge = `[[0,0,1${'0'.repeat(309)},100]]`;
    expect(scoreOf('bbox', huge).error).toEqual({
      type: 'OverflowError',
      message: 'the predicted coordinate 100000000000… is an int too large to convert to float',
    });
    expect(errorOf(scoreOf('bbox', huge, { width: 0 }))).toBe('ZeroDivisionError');
    expect(errorOf(scoreOf('bbox', huge, { bboxs: [1] }))).toBe('OverflowError');
  });
  it('raises what the literal raises', () => {
    expect(errorOf(scoreOf('bbox', '{[0,0,100,100]}'))).toBe('TypeError');
    expect(errorOf(scoreOf('bbox', `[[${'-'.repeat(3000)}1,2,3,4]]`))).toBe('RecursionError');
  });
  it('can take predictions in another space', () => {
    const truth = { ...TRUTH, width: 640, height: 480, bboxs: [[64, 48, 320, 240]] };
    const inSpace = { original: '64,48,320,240', relative1000: '100,100,500,500', relative1: '.1,.1,.5,.5' };
    for (const [coordinates, box] of Object.entries(inSpace) as [keyof typeof inSpace, string][]) {
      const { bbox } = scoreSatori(`<bbox>[[${box}]]</bbox>`, truth, { coordinates });
      expect(bbox.value).toBeCloseTo(1, 9);
    }
  });
});

describe('the answer reward', () => {
  it('is 1 for a possible answer, stripped', () => {
    expect(scoreOf('answer', '\x1c\u00a0a cat\n').value).toBe(1);
    expect(scoreOf('answer', 'dog').value).toBe(0);
  });
  it('folds neither case nor Unicode forms, and no number matches', () => {
    expect(scoreOf('answer', 'Cat').value).toBe(0);
    expect(scoreOf('answer', 'e\u0301', { possible_answers: ['é'] }).value).toBe(0);
    expect(scoreOf('answer', '3', { possible_answers: [3] }).value).toBe(0);
  });
  it('lets an empty answer match an empty text', () => {
    expect(scoreOf('answer', ' ', { possible_answers: [''] }).value).toBe(1);
    expect(scoreOf('answer', ' ').value).toBe(0);
  });
  it('looks for a substring in a text, by whole characters', () => {
    expect(scoreOf('answer', 'at', { possible_answers: 'cat' }).value).toBe(1);
    expect(scoreOf('answer', '', { possible_answers: 'cat' }).value).toBe(1);
    expect(scoreOf('answer', '\ud83d', { possible_answers: '😀' }).value).toBe(0);
  });
  it('looks among the keys of an object', () => {
    expect(scoreOf('answer', 'cat', { possible_answers: { cat: 1 } }).value).toBe(1);
    expect(scoreOf('answer', 'toString', { possible_answers: {} }).value).toBe(0);
  });
  it('raises TypeError for null and numbers, but only if there is an answer', () => {
    expect(errorOf(scoreOf('answer', 'cat', { possible_answers: null }))).toBe('TypeError');
    expect(errorOf(scoreOf('answer', 'cat', { possible_answers: 3 }))).toBe('TypeError');
    expect(scoreSatori('cat', { ...TRUTH, possible_answers: null }).answer.value).toBe(0);
  });
});

describe('a missing column', () => {
  it('raises TypeError, as a missing argument does, and is named', () => {
    for (const name of REWARD_NAMES) {
      for (const column of REWARDS[name].columns) {
        const result = scoreSatori('', { ...TRUTH, [column]: undefined })[name];
        expect(result.error).toEqual({ type: 'TypeError', message: `the column ${column} is missing` });
      }
    }
  });
});

describe('a scorer', () => {
  it('gives the same again, whichever captions came between', () => {
    const scorer = new Scorer();
    const first = scorer.score('<caption>a cat sat</caption>', TRUTH);
    for (let at = 0; at < 1500; at++)
      scorer.score('<caption>x</caption>', { ...TRUTH, image_caption: `caption ${at}` });
    expect(scorer.score('<caption>a cat sat</caption>', TRUTH)).toEqual(first);
  });
});

describe('the ground truth of a row', () => {
  it("is its columns under the reference's names, even null", () => {
    expect(groundTruthOf({ ...COLUMNS, possible_answers: null, answers: ['x'] })).toEqual({
      ...TRUTH,
      possible_answers: null,
    });
  });
  it('is found under other names, and where a setting says', () => {
    const row = { caption: 'a', bboxes: [], objects: { frame: [3, 4] }, solution: 's' };
    expect(groundTruthOf(row, { width: 'objects.frame.0', height: 'objects.frame.1' })).toEqual({
      image_caption: 'a',
      bboxs: [],
      width: 3,
      height: 4,
      possible_answers: 's',
    });
  });
});
