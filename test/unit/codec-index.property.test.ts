import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArrayIndexer } from '../../src/core/codec/arrayIndex.ts';
import { findJsonError } from '../../src/core/codec/jsonError.ts';
import { LineIndexer, lineOfRow, type RowIndex } from '../../src/core/codec/lineIndex.ts';

const piece = fc.constantFrom(
  '\n',
  '\r\n',
  ' ',
  '\t',
  '{"a":1}',
  '{"b":"\\"]"}',
  '[',
  ']',
  ',',
  '"',
  '\\',
  '{',
  '}',
  'x',
  'é',
);
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

/** Feeds `bytes` in chunks that end at `cuts`. */
function indexed(indexer: LineIndexer | ArrayIndexer, bytes: Buffer, cuts: readonly number[]): RowIndex {
  const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  let from = 0;
  for (const end of ends) {
    indexer.push(bytes.subarray(from, end));
    from = end;
  }
  return indexer.finish();
}

describe('an index', () => {
  it('does not depend on where chunks end', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 5 }), (content, cuts) => {
        for (const [make, bytes] of [
          [() => new LineIndexer(), Buffer.from(content)],
          [() => new ArrayIndexer(), Buffer.from('[' + content)],
        ] as const) {
          expect(indexed(make(), bytes, cuts)).toEqual(indexed(make(), bytes, []));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('of lines finds those that hold more than white space, and their numbers', () => {
    fc.assert(
      fc.property(text, (content) => {
        const bytes = Buffer.from(content);
        const index = indexed(new LineIndexer(), bytes, []);
        const lines = content.split('\n').map((line, i) => ({ line, number: i + 1 }));
        const filled = lines.filter(({ line }) => /[^ \t\r]/.test(line));
        const found = [...index.starts.subarray(0, -1)].map((start, row) => ({
          line: bytes.subarray(start).toString().split('\n')[0],
          number: lineOfRow(index.lines, row),
        }));
        expect(found).toEqual(filled);
        expect(index.starts.at(-1)).toBe(bytes.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('of an array finds its elements', () => {
    const element = fc.json({ depthSize: 'small' });
    const space = fc.constantFrom('', ' ', '\n', '\r\n  ');
    fc.assert(
      fc.property(fc.array(element, { maxLength: 6 }), space, space, (elements, before, after) => {
        const content = '[' + elements.map((each) => before + each + after).join(',') + before + ']' + after;
        const bytes = Buffer.from(content);
        const index = indexed(new ArrayIndexer(), bytes, []);
        const found = [...index.ends!].map((end, i) => bytes.subarray(index.starts[i], end).toString());
        expect(found).toEqual(elements);
        expect(index.problem).toBeUndefined();
      }),
    );
  });
});

describe('the place of an error', () => {
  it('is found in whatever JSON.parse refuses', () => {
    fc.assert(
      fc.property(text, (content) => {
        let refused = false;
        try {
          JSON.parse(content);
        } catch {
          refused = true;
        }
        fc.pre(refused);
        const { offset, message } = findJsonError(content);
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(content.length);
        expect(message).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  it('is where a good text was cut or spoilt', () => {
    fc.assert(
      fc.property(fc.json({ depthSize: 'small' }), (good) => {
        const { offset } = findJsonError(`[${good} §]`);
        expect(offset).toBe(good.length + 2);
        expect(findJsonError(`[${good}`).offset).toBe(good.length + 1);
      }),
    );
  });
});
