import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFormat } from '../../src/core/completion.ts';
import {
  REWARD_NAMES,
  type GroundTruth,
  type RewardName,
  type Trace,
} from '../../src/core/rewards/reward.ts';
import { Scorer } from '../../src/core/rewards/satori.ts';
import type { Paint, TraceStep } from '../../src/core/rewards/trace.ts';
import { goldenCases } from './support/golden.ts';

const TOLERANCE = 1e-12;
const scorer = new Scorer();

const TRUTH = {
  image_caption: 'A red bus stops here.',
  bboxs: [[0, 0, 448, 448]],
  width: 448,
  height: 448,
  possible_answers: ['Bus', 'the bus'],
};

function explain(name: RewardName, completion: string, truth: Partial<GroundTruth> = {}): Trace {
  return scorer.explain(name, completion, { ...TRUTH, ...truth });
}

function stepOf({ steps }: Trace, title: string): TraceStep {
  const found = steps.find((step) => step.title === title);
  if (found === undefined)
    throw new Error(`no step ${title} among ${steps.map((step) => step.title).join(', ')}`);
  return found;
}

function input(step: TraceStep, name: string): string | undefined {
  return step.inputs.find((each) => each.name === name)?.value;
}

const close = (value: number | undefined, expected: number | undefined): boolean =>
  value !== undefined && expected !== undefined && Math.abs(value - expected) <= TOLERANCE;

/** What must hold of every trace, whatever was scored. */
function check(name: RewardName, completion: string, truth: GroundTruth): void {
  const trace = scorer.explain(name, completion, truth);
  expect(trace.result).toEqual(scorer.scoreOne(name, completion, truth));
  const { steps, result } = trace;
  const last = steps.at(-1);
  if (result.error === undefined) {
    expect(close(last?.value, result.value), `${name}: ${last?.value} is not ${result.value}`).toBe(true);
    expect(steps.some(({ ends }) => ends === 'raises')).toBe(false);
  } else {
    expect(last).toMatchObject({ title: `Python raises ${result.error.type}`, ends: 'raises' });
    expect(last?.result).toBe(result.error.message);
  }
  for (const { ends } of steps.slice(0, -1)) expect(ends).toBeUndefined();
  if (name === 'caption' && result.components !== undefined) checkCaption(trace);
  if (name === 'bbox' && steps.some(({ title }) => title === 'Union')) checkAreas(trace);
  for (const paint of steps.flatMap((step) => step.paint ?? [])) checkPaint(paint, completion, truth);
  // As the command line prints it: nothing may be lost on the way.
  expect(JSON.parse(JSON.stringify(steps))).toEqual(steps);
}

/** The numbers of the steps make up the score by its definition. */
function checkCaption(trace: Trace): void {
  const { components } = trace.result;
  const value = (title: string): number => stepOf(trace, title).value ?? NaN;
  const bleu = value('BLEU-4');
  expect(close(bleu, components?.bleu), `BLEU ${bleu}`).toBe(true);
  expect(close(value('ROUGE-L'), components?.rougeL), 'ROUGE').toBe(true);
  if (bleu === 0) return;
  const precisions = [1, 2, 3, 4].map((order) => value(`${order}-gram precision`));
  const product = value('Brevity penalty') * precisions.reduce((all, each) => all * each, 1) ** 0.25;
  expect(close(product, bleu), `${product} is not ${bleu}`).toBe(true);
}

function checkAreas(trace: Trace): void {
  const value = (title: string): number => stepOf(trace, title).value ?? NaN;
  const union = value('Union');
  const parts = value('Intersection') + value('Missed') + value('Extra');
  expect(Math.abs(parts - union)).toBeLessThanOrEqual(1e-9 * union);
  expect(close(value('Intersection') / (union + 1e-6), trace.result.value ?? NaN)).toBe(true);
}

function checkPaint(paint: Paint, completion: string, truth: GroundTruth): void {
  if (paint.on === 'image') return;
  const text = paint.on === 'completion' ? completion : truth.image_caption;
  if (typeof text !== 'string') throw new Error('marks a caption that is no text');
  let before = 0;
  for (const { start, end } of paint.ranges) {
    expect(start).toBeGreaterThanOrEqual(before);
    expect(end).toBeGreaterThanOrEqual(start);
    before = end;
  }
  expect(before).toBeLessThanOrEqual(text.length);
}

