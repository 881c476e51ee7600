import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CaptionReferences, type CaptionComparison } from '../../src/core/rewards/captionReferences.ts';
import { bleu4 } from '../../src/core/text/bleu.ts';
import { LcsFinder } from '../../src/core/text/lcs.ts';
import { NumberList } from '../../src/core/text/numberList.ts';
import { rougeL, rougeTokens } from '../../src/core/text/rouge.ts';

const captions = new CaptionReferences();
const compare = (hypothesis: string, reference: string): CaptionComparison =>
  captions.compare(reference, hypothesis, 0, hypothesis.length);
const bleu = (hypothesis: string, reference: string): number => bleu4(compare(hypothesis, reference).bleu());
const rouge = (hypothesis: string, reference: string): number =>
  rougeL(compare(hypothesis, reference).rouge());

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
    expect(compare('the the the the cat the', 'the cat the').bleu().matches).toEqual([3, 2, 1, 0]);
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
        const self = compare(reference, reference).bleu();
        if (self.hypothesis >= 4) expect(bleu4(self)).toBe(1);
      }),
    );
  });

  it('matches what plain counting matches', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 100 });
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
        const found = compare(hypothesis.join(' '), reference.join(' ')).bleu();
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

  const finder = new LcsFinder();
  const numbers = (items: readonly number[]): NumberList => {
    const list = new NumberList();
    for (const item of items) list.push(item);
    return list;
  };

  it.each([
    ['few kinds', 3, 150],
    ['some kinds', 12, 60],
    ['two kinds', 2, 70],
    ['kinds enough', 40, 70],
    ['many kinds', 400, 300],
  ])('has the length that the plain table gives, for %s of items', (_what, kinds, maxLength) => {
    const items = fc.array(fc.nat(kinds - 1), { maxLength });
    fc.assert(
      fc.property(items, items, (a, b) => {
        expect(finder.length(numbers(a), numbers(b), kinds)).toBe(byTable(a, b));
      }),
      { numRuns: 500 },
    );
  });
});
