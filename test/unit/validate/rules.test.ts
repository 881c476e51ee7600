import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { parseRow } from '../../../src/core/row.ts';
import { readSample } from '../../../src/core/readSample.ts';
import { checkRow } from '../../../src/core/validate/checkRow.ts';
import { DuplicateRows } from '../../../src/core/validate/duplicateRows.ts';
import type { ImageFacts } from '../../../src/core/validate/rule.ts';
import { RULES } from '../../../src/core/validate/rules/index.ts';

const good: JsonObject = {
  messages: [{ role: 'user', content: '<image>What is it?' }],
  images: ['x.png'],
  image_caption: 'A cat.',
  bboxs: [[1, 2, 30, 40]],
  width: 96,
  height: 64,
  possible_answers: ['cat'],
};
const image: ImageFacts = { kind: 'ok', width: 96, height: 64, damage: undefined, animated: false };

/** Problems of the good row with some columns changed, as `rule severity column`. */
function problems(changes: JsonObject, facts: ImageFacts | undefined): readonly string[] {
  const text = JSON.stringify({ ...good, ...changes });
  return checkRow(parseRow(0, { text }), { line: 1, image: facts }).map(
    ({ rule, severity, path }) => `${rule} ${severity} ${path?.join('.') ?? '-'}`,
  );
}

it('finds nothing wrong with a good row', () => {
  expect(problems({}, image)).toEqual([]);
});

it('has a name of its own for every rule', () => {
  expect(new Set(RULES.map((rule) => rule.name)).size).toBe(RULES.length);
});

describe.each<[string, JsonObject, ImageFacts | undefined, string[]]>([
  ['an image that is not there', {}, { kind: 'missing', message: 'no' }, ['image-missing error images.0']],
  ['no image', { images: [] }, undefined, ['image-missing error images.0', 'swift-malformed error messages']],
  ['an image of a wrong type', { images: [5] }, undefined, ['image-missing error images.0']],
  ['a broken image', {}, { kind: 'broken', message: 'no' }, ['image-broken error images.0']],
  ['a truncated image', {}, { ...image, damage: 'truncated' }, ['image-broken error images.0']],
  ['a damaged image', {}, { ...image, damage: 'checksum' }, ['image-broken error images.0']],
  ['an animated image', {}, { ...image, animated: true }, ['image-animated info images.0']],
  ['another size than the image has', { width: 97 }, image, ['image-size error width']],
  ['a size that is not known to be wrong', { width: 97 }, undefined, []],
  ['a box that reaches outside', { bboxs: [[1, 2, 97, 40]] }, image, ['box-outside warning bboxs.0']],
  [
    'a box outside of the size that the row gives',
    { bboxs: [[1, 2, 97, 40]] },
    undefined,
    ['box-outside warning bboxs.0'],
  ],
  ['a box that is wholly outside', { bboxs: [[96, 2, 99, 40]] }, image, ['box-outside error bboxs.0']],
  ['a box with a negative corner', { bboxs: [[-1, 2, 9, 40]] }, image, ['box-outside warning bboxs.0']],
  ['a box up to the very border', { bboxs: [[0, 0, 96, 64]] }, image, []],
  ['an inverted box', { bboxs: [[30, 2, 1, 40]] }, image, ['box-inverted error bboxs.0']],
  ['an empty box', { bboxs: [[1, 2, 1, 40]] }, image, ['box-empty error bboxs.0']],
  ['a point', { bboxs: [[1, 2, 1, 2]] }, image, ['box-empty error bboxs.0']],
  [
    'an unreadable box among others',
    { bboxs: [[1, 2, 3, 4], 'x', [1]] },
    image,
    ['box-unreadable error bboxs.1', 'box-unreadable error bboxs.2'],
  ],
  ['boxes of a wrong type', { bboxs: { a: 1 } }, image, ['box-unreadable error bboxs']],
  ['a flat box', { bboxs: [30, 2, 1, 40] }, image, ['box-inverted error bboxs']],
  ['no boxes', { bboxs: [] }, image, []],
  ['no answers', { possible_answers: [] }, image, ['answer-unreadable error possible_answers']],
  [
    'a blank answer',
    { possible_answers: ['cat', ' '] },
    image,
    ['answer-unreadable warning possible_answers.1'],
  ],
  [
    'an answer of a wrong type',
    { possible_answers: [null] },
    image,
    ['answer-unreadable error possible_answers'],
  ],
  ['a blank caption', { image_caption: ' \n' }, image, ['caption-empty warning image_caption']],
  ['a caption of a wrong type', { image_caption: 5 }, image, ['wrong-type error image_caption']],
  [
    'an empty question',
    { messages: [{ role: 'user', content: '<image>' }] },
    image,
    ['question-empty error messages.0.content'],
  ],
  ['a size of a wrong type', { width: '96' }, image, ['wrong-type error width']],
  [
    'half a character in a text',
    {
      messages: [
        { role: 'user', content: '<image>Q \udc00' },
        { role: 'assistant', content: '\ud83d' },
      ],
      image_caption: 'A \ud83d\ude00 and a \ud83d',
      possible_answers: ['cat', '\ude00'],
    },
    image,
    [
      'lone-surrogate warning messages.0.content',
      'lone-surrogate warning image_caption',
      'lone-surrogate warning possible_answers.1',
      'lone-surrogate warning messages.1.content',
      'swift-assistant-turn info messages.1',
    ],
  ],
  ['whole characters outside the basic plane', { image_caption: '\ud83d\ude00' }, image, []],
  ['objects', { objects: {} }, image, ['swift-objects warning objects']],
  [
    'more marks than images',
    { messages: [{ role: 'user', content: '<image><image>Q' }] },
    image,
    ['swift-malformed error messages'],
  ],
  [
    'a role that is none',
    {
      messages: [
        { role: 'user', content: 'Q' },
        { role: 'bot', content: 'A' },
      ],
    },
    image,
    ['swift-malformed error messages.1.role'],
  ],
  [
    'a turn without content',
    { messages: [{ role: 'user', content: 'Q' }, { role: 'assistant' }] },
    image,
    ['swift-malformed error messages.1.content', 'swift-assistant-turn info messages.1'],
  ],
  ['an empty chat', { messages: [], question: 'Q' }, image, ['swift-malformed error messages']],
  [
    'an assistant turn',
    {
      messages: [
        { role: 'user', content: 'Q' },
        { role: 'assistant', content: 'A' },
      ],
    },
    image,
    ['swift-assistant-turn info messages.1'],
  ],
])('%s', (_, changes, facts, expected) => {
  it('is found', () => {
    expect(problems(changes, facts)).toEqual(expected);
  });
});

