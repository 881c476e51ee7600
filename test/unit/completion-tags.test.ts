import { describe, expect, it } from 'vitest';
import {
  findTag,
  parseCompletion,
  replaceBoxes,
  writeBoxes,
  writeCompletion,
} from '../../src/core/completion.ts';
import { isWhitespace, strip } from '../../src/core/text/whitespace.ts';

function inner(text: string, name: 'caption' | 'bbox' | 'answer'): string | undefined {
  const span = findTag(text, name);
  return span && text.slice(span.start, span.end);
}

describe('a tag', () => {
  it('is the first that opens, up to the first that closes after it', () => {
    expect(inner('</caption><caption>a<caption>b</caption>c</caption>', 'caption')).toBe('a<caption>b');
  });
  it('is found wherever it stands, whatever the format', () => {
    expect(inner('<answer>x</answer><caption>y</caption>', 'caption')).toBe('y');
  });
  it('is case-sensitive', () => {
    expect(inner('<Caption>a</Caption>', 'caption')).toBeUndefined();
  });
  it('is missing without its end', () => {
    expect(inner('<bbox>[[1,2,3,4]]', 'bbox')).toBeUndefined();
    expect(inner('</bbox><bbox>', 'bbox')).toBeUndefined();
  });
});

describe('whitespace', () => {
  it("is Python's: with \\x1c to \\x1f and \\x85, without the byte order mark", () => {
    const found = Array.from({ length: 0x10000 }, (_, unit) => unit).filter(isWhitespace);
    const range = (from: number, to: number): number[] =>
      Array.from({ length: to - from + 1 }, (_, at) => from + at);
    expect(found).toEqual([
      ...range(0x09, 0x0d),
      ...range(0x1c, 0x20),
      0x85,
      0xa0,
      0x1680,
      ...range(0x2000, 0x200a),
      0x2028,
      0x2029,
      0x202f,
      0x205f,
      0x3000,
    ]);
  });
  it('is stripped from both sides', () => {
    expect(strip('\x1f\u3000 a b\x85\n')).toBe('a b');
    expect(strip('\ufeffa')).toBe('\ufeffa');
    expect(strip(' \n ')).toBe('');
  });
});

describe('parseCompletion', () => {
  it('gives each part by its offsets', () => {
    const text = '<caption> a </caption>\n<bbox>[[1,2,3,4]]</bbox>\n<answer>b</answer>';
    const parsed = parseCompletion(text);
    expect(parsed).toMatchObject({
      format: { ok: true },
      boxes: { kind: 'boxes', boxes: [[1, 2, 3, 4]], flat: false },
    });
    expect(text.slice(parsed.caption?.start, parsed.caption?.end)).toBe(' a ');
    expect(text.slice(parsed.answer?.start, parsed.answer?.end)).toBe('b');
  });
  it('gives offsets into the completion where boxes fail', () => {
    const text = 'é<bbox>[[1,2,3,4],[1,2,3]]</bbox>';
    const { boxes } = parseCompletion(text);
    expect(boxes).toEqual({
      kind: 'failed',
      reason: 'box 2 has 3 elements, not 4 numbers',
      offset: text.indexOf('[1,2,3]]'),
    });
  });
  it('has no boxes without a tag', () => {
    expect(parseCompletion('x')).toMatchObject({ caption: undefined, bbox: undefined, boxes: undefined });
  });
});

describe('writeCompletion', () => {
  it('writes what it reads', () => {
    const boxes = [[1, 2.5, 30, 4e-7] as const, [-0.1, 1e21, 3, 4] as const];
    const text = writeCompletion({ caption: 'A cat.', boxes, answer: 'cat' });
    expect(text).toBe(
      '<caption>A cat.</caption>\n<bbox>[[1,2.5,30,4e-7],[-0.1,1e+21,3,4]]</bbox>\n<answer>cat</answer>',
    );
    expect(parseCompletion(text)).toMatchObject({ format: { ok: true }, boxes: { kind: 'boxes', boxes } });
  });
  it('refuses what Python could not read', () => {
    expect(() => writeBoxes([[0, 0, NaN, 1]])).toThrow(RangeError);
  });
});

describe('replaceBoxes', () => {
  const box = [5, 6, 7, 8] as const;
  it.each([
    ['rewrites the literal alone', 'x <bbox>\n [[1,2,3,4]]\t</bbox> y', 'x <bbox>\n [[5,6,7,8]]\t</bbox> y'],
    ['keeps the spacing after commas', '<bbox>[[1, 2, 3, 4]]</bbox>', '<bbox>[[5, 6, 7, 8]]</bbox>'],
    ['keeps one box flat', '<bbox>[1,2,3,4]</bbox>', '<bbox>[5,6,7,8]</bbox>'],
    ['replaces what is no list', '<bbox> none </bbox>', '<bbox> [[5,6,7,8]] </bbox>'],
    ['fills an empty tag', '<bbox></bbox>', '<bbox>[[5,6,7,8]]</bbox>'],
    [
      'puts a missing tag after the caption',
      '<caption>a</caption>\nb',
      '<caption>a</caption>\n<bbox>[[5,6,7,8]]</bbox>\nb',
    ],
    ['else before the answer', 'So <answer>a</answer>', 'So <bbox>[[5,6,7,8]]</bbox>\n<answer>a</answer>'],
    ['else at the end', 'So', 'So\n<bbox>[[5,6,7,8]]</bbox>'],
    ['or alone', '', '<bbox>[[5,6,7,8]]</bbox>'],
  ])('%s', (_what, before, after) => {
    expect(replaceBoxes(before, [box])).toBe(after);
  });
  it('makes a flat list of several boxes a list of lists', () => {
    expect(replaceBoxes('<bbox>[1,2,3,4]</bbox>', [box, box])).toBe('<bbox>[[5,6,7,8],[5,6,7,8]]</bbox>');
  });
});
