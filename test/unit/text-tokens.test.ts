import { describe, expect, it } from 'vitest';
import { hashOf } from '../../src/core/text/hash.ts';
import { Lexicon } from '../../src/core/text/lexicon.ts';
import { stem, StemmerRecursionError } from '../../src/core/text/porter.ts';
import { rougeTokens } from '../../src/core/text/rouge.ts';
import { sentences } from '../../src/core/text/sentences.ts';
import { encode } from '../../src/core/text/units.ts';
import { wordTokens } from '../../src/core/text/words.ts';

describe('sentences', () => {
  it.each([
    ['break after . ? !', 'a cat. is it? yes! ok', ['a cat.', 'is it?', 'yes!', 'ok']],
    ['not after an abbreviation', 'mr. smith of the u.s. army', ['mr. smith of the u.s. army']],
    ['nor after the end of one with a hyphen', 'st-mr. smith', ['st-mr. smith']],
    [
      'but after words that are none',
      'see fig. two etc. and no. three',
      ['see fig.', 'two etc.', 'and no.', 'three'],
    ],
    ['not after an ellipsis', 'well... so', ['well... so']],
    ['not after a number before a lowercase word', 'at no 7. the end', ['at no 7. the end']],
    ['but before digits and Chinese', 'on 7. 8 cats. 9. 中文', ['on 7.', '8 cats.', '9.', '中文']],
    ['not after an initial', 'x. smith', ['x. smith']],
    ['not after a number before punctuation', '7. ; so', ['7. ; so']],
    ['not inside a collocation', 'by b. smith and 7. cooper', ['by b. smith and 7. cooper']],
    ['before a lowercase start that is known', '7. z-holiday', ['7.', 'z-holiday']],
    ['closing quotes go with their sentence', 'he said "no." (yes.) so', ['he said "no."', '(yes.)', 'so']],
    ['closing quotes before --', 'no."-- so', ['no."', '-- so']],
    ['candidates that overlap are one', 'really?!! yes', ['really?!!', 'yes']],
    ['whitespace at the end is dropped', 'a cat. ok. \n', ['a cat.', 'ok.']],
    ['nothing is no sentence', ' ', []],
  ])('%s', (_what, text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });
});

describe('words', () => {
  it.each([
    ['the final period is a token', 'a cat.', 'a|cat|.'],
    ['also before closing marks', 'a cat.)"', "a|cat|.|)|''"],
    ['an abbreviation keeps its period but at the end', 'mr. smith vs.', 'mr.|smith|vs|.'],
    ['an ellipsis of dots is a token', 'so... yes', 'so|...|yes'],
    ['an ellipsis character stays', 'so… yes', 'so…|yes'],
    ['a dash of two hyphens is a token, an em dash is none', 'a--b c—d', 'a|--|b|c—d'],
    ['a comma or colon stays only before a digit', '1,000 10:30 a,b :, x', '1,000|10:30|a|,|b|:|,|x'],
    ['a curly apostrophe is a token', 'don’t', 'don|’|t'],
    [
      "n't, 's and the like leave their word",
      "don't it's we'll they've i'm",
      "do|n't|it|'s|we|'ll|they|'ve|i|'m",
    ],
    ['quotes open at the start and after a space or bracket', '"a" ("b") c"d', "``|a|''|(|``|b|''|)|c|''|d"],
    ['a lone quoted word keeps its first quote', "'single' x", "'single|'|x"],
    ["a quoted letter loses it, unless it is a clitic's", "'x 's", "'|x|'s"],
    [
      'contractions are two words, also inside others',
      'cannot gonna x/cannot gimme',
      'can|not|gon|na|x/|can|not|gim|me',
    ],
    ['wanna only before a space', 'wanna wanna-be', 'wan|na|wanna-be'],
    ["'tis, d'ye and more'n are two", "'tis d'ye more'n", "'t|is|d|'ye|more|'n"],
    ['symbols and brackets are tokens', 'a&b [c] 5% *', 'a|&|b|[|c|]|5|%|*'],
    ['a Chinese sentence is one', '一只猫坐在垫子上。', '一只猫坐在垫子上。'],
    [
      'any whitespace of Python separates, the byte order mark does not',
      'a\x1cb\xa0c\ufeffd',
      'a|b|c\ufeffd',
    ],
  ])('%s', (_what, text, expected) => {
    expect(wordTokens(text).join('|')).toBe(expected);
  });

  it('take long runs of anything', () => {
    for (const piece of [
      '.',
      '. ',
      'a. b ',
      "'",
      '"',
      '``',
      '--',
      ',',
      "a'",
      '. . ',
      'cannot ',
      'mr. ',
      '"\'',
    ]) {
      const text = piece.repeat(100_000 / piece.length);
      expect(wordTokens(text).length).toBeGreaterThan(0);
    }
  });
});

describe('the stemmer', () => {
  it.each(
    (
      'skies sky dying die news news howe howe proceed proceed cannings canning ' +
      'dies die ponies poni caresses caress cats cat died die spied spi agreed agre feed feed ' +
      'plastered plaster hoping hope hopping hop falling fall sized size happy happi enjoy enjoy by by say say ' +
      'relational relat conditional condit radically radic fully fulli hopefully hope possibly possibl geology geolog ' +
      'triplicate triplic formative form goodness good revival reviv adoption adopt communion communion ' +
      'probate probat rate rate cease ceas are are use use controll control roll roll 1st5ed 1st5ed b2b3ing b2b3ing'
    )
      .split(' ')
      .flatMap((word, at, words) => (at % 2 === 0 ? [[word, words[at + 1] ?? '']] : [])),
  )('takes %s to %s', (word, stemmed) => {
    expect(stem(word)).toBe(stemmed);
  });

  it('raises in a run of about 1,000 y, as the recursion of the reference does', () => {
    expect(rougeTokens('y'.repeat(900))).toHaveLength(1);
    expect(() => rougeTokens('y'.repeat(1100))).toThrow(StemmerRecursionError);
    expect(rougeTokens(`${'y'.repeat(1100)}b`)).toHaveLength(1);
  });
});

describe('a lexicon', () => {
  it('numbers words by first appearance, however many, and finds no others', () => {
    const words = Array.from({ length: 5000 }, (_, at) => `t${at.toString(36)}`);
    const lexicon = new Lexicon();
    const numberOf = (word: string): number => {
      const units = encode(word);
      return lexicon.find(units, 0, units.length, hashOf(units, 0, units.length));
    };
    for (const [number, word] of words.entries()) {
      expect(numberOf(word)).toBe(-1);
      expect(lexicon.numberOf(word)).toBe(number);
    }
    expect(words.map(numberOf)).toEqual([...words.keys()]);
    expect(words.map((_, number) => lexicon.textOf(number))).toEqual(words);
  });
  it('knows the stem of a word, which is a word too', () => {
    const lexicon = new Lexicon();
    const [cats, cat, bus] = ['cats', 'cat', 'bus'].map((word) => lexicon.numberOf(word));
    expect([cats, cat, bus].map((word) => lexicon.stemOf(word!))).toEqual([cat, cat, bus]);
  });
});
