import { describe, expect, it } from 'vitest';
import { spliceRow } from '../../src/core/codec/splice.ts';
import { applyPatches, type ValueEdit } from '../../src/core/edit.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { readSample } from '../../src/core/readSample.ts';
import type { Sample } from '../../src/core/sample.ts';
import { whyNotEdited, type EditableColumn } from '../../src/core/whyNotEdited.ts';
import {
  addBoxes,
  mergeBoxes,
  removeBoxes,
  setAnswers,
  setBox,
  setQuestion,
  setSize,
  setText,
} from '../../src/core/sampleEdits.ts';

/** The row's text after what `intend` asks for. */
function after(text: string, intend: (sample: Sample) => readonly ValueEdit[]): string {
  return applyPatches(text, spliceRow(text, intend(readSample(JSON.parse(text) as JsonObject))));
}

describe('boxes', () => {
  it('change by the numbers that differ', () => {
    const sample = readSample({ bboxs: [[1, 2, 3, 4]] });
    expect(setBox(sample, 0, [1, 2, 3, 5])).toEqual([{ op: 'set', path: ['bboxs', 0, 3], value: 5 }]);
    expect(setBox(sample, 0, [1, 2, 3, 4])).toEqual([]);
    expect(setBox(sample, 1, [1, 2, 3, 4])).toEqual([]);
  });

  it('replace an element that is no box', () => {
    expect(after('{"bboxs":[[1,2,3]]}', (s) => setBox(s, 0, [1, 2, 3, 4]))).toBe('{"bboxs":[[1,2,3,4]]}');
    expect(after('{"bboxs":[null]}', (s) => setBox(s, 0, [1, 2, 3, 4]))).toBe('{"bboxs":[[1,2,3,4]]}');
  });

  it('stay flat until there is a second one', () => {
    expect(after('{"bbox":[1.0,2,3,4]}', (s) => setBox(s, 0, [1, 9, 3, 4]))).toBe('{"bbox":[1.0,9,3,4]}');
    expect(after('{"bbox":[1,2,3,4]}', (s) => addBoxes(s, [[5, 6, 7, 8]]))).toBe(
      '{"bbox":[[1,2,3,4],[5,6,7,8]]}',
    );
    expect(after('{"bbox":[1,2,3,4]}', (s) => removeBoxes(s, [0]))).toBe('{"bbox":[]}');
  });

  it('are replaced and added as one change', () => {
    const merged = (text: string): string =>
      after(text, (s) => mergeBoxes(s, new Map([[0, [1, 2, 3, 9]]]), [[5, 6, 7, 8]]));
    expect(merged('{"bboxs":[[1.0,2,3,4],[0,0,1,1]]}')).toBe('{"bboxs":[[1.0,2,3,9],[0,0,1,1],[5,6,7,8]]}');
    expect(merged('{"bbox":[1.0,2,3,4]}')).toBe('{"bbox":[[1,2,3,9],[5,6,7,8]]}');
  });

  it('are created in the published column', () => {
    expect(after('{"a":1}', (s) => addBoxes(s, [[1, 2, 3, 4]]))).toBe('{"a":1,"bboxs":[[1,2,3,4]]}');
    expect(after('{"bboxs":null}', (s) => addBoxes(s, [[1, 2, 3, 4]]))).toBe('{"bboxs":[[1,2,3,4]]}');
  });

  it('are removed together, the last one too', () => {
    const text = '{"bboxs":[[1,1,1,1],[2,2,2,2],[3,3,3,3],[4,4,4,4]]}';
    expect(after(text, (s) => removeBoxes(s, [3, 0, 1, 3, 9]))).toBe('{"bboxs":[[3,3,3,3]]}');
    expect(after(text, (s) => removeBoxes(s, [0, 1, 2, 3]))).toBe('{"bboxs":[]}');
    expect(after('{"bboxs":[[1,2,3,4]]}', (s) => removeBoxes(s, [0]))).toBe('{"bboxs":[]}');
  });
});

describe('texts', () => {
  it('change where they stand', () => {
    expect(after('{"captions":["a","b"]}', (s) => setText(s.caption, 'c'))).toBe('{"captions":["c","b"]}');
    expect(after('{"a": 1}', (s) => setText(s.caption, 'c'))).toBe('{"a": 1, "image_caption": "c"}');
    expect(setText(readSample({ caption: 'c' }).caption, 'c')).toEqual([]);
  });

  it('keep the marks around a question', () => {
    const row = '{"messages":[{"role":"user","content":"<image>\\n<image> What? <image>"}]}';
    expect(after(row, (s) => setQuestion(s, 'Who?'))).toBe(row.replace('What?', 'Who?'));
    expect(after('{"a":1}', (s) => setQuestion(s, 'Who?'))).toBe('{"a":1,"question":"Who?"}');
  });

  it('keep a mark in the middle among the words', () => {
    const sample = readSample({ question: 'Is <image> like this?' });
    expect(sample.question.value).toBe('Is <image> like this?');
  });
});