it('asks for the sizes that the bbox reward needs', () => {
  const { width: _, height: __, ...rest } = good;
  const found = checkRow(parseRow(0, { text: JSON.stringify(rest) }), { line: 1, image });
  expect(found.map(({ rule, path }) => [rule, path])).toEqual([
    ['image-size', ['width']],
    ['image-size', ['height']],
  ]);
});

it('says where a malformed row goes wrong', () => {
  expect(checkRow(parseRow(3, { text: '{"a": NaN}' }), { line: 9 })).toEqual([
    {
      row: 3,
      line: 9,
      rule: 'row-malformed',
      severity: 'error',
      message: 'NaN is no JSON number; write null or a finite number (character 7)',
    },
  ]);
});

describe('duplicates', () => {
  const check = (...rows: JsonObject[]): readonly (string | undefined)[] => {
    const duplicates = new DuplicateRows();
    return rows.map((row, i) => duplicates.check({ row: i, line: i + 1 }, row, readSample(row))[0]?.message);
  };

  it('are rows with one id', () => {
    expect(check({ id: 1 }, { id: 2 }, { id: 1 })).toEqual([
      undefined,
      undefined,
      'the id 1 is that of line 1, too',
    ]);
  });

  it('are rows that ask one question about one image', () => {
    const row = { question: 'Q', image: 'x' };
    expect(check(row, { ...row, image: 'y' }, { ...row, question: 'R' }, row)).toEqual([
      undefined,
      undefined,
      undefined,
      'line 1 asks the same question about the same image',
    ]);
  });

  it('are a mistake where one id names two samples, and may be meant where it names one twice', () => {
    const severities = (...rows: JsonObject[]): readonly (string | undefined)[] => {
      const duplicates = new DuplicateRows();
      return rows.map(
        (row, i) => duplicates.check({ row: i, line: i + 1 }, row, readSample(row))[0]?.severity,
      );
    };
    const row = { id: 1, question: 'Q', image: 'x' };
    const answered = { ...row, completion: 'A' };
    expect(severities(row, answered, { ...row, question: 'R' })).toEqual([undefined, 'warning', 'error']);
  });

  it('are not rows without image, question or id', () => {
    expect(check({}, {}, { id: null }, { id: null }, { question: 'Q' }, { question: 'Q' })).toEqual(
      Array(6).fill(undefined),
    );
  });

  it('are not the same row looked at twice', () => {
    const duplicates = new DuplicateRows();
    const row = { question: 'Q', image: 'x' };
    duplicates.check({ row: 0, line: 1 }, row, readSample(row));
    expect(duplicates.check({ row: 0, line: 1 }, row, readSample(row))).toEqual([]);
  });
});
