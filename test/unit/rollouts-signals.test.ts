import { describe, expect, it } from 'vitest';
import { fromOriginal, type CoordinateConvention } from '../../src/core/geometry/coordinates.ts';
import { writeCompletion } from '../../src/core/completion.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { RewardRunner } from '../../src/core/rewards/rewardRunner.ts';
import { REWARD_NAMES } from '../../src/core/rewards/reward.ts';
import { selectNames } from '../../src/core/rewards/selection.ts';
import { passes } from '../../src/core/rollouts/passing.ts';
import { rescore } from '../../src/core/rollouts/rescore.ts';
import type { Rollout } from '../../src/core/rollouts/rollout.ts';
import { bestOf, majorityVote, passAtK } from '../../src/core/rollouts/sampling.ts';
import { findSignals, SIGNAL_LIST, signalBits } from '../../src/core/rollouts/signals/index.ts';
import { judged, type Judged } from '../../src/core/rollouts/signals/judged.ts';

const ROW: JsonObject = {
  question: 'What is on the mat?',
  image_caption: 'A cat on a mat.',
  bboxs: [[64, 64, 256, 256]],
  width: 640,
  height: 480,
  possible_answers: ['cat'],
};

interface Given {
  readonly completion: string;
  readonly row?: JsonObject;
  readonly logged?: Rollout['logged'];
  readonly truncated?: boolean;
  readonly coordinates?: CoordinateConvention;
  readonly advantage?: number;
  readonly expected?: number;
}

function judge(given: Given): Judged {
  const {
    completion,
    row = ROW,
    logged = {},
    truncated,
    coordinates = 'resized28',
    advantage,
    expected,
  } = given;
  const rollout: Rollout = {
    source: 'x',
    line: 1,
    step: 1,
    turns: [],
    completion,
    logged,
    ...(truncated !== undefined && { truncated }),
    ...(advantage !== undefined && { advantage }),
  };
  const { rewards } = selectNames(REWARD_NAMES);
  const { values, errors } = rescore(new RewardRunner(), rewards, completion, row);
  const named = Object.fromEntries(rewards.map(({ name }, i) => [name, values[i] ?? null]));
  return judged({
    rollout,
    row,
    columns: {},
    values: named,
    errors,
    coordinates,
    rewardCoordinates: 'resized28',
    ranges: Object.fromEntries(rewards.map(({ name, range }) => [name, range])),
    ...(expected !== undefined && { expected: { value: expected, preset: 'trl' } }),
  });
}

const names = (group: readonly Given[]): string[][] =>
  findSignals(group.map(judge)).map((findings) => findings.map(({ signal }) => signal));
const evidence = (given: Given): string | undefined => findSignals([judge(given)])[0]?.[0]?.evidence;

const boxes = [fromOriginal([64, 64, 256, 256], 'resized28', 640, 480)];
const good = writeCompletion({ caption: 'A cat.', boxes, answer: 'cat' });
const write = (parts: Partial<Parameters<typeof writeCompletion>[0]>): string =>
  writeCompletion({ caption: 'A cat.', boxes, answer: 'cat', ...parts });

