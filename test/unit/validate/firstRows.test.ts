import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashNumber, hashText } from '../../../src/core/hash.ts';
import { FirstRows } from '../../../src/core/validate/firstRows.ts';

describe('first rows', () => {
  it('answer as a map of the hashes would', () => {
    const few = fc.nat(50);
    const any = fc.maxSafeNat().map((hash) => Math.min(hash, Number.MAX_SAFE_INTEGER - 1));
    // Alike in their lower 32 bits, where the table's slots come from.
    const alike = fc.nat(3000).map((high) => high * 2 ** 32);
    fc.assert(
      fc.property(fc.array(fc.oneof(few, any, alike), { maxLength: 3000 }), (hashes) => {
        const rows = new FirstRows();
        const map = new Map<number, { row: number; line: number }>();
        for (const [row, hash] of hashes.entries()) {
          const told = { row, line: row + 1 };
          const expected = map.get(hash) ?? told;
          map.set(hash, expected);
          expect(rows.first(hash, told)).toEqual(expected);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('the hash of a text as a number', () => {
  it('is whole, below 2⁵³, and made of the same digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const hash = hashNumber(text);
        expect(Number.isSafeInteger(hash) && hash >= 0).toBe(true);
        const digits = BigInt(`0x${hashText(text)}`);
        expect(BigInt(hash)).toBe(digits >> 11n);
      }),
    );
  });
});
