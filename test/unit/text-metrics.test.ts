import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bleu4, BleuReference } from '../../src/core/text/bleu.ts';
import { lcsLength, occurrences } from '../../src/core/text/lcs.ts';
import { rougeL, RougeReference, rougeTokens } from '../../src/core/text/rouge.ts';

const bleu = (hypothesis: string, reference: string): number =>
  bleu4(new BleuReference(reference).compare(hypothesis));
const rouge = (hypothesis: string, reference: string): number =>
  rougeL(new RougeReference(reference).compare(hypothesis));

const word = fc.constantFrom(
  'a',
  'the',
  'cat',
  'cats',
  'sat',
  'mat',
  'on',
  ',',
  '.',
  "don't",
  'running',
  '中文',
);
const caption = fc.array(word, { maxLength: 25 }).map((words) => words.join(' '));

describe('BLEU', () => {
  it.each([
    ['nothing in common', 'a b c d', 'e f g h'],
    ['an empty hypothesis', '', 'a b'],
    ['an empty reference', 'a b', ''],
    ['two empty texts', '', ''],
  ])('is 0 for %s', (_what, hypothesis, reference) => {
    expect(bleu(hypothesis, reference)).toBe(0);
  });

  it('puts 0.1 for orders without a match, also where the text is too short for them', () => {
    expect(bleu('a', 'a')).toBeCloseTo(0.1 ** (3 / 4), 12);
    expect(bleu('a b', 'a b')).toBeCloseTo(0.1 ** (2 / 4), 12);
    expect(bleu('a b c', 'a b c')).toBeCloseTo(0.1 ** (1 / 4), 12);
    expect(bleu('a b c d', 'a b c d')).toBe(1);
    expect(bleu('a b x y', 'a b z w')).toBeCloseTo(((2 / 4) * (1 / 3) * (0.1 / 2) * 0.1) ** (1 / 4), 12);
  });

  it('counts an n-gram at most as often as the reference has it', () => {
    expect(new BleuReference('the cat the').compare('the the the the cat the').matches).toEqual([3, 2, 1, 0]);
  });

  it('punishes a hypothesis that is shorter, not one that is longer', () => {
    expect(bleu('a b c d', 'a b c d e f')).toBeCloseTo(Math.exp(1 - 6 / 4), 12);
    expect(bleu('a b c d e', 'a b c d')).toBeCloseTo(((4 / 5) * (3 / 4) * (2 / 3) * (1 / 2)) ** (1 / 4), 12);
  });

  it('is between 0 and 1, and 1 for a text of four tokens or more and itself', () => {
    fc.assert(
      fc.property(caption, caption, (hypothesis, reference) => {
        const score = bleu(hypothesis, reference);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        const self = new BleuReference(reference).compare(reference);
        if (self.hypothesis >= 4) expect(bleu4(self)).toBe(1);
      }),
    );
  });

  it('matches what plain counting matches', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 30 });
    fc.assert(
      fc.property(letters, letters, (hypothesis, reference) => {
        const ngrams = (words: string[], n: number): string[] =>
          words.slice(n - 1).map((_, at) => words.slice(at, at + n).join(' '));
        const expected = [1, 2, 3, 4].map((n) => {
          const left = ngrams(reference, n);
          return ngrams(hypothesis, n).filter((gram) => {
            const at = left.indexOf(gram);
            if (at >= 0) left.splice(at, 1);
            return at >= 0;
          }).length;
        });
        const found = new BleuReference(reference.join(' ')).compare(hypothesis.join(' '));
        expect(found.matches).toEqual(expected);
      }),
    );
  });
});

describe('ROUGE-L', () => {
  it('reads runs of a-z and 0-9 and stems what is longer than three', () => {
    expect(rougeTokens('café running 中文 cats bus 3.5 running-shoes')).toEqual(
      ['caf', 'run', 'cat', 'bus', '3', '5', 'run', 'shoe'], // prettier-ignore
    );
  });
  it('is 0 where a side is empty', () => {
    expect(rouge('中文', 'a cat')).toBe(0);
    expect(rouge('a cat', '')).toBe(0);
  });
  it('is the F1 of the longest common subsequence', () => {
    expect(rouge('a cat sat', 'the cat never sat down')).toBeCloseTo(
      (2 * (2 / 3) * (2 / 5)) / (2 / 3 + 2 / 5),
      12,
    );
  });
  it('is between 0 and 1, symmetric, and 1 for a text and itself', () => {
    fc.assert(
      fc.property(caption, caption, (a, b) => {
        const score = rouge(a, b);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(rouge(b, a)).toBeCloseTo(score, 12);
        if (rougeTokens(a).length > 0) expect(rouge(a, a)).toBe(1);
      }),
    );
  });
});

describe('the longest common subsequence', () => {
  function byTable(a: readonly number[], b: readonly number[]): number {
    let row = new Array<number>(b.length + 1).fill(0);
    for (const item of a) {
      const next = [0];
      for (const [j, other] of b.entries()) {
        next.push(item === other ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
      }
      row = next;
    }
    return row.at(-1) ?? 0;
  }

  it.each([
    ['few kinds', 3, 150],
    ['many kinds', 40, 150],
  ])('has the length that the plain table gives, for %s of items', (_what, kinds, maxLength) => {
    // Also items that the sequence lacks, written as -1.
    const known = fc.array(fc.nat(kinds - 1), { maxLength });
    const other = fc.array(fc.integer({ min: -1, max: kinds - 1 }), { maxLength });
    fc.assert(
      fc.property(known, other, (a, b) => {
        const found = lcsLength(
          occurrences(Int32Array.from(a), a.length, kinds),
          Int32Array.from(b),
          b.length,
        );
        expect(found).toBe(byTable(a, b.map((item) => (item < 0 ? -2 : item)))); // prettier-ignore
      }),
      { numRuns: 500 },
    );
  });
});