describe('signals', () => {
  it('find nothing in an honest completion', () => {
    expect(names([{ completion: good }])).toEqual([[]]);
  });

  it.each<[string, Given, string]>([
    [
      'boxes-cover-image',
      { completion: write({ boxes: [[0, 0, 640, 470]] }) },
      'the boxes cover 98% of the image',
    ],
    [
      'caption-is-question',
      { completion: write({ caption: 'what is on the mat' }) },
      'the caption is the question: “What is on the mat?”',
    ],
    ['repeated-block', { completion: good + good }, '<caption> 2 times, <bbox> 2 times, <answer> 2 times'],
    [
      'right-answer-wrong-box',
      { completion: write({ boxes: [[400, 300, 500, 400]] }) },
      'the answer is right, but the IoU of the boxes is 0.0000',
    ],
    [
      'right-answer-wrong-box',
      { completion: '<answer>cat</answer>' },
      'the answer is right, but it has no box that can be read',
    ],
    [
      'empty-answer-scores',
      { completion: write({ answer: ' ' }), row: { ...ROW, possible_answers: 'cat' } },
      'the answer is empty, and the answer reward is 1',
    ],
    [
      'wrong-coordinates',
      { completion: write({ boxes: [[0.1, 64 / 480, 0.4, 256 / 480]], answer: 'dog' }) },
      'the boxes look like 0–1 coordinates: read so, their IoU is 1.0000, not 0.0000',
    ],
    [
      'wrong-coordinates',
      { completion: write({ boxes: [[100, 133, 400, 533]], answer: 'dog' }) },
      'the boxes look like 0–1000 coordinates: read so, their IoU is 0.9',
    ],
    [
      'sizes-disagree',
      { completion: write({ answer: 'dog' }), coordinates: 'relative1000' },
      'the model sees 1000×1000, the reward assumes 644×476: a perfect box gets',
    ],
    ['truncated', { completion: good, truncated: true }, 'the trainer logged it as truncated'],
    [
      'truncated',
      { completion: '<caption>A cat.</caption> <bbox>[[1,2' },
      'it ends after 37 characters inside <bbox>',
    ],
    ['truncated', { completion: '<think>The mat is on the' }, 'it ends after 24 characters inside <think>'],
    [
      'truncated',
      { completion: '<caption>A cat.</caption>\n<bbox>[[1, 2, 3, 4]]</bbox>\n' },
      'it ends after <bbox>, before <answer>',
    ],
    [
      'truncated',
      { completion: '<think>Mats.</think> <caption>A cat.</caption> <bb' },
      'it ends after <caption>, before <answer>',
    ],
    [
      'drift',
      { completion: good, logged: { format: 1, answer: 0, bbox: null } },
      'answer was logged as 0.0000, is 1.0000; bbox was logged as failed, is 1.0000',
    ],
    [
      'drift',
      { completion: good, advantage: 0.71, expected: -0.2 },
      'the advantage was logged as 0.7100, the logged rewards give -0.2000 by TRL (GRPO)',
    ],
    [
      'gold-unreadable',
      { completion: 'x', row: { ...ROW, bboxs: 'none' } },
      'bboxs is text, expected a list of boxes [x1, y1, x2, y2]',
    ],
  ])('%s', (name, given, told) => {
    expect(names([given])[0]).toContain(name);
    const finding = findSignals([judge(given)])[0]?.find(({ signal }) => signal === name);
    expect(finding?.evidence).toContain(told);
  });

  it.each<[string, Given]>([
    ['boxes-cover-image', { completion: write({ boxes: [[0, 0, 644, 424]] }) }],
    // Where the truth is the whole image, so is a right box.
    [
      'boxes-cover-image',
      { completion: write({ boxes: [[0, 0, 640, 470]] }), row: { ...ROW, bboxs: [[0, 0, 640, 475]] } },
    ],
    ['caption-is-question', { completion: write({ caption: 'What is on the mat? A cat.' }) }],
    ['caption-is-question', { completion: write({ caption: '' }), row: { ...ROW, question: '???' } }],
    ['repeated-block', { completion: `<think>First <caption>, then <answer>.</think>${good}` }],
    ['repeated-block', { completion: `${good}</answer>` }],
    ['right-answer-wrong-box', { completion: write({ boxes: [[64, 64, 130, 130]] }) }],
    ['right-answer-wrong-box', { completion: write({ boxes: [[400, 300, 500, 400]], answer: 'dog' }) }],
    ['right-answer-wrong-box', { completion: good, row: { ...ROW, bboxs: [] } }],
    ['empty-answer-scores', { completion: write({ answer: ' ' }) }],
    ['wrong-coordinates', { completion: write({ boxes: [[400, 300, 500, 400]], answer: 'dog' }) }],
    ['sizes-disagree', { completion: good, coordinates: 'original' }],
    ['truncated', { completion: `${good} <` }],
    ['truncated', { completion: good, truncated: false }],
    ['truncated', { completion: `<think>I write <bbox> and <caption>.</think>${good}` }],
    ['truncated', { completion: '<caption>A cat.</caption> It is a cat.' }],
    ['truncated', { completion: '<bbox>[[1, 2, 3, 4]]</bbox>' }],
    ['drift', { completion: good, logged: { format: 1, bbox: 0.9995 }, advantage: 0.71, expected: 0.7071 }],
    ['drift', { completion: good, advantage: 0.71 }],
    ['gold-unreadable', { completion: good, row: { ...ROW, bboxs: [] } }],
  ])('does not find %s where it is nearly there', (name, given) => {
    expect(names([given])[0]).not.toContain(name);
  });

  it('does not call rounding drift, nor a reward that is not computed here', () => {
    expect(names([{ completion: good, logged: { format: 1, bbox: 0.9995, length: 12 } }])).toEqual([[]]);
  });

  it('find copies within a group, and groups that have every reward', () => {
    const bad = write({ answer: 'dog' });
    expect(names([{ completion: good }, { completion: bad }, { completion: good }])).toEqual([
      ['copies'],
      [],
      ['copies'],
    ]);
    const perfect = write({ caption: 'A cat on a mat.' });
    expect(names([{ completion: perfect }, { completion: `${perfect} ` }])).toEqual([
      ['saturated'],
      ['saturated'],
    ]);
    expect(evidence({ completion: perfect })).toBeUndefined();
    expect(names([{ completion: perfect }, { completion: good }])).toEqual([[], []]);
    expect(names([{ completion: good }, { completion: `${good}\n` }])).toEqual([[], []]);
  });

  it('say what they look for', () => {
    for (const { about } of SIGNAL_LIST) expect(about).toMatch(/^[A-Z].*\.$/);
  });

  it('fit into the bits of a number', () => {
    expect(SIGNAL_LIST.length).toBeLessThan(31);
    const [findings = []] = findSignals([judge({ completion: good, truncated: true })]);
    expect(signalBits(findings)).toBe(1 << SIGNAL_LIST.findIndex(({ name }) => name === 'truncated'));
  });
});

