import { describe, expect, it } from 'vitest';
import { seenSize, TruthScorer, type TruthScoring } from '../../src/core/attainable.ts';
import type { CoordinateConvention } from '../../src/core/geometry/coordinates.ts';
import { sizeDisagreement } from '../../src/core/geometry/sizeDisagreement.ts';
import type { Size } from '../../src/core/geometry/smartResize.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { readSample } from '../../src/core/readSample.ts';
import { readSelection, STANDARD_SELECTION } from '../../src/core/rewards/selection.ts';
import { parseRow } from '../../src/core/row.ts';
import { checkRow } from '../../src/core/validate/checkRow.ts';

const RELATIVE = { coordinates: 'relative1000', rewardCoordinates: 'relative1000' } as const;

const good: JsonObject = {
  messages: [{ role: 'user', content: '<image>What is on the mat?' }],
  images: ['x.png'],
  image_caption: 'A cat sits on a mat.',
  bboxs: [[40, 60, 300, 260]],
  width: 640,
  height: 480,
  possible_answers: ['cat', 'a cat'],
};

const scoringOf = (changes: Partial<TruthScoring> = {}): TruthScoring => ({
  coordinates: 'resized28',
  rewardCoordinates: 'resized28',
  rewards: STANDARD_SELECTION.rewards,
  ...changes,
});

function attainable(changes: JsonObject, scoring: Partial<TruthScoring> = {}) {
  const row = { ...good, ...changes };
  const sample = readSample(row);
  return new TruthScorer(scoringOf(scoring)).score(row, sample, seenSize(sample, undefined));
}

/** Values by name. */
function values(changes: JsonObject, scoring: Partial<TruthScoring> = {}): Record<string, number | null> {
  const rewards = attainable(changes, scoring)?.rewards ?? [];
  return Object.fromEntries(rewards.map(({ name, value }) => [name, value]));
}

describe('the attainable reward', () => {
  it('is all there is for an ordinary sample', () => {
    const { rewards, total } = attainable({})!;
    expect(rewards.map(({ name }) => name)).toEqual(['format', 'caption', 'bbox', 'answer']);
    for (const { value, share } of rewards) {
      expect(value).toBeCloseTo(1, 5);
      expect(share).toBe(value);
    }
    expect(total).toBeCloseTo(4, 5);
  });

  it('of a Chinese caption is 0.0889: BLEU sees one token and ROUGE none', () => {
    expect(values({ image_caption: '一只猫坐在垫子上。' }).caption).toBeCloseTo(0.088_914, 6);
  });

  it.each([
    // BLEU is 0.1778, 0.3162, 0.5623; ROUGE-L is 1.
    ['Cat', 0.588_914],
    ['A cat', 0.658_114],
    ['A black cat', 0.781_171],
    ['A black cat sits', 1],
  ])('of the caption %j is %d: BLEU counts runs of four tokens', (caption, expected) => {
    expect(values({ image_caption: caption }).caption).toBeCloseTo(expected, 6);
  });

  it('of an answer with spaces at its ends is 0, unless another answer has none', () => {
    expect(values({ possible_answers: [' cat'] }).answer).toBe(0);
    expect(values({ possible_answers: ['cat '] }).answer).toBe(0);
    expect(values({ possible_answers: [' cat', 'a cat'] }).answer).toBe(1);
    expect(attainable({ possible_answers: [' cat', 'a cat'] })?.completion).toContain('<answer>a cat<');
  });

  it('takes the answer that most annotators gave', () => {
    const completion = attainable({ possible_answers: ['dog', 'cat', 'cat'] })?.completion;
    expect(completion).toContain('<answer>cat</answer>');
  });

  it('without boxes is 0 for bbox, and for format', () => {
    expect(values({ bboxs: [] })).toMatchObject({ bbox: 0, format: 0, answer: 1 });
  });

  it('of a small image is 0.0625 where the model sees a smaller one than the reward assumes', () => {
    const whole = { width: 100, height: 100, bboxs: [[0, 0, 100, 100]] };
    expect(values(whole, { coordinates: 'resized28MsSwift' }).bbox).toBeCloseTo(0.0625, 9);
    expect(values(whole).bbox).toBeCloseTo(1, 9);
  });

  it('is written in the coordinates of the model', () => {
    const relative: Partial<TruthScoring> = { coordinates: 'relative1000' };
    expect(attainable({}, relative)?.completion).toContain('[[62.5,125,468.75,541.667]]');
    expect(values({}, { ...relative, rewardCoordinates: 'relative1000' }).bbox).toBeCloseTo(1, 4);
  });

  it('of a reward that fails has no value, and the total goes on without it', () => {
    const { rewards, total } = attainable({ possible_answers: null })!;
    const answer = rewards.find(({ name }) => name === 'answer');
    expect(answer).toMatchObject({ value: null, share: 0, error: { type: 'TypeError' } });
    expect(total).toBeCloseTo(3, 5);
  });

  it('of an image too long to be resized still has the other rewards', () => {
    const { rewards } = attainable({ width: 4000, height: 4, bboxs: [[0, 0, 10, 4]] })!;
    expect(rewards.map(({ value }) => value)).toEqual([1, expect.closeTo(1, 9), null, 1]);
  });

  it('is not known without the size of the image', () => {
    expect(attainable({ width: null })).toBeUndefined();
    expect(attainable({ height: 0 })).toBeUndefined();
  });

  it('is written in the tags that the rewards ask for', () => {
    const chosen = (preset: string, ...others: string[]) => {
      const names = others.map((name) => ({ name }));
      const { rewards } = readSelection([{ name: 'tagFormat', options: { preset } }, ...names]);
      return attainable({}, { rewards })!;
    };
    expect(chosen('satori').total).toBe(1);
    expect(chosen('r1', 'answer').completion).toBe(
      '<think>A cat sits on a mat.</think>\n<answer>cat</answer>',
    );
    expect(chosen('r1', 'answer').total).toBe(2);
    expect(chosen('satoriThink', 'bbox').total).toBeCloseTo(2, 4);
    // The boxes are worth more than the tags of R1, which have no place for them.
    expect(chosen('r1', 'caption', 'bbox', 'format').rewards.map(({ value }) => value)).toEqual([
      0,
      1,
      expect.closeTo(1, 4),
      1,
    ]);
  });

  it('leaves out rewards of what no ground truth holds', () => {
    const { rewards } = readSelection([{ name: 'pointInBox' }, { name: 'answer' }]);
    expect(attainable({}, { rewards })?.rewards.map(({ name }) => name)).toEqual(['answer']);
  });

  it('weighs the rewards, and measures each within its range', () => {
    const { rewards } = readSelection([
      { name: 'format', weight: 2 },
      { name: 'answer', weight: 0.5 },
    ]);
    expect(attainable({}, { rewards })?.total).toBe(2.5);
  });
});

