import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CaptionReferences, type CaptionComparison } from '../../src/core/rewards/captionReferences.ts';
import { lcsPairs } from '../../src/core/text/lcsPairs.ts';
import { ngramMatches } from '../../src/core/text/ngramMatches.ts';
import { placeRougeWords, placeWords, type PlacedToken } from '../../src/core/text/places.ts';
import { rougeTokens } from '../../src/core/text/rouge.ts';
import { strip } from '../../src/core/text/whitespace.ts';
import { wordTokens } from '../../src/core/text/words.ts';
import { goldenTexts } from './support/golden.ts';

const QUOTES = new Set(["''", '``']);

/** What the places leave out of a text. */
function between(text: string, places: readonly PlacedToken[]): string {
  let at = 0;
  let left = '';
  for (const { start, end } of places) {
    expect(start).toBeGreaterThanOrEqual(at);
    left += text.slice(at, start);
    at = end;
  }
  return left + text.slice(at);
}

function expectWordsPlaced(text: string): void {
  const places = placeWords(text);
  expect(places.map(({ token }) => token)).toEqual(wordTokens(text.toLowerCase()));
  for (const { token, start, end } of places) {
    const source = text.slice(start, end).toLowerCase();
    if (QUOTES.has(token)) expect(['"', "''", '``']).toContain(source);
    else expect(source).toBe(token);
  }
  expect(strip(between(text, places))).toBe('');
}

const pieces = fc.constantFrom(
  ..."a the cat Cat İ ß K ﬀ … — - -- ' \"  `` '' ( [ ) ] . , ; : ! ? n't don't cannot mr. u.s. 1.5 1,000 \n \u00a0 \ufeff 猫 é 😀 <b>".split(
    ' ',
  ),
  ' ',
);
const text = fc.array(pieces, { maxLength: 25 }).map((list) => list.join(''));

describe('the places of words', () => {
  it('cover every golden text but for its whitespace', () => {
    for (const golden of goldenTexts()) expectWordsPlaced(golden.text);
  });

  it('cover any text, whose quotes and brackets the tokenizer rewrites', () => {
    fc.assert(fc.property(text, expectWordsPlaced));
  });

  it('are those before lowercasing, which makes İ longer', () => {
    expect(placeWords('İİ x')).toEqual([
      { token: 'i̇i̇', start: 0, end: 2 },
      { token: 'x', start: 3, end: 4 },
    ]);
    expect(placeRougeWords('aİb c')).toEqual([
      { token: 'ai', start: 0, end: 2 },
      { token: 'b', start: 2, end: 3 },
      { token: 'c', start: 4, end: 5 },
    ]);
  });

  it('may take equal lengths for equal places, because no character is shorter in lower case', () => {
    for (let point = 0; point <= 0x10ffff; point++) {
      const character = String.fromCodePoint(point);
      if (character.toLowerCase().length < character.length) throw new Error(`U+${point.toString(16)}`);
    }
  });
});

describe('the places of ROUGE words', () => {
  it('are those of the words that the stems were made from', () => {
    for (const golden of goldenTexts()) {
      const places = placeRougeWords(golden.text);
      expect(places.map(({ token }) => token)).toEqual(rougeTokens(golden.text.toLowerCase()));
      for (const { start, end } of places) {
        expect(golden.text.slice(start, end).toLowerCase()).toMatch(/^[a-z0-9]+\u0307?$/);
      }
    }
  });
});

const words = fc.array(fc.constantFrom('a', 'b', 'c', 'the'), { maxLength: 12 });
const captions = new CaptionReferences();

function compare(hypothesis: readonly string[], reference: readonly string[]): CaptionComparison {
  const text = hypothesis.join(' ');
  return captions.compare(reference.join(' '), text, 0, text.length);
}

describe('n-grams in common', () => {
  it('add up to the counts of BLEU, order by order', () => {
    fc.assert(
      fc.property(words, words, (hypothesis, reference) => {
        const { matches } = compare(hypothesis, reference).bleu();
        const named = [1, 2, 3, 4].map((order) =>
          ngramMatches(hypothesis, reference, order).reduce((sum, ngram) => sum + ngram.matches, 0),
        );
        expect(named).toEqual([...matches]);
      }),
    );
  });

  it('stand where they are said to', () => {
    fc.assert(
      fc.property(words, words, fc.integer({ min: 1, max: 4 }), (hypothesis, reference, order) => {
        for (const ngram of ngramMatches(hypothesis, reference, order)) {
          for (const at of ngram.hypothesis) expect(hypothesis.slice(at, at + order)).toEqual(ngram.words);
          for (const at of ngram.reference) expect(reference.slice(at, at + order)).toEqual(ngram.words);
        }
      }),
    );
  });
});

describe('a longest common subsequence', () => {
  it('is common, in order, and as long as ROUGE says', () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const pairs = lcsPairs(a, b)!;
        for (const [at, [i, j]] of pairs.entries()) {
          expect(a[i]).toBe(b[j]);
          const [beforeI, beforeJ] = pairs[at - 1] ?? [-1, -1];
          expect(i).toBeGreaterThan(beforeI);
          expect(j).toBeGreaterThan(beforeJ);
        }
        const { common } = compare(a, b).rouge();
        expect(pairs).toHaveLength(common);
      }),
    );
  });

  it('is not named where its table would be too large, but is where the texts differ little', () => {
    const long = Array.from({ length: 5000 }, (_, at) => `w${at}`);
    expect(lcsPairs(long, [...long].reverse())).toBeUndefined();
    expect(lcsPairs(long, long.toSpliced(2500, 1))).toHaveLength(4999);
  });
});