describe('answers', () => {
  it.each<[string, string[], string]>([
    ['{"answer":"a"}', ['b'], '{"answer":"b"}'],
    ['{"answer":"a"}', ['a', 'b'], '{"answer":["a","b"]}'],
    ['{"answer":"a"}', [], '{"answer":""}'],
    ['{"answers":["a","b","c"]}', ['a', 'x', 'c'], '{"answers":["a","x","c"]}'],
    ['{"answers":["a","b","c"]}', ['a', 'c'], '{"answers":["a","c"]}'],
    ['{"answers":["a","c"]}', ['a', 'b', 'c'], '{"answers":["a","b","c"]}'],
    ['{"answers":["a"]}', [], '{"answers":[]}'],
    [
      '{"answers":[{"answer":"a","n":1},{"answer":"b"}]}',
      ['a', 'x'],
      '{"answers":[{"answer":"a","n":1},{"answer":"x"}]}',
    ],
    ['{"answers":[{"answer":"a"}]}', ['a', 'b'], '{"answers":[{"answer":"a"},{"answer":"b"}]}'],
    ['{"answer":{"answer":"a","n":1}}', ['b'], '{"answer":{"answer":"b","n":1}}'],
    ['{"answer":{"answer":"a","n":1}}', ['a', 'b'], '{"answer":[{"answer":"a","n":1},{"answer":"b"}]}'],
    ['{"answer":{"n":1,"answer":"a"}}', ['b', 'a'], '{"answer":[{"answer":"b"},{"n":1,"answer":"a"}]}'],
    ['{"answer":{"answer":"a","n":1}}', ['x', 'y'], '{"answer":[{"answer":"x","n":1},{"answer":"y"}]}'],
    ['{"answers":[5,"b"]}', ['5', 'x'], '{"answers":[5,"x"]}'],
    ['{"a":1}', ['x'], '{"a":1,"possible_answers":["x"]}'],
  ])('of %s set to %j', (text, answers, expected) => {
    expect(after(text, (s) => setAnswers(s, answers))).toBe(expected);
  });

  it('that are the same change nothing', () => {
    expect(setAnswers(readSample({ answers: ['a', 'b'] }), ['a', 'b'])).toEqual([]);
    expect(setAnswers(readSample({ answer: 'a' }), ['a'])).toEqual([]);
    expect(setAnswers(readSample({}), [])).toEqual([]);
  });
});

it('sets a size', () => {
  expect(after('{"width":1}', (s) => [...setSize(s.width, 2), ...setSize(s.height, 3)])).toBe(
    '{"width":2,"height":3}',
  );
});

describe('a column of a wrong type', () => {
  const of = (text: string): Sample => readSample(JSON.parse(text) as JsonObject);
  const BOX = [5, 6, 7, 8] as const;

  it.each<[string, EditableColumn, string, (sample: Sample) => readonly ValueEdit[]]>([
    ['{"caption":{"en":"x"}}', 'caption', 'column caption holds an object', (s) => setText(s.caption, 'z')],
    ['{"caption":[["x"]]}', 'caption', 'element caption[0] holds a list', (s) => setText(s.caption, 'z')],
    ['{"question":["x"]}', 'question', 'column question holds a list', (s) => setQuestion(s, 'z')],
    ['{"answers":{"en":"x"}}', 'answers', 'column answers holds an object', (s) => setAnswers(s, ['z'])],
    [
      '{"answers":{"answer":["x"]}}',
      'answers',
      'column answers holds an object',
      (s) => setAnswers(s, ['z']),
    ],
    // Its blank line would be dropped with the first keystroke.
    ['{"answers":["x",["y"]]}', 'answers', 'element answers[1] holds a list', (s) => setAnswers(s, ['z'])],
    [
      '{"answers":["x",{"y":1}]}',
      'answers',
      'element answers[1] holds an object',
      (s) => setAnswers(s, ['z']),
    ],
    ['{"bboxs":"[[1,2,3,4]]"}', 'boxes', 'column bboxs holds text', (s) => addBoxes(s, [BOX])],
    ['{"bboxs":{"x":1}}', 'boxes', 'column bboxs holds an object', (s) => addBoxes(s, [BOX])],
    ['{"bboxs":7}', 'boxes', 'column bboxs holds a number', (s) => mergeBoxes(s, new Map(), [BOX])],
  ])('keeps every byte of %s, and says why', (text, column, why, intend) => {
    expect(after(text, intend)).toBe(text);
    expect(whyNotEdited(of(text), column)).toBe(`The ${why}; it is edited in the text editor`);
  });

  it.each<[string, EditableColumn]>([
    ['{}', 'boxes'],
    ['{"bboxs":null}', 'boxes'],
    ['{"bboxs":[[1,2,3],null]}', 'boxes'],
    ['{"caption":null}', 'caption'],
    ['{"caption":[]}', 'caption'],
    ['{"caption":["x","y"]}', 'caption'],
    ['{"caption":7}', 'caption'],
    ['{"messages":[{"role":"user","content":[{"type":"text","text":"x"}]}]}', 'question'],
    ['{"answers":null}', 'answers'],
    ['{"answers":7}', 'answers'],
    ['{"answers":{"answer":"x"}}', 'answers'],
    ['{"answers":[{"answer":"x","id":1},"y",7,null]}', 'answers'],
  ])('is not %s', (text, column) => {
    expect(whyNotEdited(of(text), column)).toBeUndefined();
  });
});
