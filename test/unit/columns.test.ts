import { describe, expect, it } from 'vitest';
import { detectColumns, findColumn, formatPath } from '../../src/core/columns.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { readSample } from '../../src/core/readSample.ts';

const published: JsonObject = {
  messages: [{ role: 'user', content: '<image>What is on the mat?' }],
  images: ['images/x.jpg'],
  image_caption: 'A cat on a mat.',
  bboxs: [[12, 30, 200, 180]],
  width: 640,
  height: 480,
  possible_answers: ['cat', 'a cat'],
};

describe('the published row shape', () => {
  it('is read as a whole', () => {
    const sample = readSample(published);
    expect(sample.question).toMatchObject({ value: 'What is on the mat?', path: ['messages', 0, 'content'] });
    expect(sample.image).toMatchObject({
      value: { kind: 'path', path: 'images/x.jpg' },
      path: ['images', 0],
    });
    expect(sample.boxes).toMatchObject({ value: [[12, 30, 200, 180]], shape: 'list', path: ['bboxs'] });
    expect(sample.caption.value).toBe('A cat on a mat.');
    expect(sample.answers.value).toEqual(['cat', 'a cat']);
    expect([sample.width.value, sample.height.value]).toEqual([640, 480]);
    const fields = [
      sample.question,
      sample.image,
      sample.boxes,
      sample.caption,
      sample.answers,
      sample.width,
    ];
    expect(fields.map((field) => field.problem)).toEqual(fields.map(() => undefined));
  });
});

describe('detection', () => {
  it.each<[keyof ReturnType<typeof detectColumns>, JsonObject, string]>([
    ['question', { problem: 'q' }, 'problem'],
    ['question', { query: 'q' }, 'query'],
    ['question', { prompt: 'q' }, 'prompt'],
    [
      'question',
      {
        prompt: [
          { role: 'system', content: 's' },
          { role: 'user', content: 'q' },
        ],
      },
      'prompt[1].content',
    ],
    [
      'question',
      { messages: [{ role: 'user', content: [{ type: 'image' }, { type: 'text', text: 'q' }] }] },
      'messages[0].content[1].text',
    ],
    ['question', { conversations: [{ from: 'human', value: 'q' }] }, 'conversations[0].value'],
    ['image', { image_path: 'x' }, 'image_path'],
    ['image', { img: 'x' }, 'img'],
    ['boxes', { bboxes: [] }, 'bboxes'],
    ['boxes', { bbox: [] }, 'bbox'],
    ['boxes', { boxes: [] }, 'boxes'],
    ['boxes', { objects: { bbox: [] } }, 'objects.bbox'],
    ['caption', { caption: 'c' }, 'caption'],
    ['caption', { captions: ['c'] }, 'captions'],
    ['answers', { answers: [] }, 'answers'],
    ['answers', { answer: 'a' }, 'answer'],
    ['answers', { solution: 'a' }, 'solution'],
    ['id', { question_id: 7 }, 'question_id'],
  ])('finds %s in %j', (name, row, path) => {
    expect(formatPath(findColumn(row, name))).toBe(path);
  });

  it('passes over a column that is null where another one is filled', () => {
    expect(findColumn({ question: null, problem: 'q' }, 'question')).toEqual(['problem']);
    expect(findColumn({ question: null }, 'question')).toEqual(['question']);
  });

  it('follows a setting, by dots or by a name that has dots', () => {
    expect(findColumn({ a: { b: ['x'] } }, 'image', { image: 'a.b.0' })).toEqual(['a', 'b', 0]);
    expect(findColumn({ 'a.b': 'x' }, 'image', { image: 'a.b' })).toEqual(['a.b']);
    expect(findColumn({ a: { 0: 'x' } }, 'image', { image: 'a.0' })).toEqual(['a', '0']);
  });

  it('says where a missing column would be created', () => {
    const sample = readSample({});
    expect(sample.boxes).toMatchObject({ path: ['bboxs'], raw: undefined, value: [], shape: 'list' });
    expect(sample.caption.path).toEqual(['image_caption']);
    expect(sample.answers.path).toEqual(['possible_answers']);
    expect(Object.keys(detectColumns({}))).toEqual([]);
  });
});

describe('images', () => {
  it.each<[JsonObject, unknown]>([
    [{ image: { bytes: null, path: 'x.jpg' } }, { kind: 'path', path: 'x.jpg' }],
    [{ images: [{ path: 'x.jpg' }] }, { kind: 'path', path: 'x.jpg' }],
    [{ image: 'data:image/png;base64,AA' }, { kind: 'data', uri: 'data:image/png;base64,AA' }],
    [{ image: 'https://example.org/x.jpg' }, { kind: 'http', url: 'https://example.org/x.jpg' }],
    [{ images: [] }, undefined],
  ])('of %j', (row, value) => {
    expect(readSample(row).image.value).toEqual(value);
  });
});

describe('boxes', () => {
  it('may be one flat list', () => {
    expect(readSample({ bbox: [1, 2, 3, 4] }).boxes).toMatchObject({ shape: 'flat', value: [[1, 2, 3, 4]] });
  });

  it('stay aligned with the list where one is no box', () => {
    const { boxes } = readSample({
      bboxs: [
        [1, 2, 3, 4],
        ['a', 1, 2, 3],
        [1, 2, 3],
      ],
    });
    expect(boxes.value).toEqual([[1, 2, 3, 4], undefined, undefined]);
    expect(boxes.problem).toMatch(/^bboxs\[1\] is a list, expected a box/);
  });

  it('must be finite', () => {
    const { boxes } = readSample(JSON.parse('{"bboxs": [[1e999, 1, 2, 3]]}') as JsonObject);
    expect(boxes.value).toEqual([undefined]);
  });
});

describe('wrong types', () => {
  const wrong: JsonObject = {
    question: 5,
    image: 7,
    bboxs: 'none',
    image_caption: ['a', 'b'],
    possible_answers: [1, { answer: 'x' }, null],
    width: '640',
    height: -3,
  };

  it('are told, never thrown, and read as well as can be', () => {
    const sample = readSample(wrong);
    expect(sample.question).toMatchObject({ value: '5', problem: 'question is a number, expected text' });
    expect(sample.image).toMatchObject({
      value: undefined,
      problem: 'image is a number, expected a path, a data: URI or a URL',
    });
    expect(sample.boxes.problem).toBe('bboxs is text, expected a list of boxes [x1, y1, x2, y2]');
    expect(sample.caption).toMatchObject({ value: 'a', path: ['image_caption', 0] });
    expect(sample.answers).toMatchObject({
      value: ['1', 'x', ''],
      problem: 'possible_answers[0] is a number, expected text',
    });
    expect(sample.width).toMatchObject({
      value: 640,
      problem: 'width is text, expected a whole number of pixels',
    });
    expect(sample.height).toMatchObject({
      value: undefined,
      problem: 'height is -3, expected a whole number of pixels',
    });
  });

  it('of any depth do no harm', () => {
    let deep: JsonObject[string] = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    const row = {
      bboxs: [deep],
      question: deep,
      messages: deep,
      possible_answers: deep,
      image: deep,
      width: deep,
    };
    expect(readSample(row).boxes.value).toEqual([undefined]);
  });
});

describe('the key', () => {
  it('is the id, else made of image and question', () => {
    expect(readSample({ id: 17 }).key).toBe('17');
    expect(readSample({ image: 'a', question: 'q' }).key).toMatch(/^[\da-f]{16}$/);
    expect(readSample({ image: 'a', question: 'q' }).key).not.toBe(
      readSample({ image: 'b', question: 'q' }).key,
    );
  });
});