describe('many completions of one sample', () => {
  it('pass@k is the chance that one of k is right', () => {
    expect(passAtK(4, 1, 1)).toBeCloseTo(0.25, 12);
    expect(passAtK(4, 2, 2)).toBeCloseTo(1 - 1 / 6, 12);
    expect([passAtK(4, 0, 4), passAtK(4, 1, 4), passAtK(3, 1, 4)]).toEqual([0, 1, undefined]);
  });

  it('pass with a right answer, else with the first reward in full, and not at all where that failed', () => {
    const four = REWARD_NAMES.map((name) => ({ name }));
    expect(passes(four, [0, 0, 0, 1])).toBe(true);
    expect(passes(four, [1, 1, 1, 0.5])).toBe(false);
    expect(passes(four, [1, 1, 1, null])).toBeNull();
    expect(passes([{ name: 'short' }, { name: 'mine', builtIn: 'answer' }], [0, 1])).toBe(true);
    expect(passes([{ name: 'Accuracy' }], [1])).toBe(true);
    expect(passes([], [])).toBeNull();
  });

  it('the majority has the answer most often given, of ties the first', () => {
    const answers = ['b', ' a ', 'a', 'b'].map((answer) => `<answer>${answer}</answer>`);
    expect(majorityVote([...answers, 'none'])).toEqual({ answer: 'b', votes: 2, of: 4, tied: 2 });
    expect(majorityVote(answers.slice(0, 3))).toMatchObject({ answer: 'a', votes: 2, tied: 1 });
    expect(majorityVote(['none'])).toBeUndefined();
  });

  it('the best has the highest total', () => {
    expect([bestOf([1, null, 3, 3]), bestOf([null]), bestOf([-1, -2])]).toEqual([2, undefined, 0]);
  });
});