describe('the trace of a reward', () => {
  it.each(REWARD_NAMES)('ends in the score of every golden line: %s', (name) => {
    for (const golden of goldenCases()) check(name, golden.completion, golden);
  });

  const word = fc.constantFrom(
    'a',
    'the',
    'Red',
    'bus',
    'stops',
    'don’t',
    "don't",
    '"x"',
    'İ',
    '猫',
    'u.s.',
    '.',
  );
  const caption = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
  const number = fc.oneof(fc.integer({ min: -50, max: 1200 }), fc.constantFrom(0.5, 1e200, 448));
  const list = fc.array(fc.tuple(number, number, number, number), { maxLength: 5 });
  const piece = fc.oneof(
    fc.constantFrom(
      '<caption>',
      '</caption>',
      '<bbox>',
      '</bbox>',
      '<answer>',
      '</answer>',
      '[[',
      ']]',
      '\n',
      ' ',
    ),
    fc.constantFrom('bus', ' Bus.', '[1,2,3,4]', 'None', '{[1]}', '\r', '\ufeff', '+', '1e999'),
  );
  const completion = fc.oneof(
    fc
      .record({ caption, list, answer: word })
      .map(
        (parts) =>
          `<caption>${parts.caption}</caption> <bbox>${JSON.stringify(parts.list)}</bbox>\n<answer>${parts.answer}</answer>`,
      ),
    fc.array(piece, { maxLength: 16 }).map((pieces) => pieces.join('')),
  );
  const truth = fc.record({
    image_caption: fc.oneof(caption, fc.constantFrom(null, 7)),
    bboxs: fc.oneof(list, fc.constantFrom(null, [1, 2, 3, 4], [[1]], 'x')),
    width: fc.constantFrom<number | null>(640, 0, 100_000, null),
    height: fc.constantFrom(480, 3000),
    possible_answers: fc.oneof(fc.array(word), fc.constantFrom(null, 'a red bus', { bus: 1 }, [3, 'Bus'])),
  });

  it('ends in the score of anything', () => {
    fc.assert(
      fc.property(completion, truth, fc.constantFrom(...REWARD_NAMES), (text, row, name) => {
        check(name, text, row);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('format, step by step', () => {
  const whole = '<caption>c</caption> <bbox>[[1,2,3,4]]</bbox> <answer>a</answer>';

  it('finds the parts in order', () => {
    const { steps } = explain('format', ` ${whole}`);
    expect(steps.map(({ result }) => result)).toEqual([
      'found at character 2',
      'found at character 12',
      'found at character 38',
      'found at character 57',
      '1',
    ]);
    expect(steps[1]?.paint).toEqual([
      {
        on: 'completion',
        as: 'tag',
        ranges: [
          { start: 11, end: 21 },
          { start: 22, end: 28 },
          { start: 28, end: 30 },
        ],
      },
    ]);
  });

  it.each([
    ['', 'there is no <caption>'],
    [`Sure: ${whole}`, '“Sure: ” stands before <caption>'],
    [`\ufeff${whole}`, 'a byte order mark'],
    ['<caption>c', 'there is no </caption>'],
    ['<caption>c</caption>', 'there is no <bbox> after </caption>'],
    [whole.replace('> <bbox', '> and <bbox'), '“and ” stands between </caption> and <bbox>'],
    ['<bbox>[[1]]</bbox><caption>c</caption>', '“<bbox>[[1]]</bbox>” stands before <caption>'],
    [
      '<caption>c</caption><answer>a</answer><bbox>[[1,2,3,4]]</bbox>',
      '“<answer>a</answer>” stands between </caption> and <bbox>',
    ],
    [whole.replace('[[', '[ ['), '<bbox> is followed by “[ [1,2,3,4]]”, not by [[ side by side'],
    [whole.replace(']]', ']'), 'there is no ]] side by side after [['],
    [whole.replace('</bbox>', ''), 'there is no </bbox> after ]]'],
    [whole.replace('<answer>', 'a'), 'there is no <answer> after </bbox>'],
    [
      '<caption><answer></caption><bbox>[[1]]</bbox>',
      'out of order: <answer> stands before </bbox>, not after it',
    ],
    [whole.replace('</answer>', ''), 'there is no </answer>'],
    [`${whole} more`, '“ more” follows </answer> on its line; $ wants the end of the text or a \\n'],
    [`${whole}\rmore`, 'a carriage return alone is no line end to Python'],
  ])('says where %j breaks', (completion, reason) => {
    const { steps, result } = explain('format', completion);
    expect(checkFormat(completion).ok).toBe(false);
    expect(result.value).toBe(0);
    expect(steps.at(-1)).toMatchObject({ ends: 'zero', value: 0 });
    expect(steps.at(-1)?.result).toContain(reason);
  });
});

describe('caption, step by step', () => {
  const trace = explain('caption', '<caption> A bus, a red bus stopped here</caption>');

  it('names the n-grams that match, clipped as often as the truth has them', () => {
    const unigrams = stepOf(trace, '1-gram precision');
    expect(unigrams.result).toBe('4 of 8 = 0.5000');
    expect(input(unigrams, 'matched')).toBe('“a”, “bus”, “red”, “here”');
    expect(input(unigrams, 'clipped')).toBe('“a” predicted ×2, true ×1, “bus” predicted ×2, true ×1');
    expect(stepOf(trace, '2-gram precision').result).toBe('2 of 7 = 0.2857');
  });

  it('says where smoothing stands in for no match', () => {
    const { result } = stepOf(trace, '4-gram precision');
    expect(result).toBe('0 of 5, smoothed to 0.1 of 5 = 0.0200');
  });

  it('marks what matched in both texts, as they were written', () => {
    const completion = '<caption> A bus, a red bus stopped here</caption>';
    const marked = (step: TraceStep, on: 'completion' | 'caption'): string[] =>
      (step.paint ?? []).flatMap((paint) => {
        if (paint.on !== on || paint.as !== 'match') return [];
        const text = on === 'completion' ? completion : TRUTH.image_caption;
        return paint.ranges.map(({ start, end }) => text.slice(start, end));
      });
    const lcs = stepOf(trace, 'Longest common subsequence');
    expect(marked(lcs, 'completion').join(' ')).toBe('A red bus stopped here');
    expect(marked(lcs, 'caption')).toEqual(['A red bus stops here']);
    expect(input(lcs, 'words')).toBe('a · red · bus · stop · here');
    expect(marked(stepOf(trace, '3-gram precision'), 'caption')).toEqual(['A red bus']);
  });

  it('says that a prediction without a word in common is 0 in spite of smoothing', () => {
    const none = explain('caption', '<caption>nothing</caption>');
    expect(stepOf(none, 'BLEU-4').result).toMatch(/^0\.0000: no word matches/);
  });

  it('says how the brevity penalty comes about', () => {
    expect(stepOf(trace, 'Brevity penalty').result).toBe('none: ×1');
    const short = explain('caption', '<caption>a red bus</caption>');
    expect(stepOf(short, 'Brevity penalty').result).toBe('×0.3679');
  });

  it('tells tags apart from what only looks like them', () => {
    const { steps } = explain('caption', '<Caption>a</Caption>');
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({
      result: 'there is no <caption>; “<Caption>” is not the same',
      ends: 'zero',
    });
    expect(explain('caption', '<caption>a').steps[0]?.result).toContain('never closed');
  });

  it('ends in the exception where the stemmer recurses too deeply, after what BLEU found', () => {
    const { steps, result } = explain('caption', `<caption>${'y'.repeat(1500)}</caption>`);
    expect(result.error?.type).toBe('RecursionError');
    expect(steps.map(({ title }) => title)).toContain('BLEU-4');
    expect(steps.at(-1)).toMatchObject({ title: 'Python raises RecursionError', ends: 'raises' });
    expect(steps.at(-1)?.inputs[0]?.value).toContain('would end the whole batch');
  });
});

describe('bbox, step by step', () => {
  it('resizes, scales and measures', () => {
    const trace = explain('bbox', '<bbox>[[0,0,448,224]]</bbox>', {
      width: 896,
      height: 896,
      bboxs: [[0, 0, 448, 896]],
    });
    const size = stepOf(trace, 'Find the size the boxes refer to');
    expect(size.result).toBe('616 × 616');
    expect(input(size, 'resize')).toBe('more than 401,408 pixels: sides × 0.7071, down to multiples of 28');
    expect(stepOf(trace, 'Scale the predicted boxes').inputs.map(({ value }) => value)).toEqual([
      '× 1.4545',
      '× 1.4545',
      '[0, 0, 448, 224] → [0, 0, 651.64, 325.82]',
    ]);
    expect(stepOf(trace, 'Missed').result).toBe('255,441.45 px² (63.6 %)');
    expect(stepOf(trace, 'Missed').paint).toEqual([
      { on: 'image', as: 'missed', polygons: [expect.any(Array) as never] },
    ]);
  });

  it.each([
    [[100, 100], 'fewer than 200,704 pixels: sides × 4.4800, up to multiples of 28'],
    [[630, 630], '200,704 to 401,408 pixels: sides to the nearest multiples of 28'],
  ])('says how an image of %j is resized', ([width, height], text) => {
    const trace = explain('bbox', '<bbox>[[0,0,1,1]]</bbox>', { width: width!, height: height! });
    expect(input(stepOf(trace, 'Find the size the boxes refer to'), 'resize')).toBe(text);
  });

  it('says why the text is no list, and where', () => {
    const step = stepOf(explain('bbox', 'x<bbox>[[1,2,3]]</bbox>'), 'Read the list of boxes');
    expect(step).toMatchObject({
      result: 'no list of boxes: box 1 has 3 elements, not 4 numbers (character 2 of the list)',
      ends: 'zero',
    });
    expect(step.paint?.at(-1)).toEqual({ on: 'completion', as: 'error', ranges: [{ start: 8, end: 9 }] });
  });

  it('says that a flat list is one box', () => {
    const step = stepOf(explain('bbox', '<bbox>[1,2,3,4]</bbox>'), 'Read the list of boxes');
    expect(step.result).toBe('one flat list of 4 numbers, taken as 1 box');
  });

  it('is 0 and not an exception for coordinates that cannot be measured', () => {
    const { steps, result } = explain('bbox', '<bbox>[[0,0,1e200,1]]</bbox>');
    expect(result.value).toBe(0);
    expect(steps.at(-1)).toMatchObject({ title: 'Measure the areas', ends: 'zero' });
  });

  it.each([
    ['{[1,2,3,4]}', {}, 'TypeError', 'Read the list of boxes'],
    ['[[1,2,3,4]]', { width: 0 }, 'ZeroDivisionError', 'Read the list of boxes'],
    ['[[1,2,3,4]]', { bboxs: [[1, 2]] }, 'IndexError', 'Scale the predicted boxes'],
    [`[[1,2,3,${'9'.repeat(400)}]]`, {}, 'OverflowError', 'Find the size the boxes refer to'],
  ])('ends in the exception for %s with %j', (literal, truth, type, before) => {
    const { steps } = explain('bbox', `<bbox>${literal}</bbox>`, truth);
    expect(steps.at(-1)).toMatchObject({ title: `Python raises ${type}`, ends: 'raises' });
    expect(steps.at(-2)?.title).toBe(before);
  });
});

describe('answer, step by step', () => {
  const compare = (answer: string, possible: GroundTruth['possible_answers']): (string | undefined)[] =>
    explain('answer', `<answer>${answer}</answer>`, { possible_answers: possible })
      .steps.slice(2, -1)
      .map(({ result }) => result);

  it('says of each possible answer how it differs', () => {
    const possible = ['bus', 'Bus', 'bus.', ' bus', 'Bus!', 'a bus', 'b', 'tram', 7, ['bus'], 'ｂｕｓ'];
    expect(compare(' bus\n', possible)).toEqual([
      'equal',
      'differs in case only',
      'differs in punctuation only',
      'differs in spaces only',
      'differs in case and punctuation only',
      'the answer says less than this',
      'the answer says more than this',
      'different',
      'of type int, which never equals a text',
      'of type list, which never equals a text',
      'differs in Unicode form only',
    ]);
  });

  it('takes no two texts of punctuation for the same', () => {
    expect(compare('?', ['!'])).toEqual(['different']);
  });

  it('searches one text, and the keys of an object, as Python does', () => {
    expect(compare('red', 'a red bus')).toEqual([
      'possible_answers is one text, so Python looks for the answer inside it: it is there',
    ]);
    expect(compare('bus', { bus: 1, tram: 2 })).toEqual(['equal', 'different']);
  });

  it('keeps to a number of steps that a person can read', () => {
    const many = Array.from({ length: 500 }, (_, at) => `answer ${at}`);
    const { steps } = explain('answer', '<answer>answer 499</answer>', { possible_answers: many });
    expect(steps.length).toBeLessThan(50);
    expect(steps.at(-1)).toMatchObject({ value: 1 });
  });

  it('ends in the exception where there is no list', () => {
    const { steps } = explain('answer', '<answer>a</answer>', { possible_answers: null });
    expect(steps.at(-1)).toMatchObject({ title: 'Python raises TypeError', ends: 'raises' });
  });
});
