import { describe, expect, it } from 'vitest';
import { isFileOrder, matcher, ordered, type ListQuery } from '../../src/core/listQuery.ts';
import { readSample } from '../../src/core/readSample.ts';
import { parseRow } from '../../src/core/row.ts';

const ROW = JSON.stringify({
  id: 'k7',
  question: 'What is on the Mat?',
  images: ['photos/cat.jpg'],
  image_caption: 'A cat.',
  possible_answers: ['Tabby'],
});

function matches(filter: string, text = ROW): boolean {
  const row = parseRow(0, { text });
  return matcher(filter)(row, row.value === undefined ? undefined : readSample(row.value));
}

describe('the filter of the list', () => {
  it.each(['', '  ', 'mat', 'MAT what', 'tabby', 'cat.jpg', 'k7', 'caT tab'])(
    'finds the row by “%s”',
    (filter) => {
      expect(matches(filter)).toBe(true);
    },
  );
  it.each(['dog', 'mat dog', 'possible_answers'])('does not find the row by “%s”', (filter) => {
    expect(matches(filter)).toBe(false);
  });
  it('looks into all of a malformed row', () => {
    expect(matches('oops', '{"question": oops')).toBe(true);
  });
});

describe('the order of the list', () => {
  const query = (sort: ListQuery['sort'], descending = false): ListQuery => ({ text: '', sort, descending });
  const rows = [
    { id: 3, by: 'Item 10' },
    { id: 1, by: 'item 9' },
    { id: 2, by: 'item 10' },
  ];

  it('counts numbers inside questions and does not mind case; equal ones stay in file order', () => {
    expect(ordered(rows, query('question'))).toEqual([1, 3, 2]);
    expect(ordered(rows, query('question', true))).toEqual([3, 2, 1]);
  });
  it('orders by numbers', () => {
    const counts = rows.map(({ id }, i) => ({ id, by: [2, 10, 2][i] ?? 0 }));
    expect(ordered(counts, query('boxes'))).toEqual([3, 2, 1]);
    expect(ordered(counts, query('boxes', true))).toEqual([1, 3, 2]);
  });
  it('turns the file around', () => {
    expect(ordered(rows, query('file', true))).toEqual([2, 1, 3]);
  });
  it('knows when nothing is asked for', () => {
    expect(isFileOrder(query('file'))).toBe(true);
    expect(isFileOrder({ ...query('file'), text: ' ' })).toBe(true);
    expect(isFileOrder(query('file', true))).toBe(false);
    expect(isFileOrder({ ...query('file'), text: 'a' })).toBe(false);
  });
});