describe('a size that model and reward disagree on', () => {
  const whole = { width: 100, height: 100 };

  it('costs even a perfect answer its reward', () => {
    expect(sizeDisagreement(whole, [[0, 0, 100, 100]], 'resized28MsSwift', 'resized28')).toEqual({
      model: { width: 112, height: 112 },
      reward: { width: 448, height: 448 },
      iou: 0.0625,
    });
  });

  it('without boxes is told of the whole image', () => {
    expect(sizeDisagreement(whole, [], 'resized28EasyR1', 'resized28')?.iou).toBeCloseTo((448 / 504) ** 2, 9);
  });

  it.each<[CoordinateConvention, CoordinateConvention, { width: number; height: number }]>([
    ['resized28', 'resized28', whole],
    // Large enough for any least, small enough for any most.
    ['resized28MsSwift', 'resized28', { width: 560, height: 420 }],
    ['resized28MsSwift', 'resized28', { width: 4000, height: 3000 }],
    ['resized28MsSwift', 'resized28', { width: 4000, height: 4 }],
  ])('is none between %s and %s for %j', (model, reward, size) => {
    expect(sizeDisagreement(size, [], model, reward)).toBeUndefined();
  });
});

/** Problems of the good row with some columns changed, as `rule: message`; `file` is the size of its image file. */
function problems(
  changes: JsonObject,
  scoring: Partial<TruthScoring> = {},
  below = 0.7,
  file?: Size,
): string[] {
  const row = parseRow(0, { text: JSON.stringify({ ...good, ...changes }) });
  const sample = readSample(row.value!);
  const settings = scoringOf(scoring);
  const image =
    file === undefined ? undefined : ({ kind: 'ok', ...file, damage: undefined, animated: false } as const);
  const facts = {
    ...settings,
    attainableBelow: below,
    attainable: new TruthScorer(settings).score(row.value!, sample, seenSize(sample, image)),
  };
  return checkRow(row, { line: 1, image, scoring: facts })
    .filter(({ rule }) => rule === 'attainable' || rule === 'size-disagreement')
    .map(({ rule, message, path }) => `${rule} ${path?.join('.') ?? '-'}: ${message}`);
}

