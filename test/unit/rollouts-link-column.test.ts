import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Link } from '../../src/core/rollouts/link.ts';
import { LinkColumn } from '../../src/core/rollouts/linkColumn.ts';

const row = fc.integer({ min: 0, max: 6 });
const link = fc.oneof(
  fc.constant<Link>({ kind: 'none' }),
  row.map((each): Link => ({ kind: 'linked', row: each, by: 'key' })),
  row.map((each): Link => ({ kind: 'linked', row: each, by: 'question', contradicted: true })),
  fc
    .uniqueArray(row, { minLength: 2, maxLength: 4 })
    .map((rows): Link => ({ kind: 'ambiguous', rows, of: rows.length, by: 'question' })),
);
const rowsOf = (each: Link): readonly number[] =>
  each.kind === 'linked' ? [each.row] : each.kind === 'ambiguous' ? each.rows : [];

describe('a column of links', () => {
  it('answers what the list of links would', () => {
    fc.assert(
      fc.property(fc.array(link), fc.uniqueArray(row, { minLength: 1 }), (links, asked) => {
        const column = new LinkColumn();
        for (const each of links) column.push(each);
        expect(links.map((_, i) => column.rowsOf(i))).toEqual(links.map(rowsOf));
        expect(links.map((_, i) => column.isContradicted(i))).toEqual(
          links.map((each) => each.kind === 'linked' && each.contradicted === true),
        );
        const where = (holds: (each: Link) => boolean): number[] =>
          links.flatMap((each, i) => (holds(each) ? [i] : []));
        expect(column.fitting(asked)).toEqual(where((each) => rowsOf(each).some((at) => asked.includes(at))));
        expect(column.linkedTo(3)).toEqual(where((each) => each.kind === 'linked' && each.row === 3));
        expect(column.linked).toBe(where(({ kind }) => kind === 'linked').length);
        expect(column.ambiguous).toBe(where(({ kind }) => kind === 'ambiguous').length);
      }),
    );
  });
});
