import { describe, expect, it } from 'vitest';
import { spliceRow } from '../../src/core/codec/splice.ts';
import { applyPatches, type ValueEdit } from '../../src/core/edit.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { readSample } from '../../src/core/readSample.ts';
import type { Sample } from '../../src/core/sample.ts';
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