describe('the rules about scoring', () => {
  it('have nothing to say of an ordinary sample, nor where nothing is asked for', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ image_caption: '猫', possible_answers: [] }, {}, 0)).toEqual([]);
  });

  it('name the reward that falls short, and why', () => {
    expect(problems({ image_caption: '一只猫坐在垫子上。' })).toEqual([
      'attainable image_caption: a perfect answer gets caption 0.0889: ROUGE-L keeps a–z and 0–9 alone, and the ' +
        'caption has none of them; BLEU counts runs of up to 4 tokens, and the caption has 1 token',
    ]);
    expect(problems({ image_caption: 'A cat' })).toEqual([
      'attainable image_caption: a perfect answer gets caption 0.6581: BLEU counts runs of up to 4 tokens, and ' +
        'the caption has 2 tokens',
    ]);
    expect(problems({ image_caption: ' ' })).toEqual([
      'attainable image_caption: a perfect answer gets caption 0.0000: the caption is empty',
    ]);
    expect(problems({ possible_answers: ['cat '] })).toEqual([
      'attainable possible_answers: a perfect answer gets answer 0.0000: the answer "cat " has spaces at its ' +
        'ends, which a completion’s answer loses',
    ]);
    expect(problems({ possible_answers: [] })).toEqual([
      'attainable possible_answers: a perfect answer gets answer 0.0000: there is no answer',
    ]);
    expect(problems({ bboxs: [] })).toEqual([
      'attainable bboxs: a perfect answer gets format 0.0000 and bbox 0.0000: there are no boxes',
    ]);
  });

  it('tell why a reward fails', () => {
    expect(problems({ possible_answers: null })).toEqual([
      'attainable possible_answers: a perfect answer gets answer the error TypeError: possible_answers is of ' +
        'type NoneType, not a list',
    ]);
  });

  it('tell which sizes disagree, and what a perfect answer gets', () => {
    const small = { width: 100, height: 100, bboxs: [[0, 0, 100, 100]] };
    expect(problems(small, { coordinates: 'resized28MsSwift' })).toEqual([
      'size-disagreement bboxs: the model sees 112 × 112 pixels, the reward assumes 448 × 448 pixels: a perfect ' +
        'answer gets an IoU of 0.0625',
      'attainable bboxs: a perfect answer gets bbox 0.0625: the coordinates that the model writes span ' +
        '112 × 112, those that the reward reads 448 × 448',
    ]);
    const relative = problems({ bboxs: [] }, { coordinates: 'relative1000' }, 0);
    expect(relative).toEqual([
      'size-disagreement bboxs: the model writes 0–1000 coordinates, the reward reads pixels of the image ' +
        'resized as SATORI’s reward assumes: a perfect box of the whole image gets an IoU of 0.3065',
    ]);
  });

  describe('where the image file has another size than the row says', () => {
    const file = { width: 60, height: 40 };
    const row = { width: 100, height: 100, bboxs: [[0, 0, 60, 40]] };

    it('take the size that the model sees from the file and that of the reward from the row', () => {
      // The 84 × 56 that the model's box spans are 100 · 84 / 448 by 100 · 56 / 448 pixels: 234.375 of 2400.
      expect(problems(row, { coordinates: 'resized28MsSwift' }, 0.9, file)).toEqual([
        'size-disagreement bboxs: the model sees 84 × 56 pixels, the reward assumes 448 × 448 pixels (the image ' +
          'has 60 × 40 pixels, the row says 100 × 100 pixels): a perfect answer gets an IoU of 0.0977',
        'attainable bboxs: a perfect answer gets bbox 0.0977: the coordinates that the model writes span 84 × 56, ' +
          'those that the reward reads 448 × 448',
      ]);
    });

    it('blame the row’s size alone where model and reward share a convention', () => {
      const twice = { ...row, width: 120, height: 80 };
      const why =
        'attainable bboxs: a perfect answer gets bbox 0.2500: the reward scales by the row’s width and height, ' +
        'the image has 60 × 40 pixels';
      expect(problems(twice, {}, 0.9, file)).toEqual([why]);
      expect(problems(twice, RELATIVE, 0.9, file)).toEqual([why]);
    });

    it('have nothing to say of original pixels, which are read as they are', () => {
      const original = { coordinates: 'original', rewardCoordinates: 'original' } as const;
      expect(problems(row, original, 0.9, file)).toEqual([]);
    });
  });
});
