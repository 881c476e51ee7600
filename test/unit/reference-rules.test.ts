/**
 * What was found out about the Python of SATORI-R1's rewards (nltk 3.9.1, rouge-score 0.1.2, shapely 2.0.7,
 * qwen-vl-utils 0.0.10), rule by rule in the order of its parts: text, format, box literal, geometry, answer, BLEU,
 * ROUGE-L, word tokenizer.
 */
import { describe, expect, it } from 'vitest';
import { checkFormat, parseBoxes } from '../../src/core/completion.ts';
import { smartResize } from '../../src/core/geometry/smartResize.ts';
import { REFERENCE_LIMITS } from '../../src/core/geometry/coordinates.ts';
import { unionAreas } from '../../src/core/geometry/unionArea.ts';
import type { GroundTruth, RewardResult } from '../../src/core/rewards/reward.ts';
import { scoreSatori } from '../../src/core/rewards/satori.ts';
import { isDigitAt, isWordAt } from '../../src/core/text/characters.ts';
import { stem } from '../../src/core/text/porter.ts';
import { rougeTokens } from '../../src/core/text/rouge.ts';
import { sentences } from '../../src/core/text/sentences.ts';
import { encode } from '../../src/core/text/units.ts';
import { strip } from '../../src/core/text/whitespace.ts';
import { wordTokens } from '../../src/core/text/words.ts';

const GOOD = '<caption>a cat</caption><bbox>[[1,2,3,4]]</bbox><answer>cat</answer>';
const TRUTH: GroundTruth = {
  image_caption: 'a cat sat on the mat',
  bboxs: [[0, 0, 100, 100]],
  width: 448,
  height: 448,
  possible_answers: ['cat'],
};

const hasFormat = (text: string): boolean => checkFormat(text).ok;
/** `failed`, the type that Python raises, or the boxes. */
function boxes(literal: string): unknown {
  const parsed = parseBoxes(literal);
  if (parsed.kind === 'boxes') return parsed.tooLarge === undefined ? parsed.boxes : 'OverflowError';
  return parsed.kind === 'raise' ? parsed.type : 'failed';
}
const box = (number: string): unknown => {
  const found = boxes(`[[${number},2,3,4]]`);
  return Array.isArray(found) ? (found as number[][])[0]?.[0] : found;
};
function scored(
  name: 'caption' | 'bbox' | 'answer',
  inner: string,
  truth: Partial<GroundTruth> = {},
): RewardResult {
  return scoreSatori(`<${name}>${inner}</${name}>`, { ...TRUTH, ...truth })[name];
}
const outcome = (result: RewardResult): unknown => result.error?.type ?? result.value;
const bleu = (prediction: string, truth: string): unknown =>
  scored('caption', prediction, { image_caption: truth }).components?.bleu;
const rouge = (prediction: string, truth: string): unknown =>
  scored('caption', prediction, { image_caption: truth }).components?.rougeL;
const words = (text: string): string => wordTokens(text).join('|');

describe('text and format', () => {
  it('whitespace has \\x1c to \\x1f and \\x85, and no byte order mark', () => {
    expect(strip('\x1c\x1d\x1e\x1f\x85 \u3000a\u2028\u00a0')).toBe('a');
    expect(strip('\ufeffa\u200b')).toBe('\ufeffa\u200b');
  });
  it('the format starts at the very start, and ends at the end or before \\n, never before \\r or \\u2028', () => {
    for (const text of [GOOD, `${GOOD}\nmore`, `${GOOD}\r\nmore`, ` \x1c${GOOD} \x85`]) {
      expect(hasFormat(text), text).toBe(true);
    }
    for (const text of [
      `${GOOD} more`,
      `${GOOD}\rmore`,
      `${GOOD}\u2028more`,
      `\ufeff${GOOD}`,
      `So: ${GOOD}`,
    ]) {
      expect(hasFormat(text), text).toBe(false);
    }
  });
  it('the format needs [[ and ]] without space inside, and takes whatever is between them', () => {
    expect(hasFormat(GOOD.replace('[[1,2,3,4]]', '[[]]'))).toBe(true);
    expect(hasFormat(GOOD.replace('1,2,3,4', 'no boxes at all'))).toBe(true);
    expect(hasFormat(GOOD.replace('a cat', '<answer>x</answer></caption><bbox>'))).toBe(true);
    expect(hasFormat(GOOD.replace('[[', '[ ['))).toBe(false);
    expect(hasFormat(GOOD.replace(']]', '] ]'))).toBe(false);
  });
  it('each part of the format is the earliest after the one before; only the last answer may end later', () => {
    const early = '<caption></caption> <bbox>[[]] </bbox>\n<answer>a</answer>';
    expect(hasFormat(`${early} and <answer>b</answer>`)).toBe(true);
    expect(hasFormat(`${early} and then`)).toBe(false);
    expect(hasFormat(early.replace('</bbox>', 'x</bbox>'))).toBe(false);
  });
  it('caption, boxes and answer are each the first tag that opens up to the first that closes, whatever the format', () => {
    const text = '</answer><answer>cat</answer><answer>dog</answer><caption>a cat sat on the mat</caption>';
    const { format, caption, answer } = scoreSatori(text, TRUTH);
    expect([format.value, caption.value, answer.value]).toEqual([0, 1, 1]);
    expect(scoreSatori('<Answer>cat</Answer>', TRUTH).answer.value).toBe(0);
  });
  it('lower case and word characters are those of every script', () => {
    expect(wordTokens('ÀÉ ΑΣ İ'.toLowerCase())).toEqual(['àé', 'ας', 'i̇']);
    const units = encode('éж中²_ٳ٣-');
    const all = Array.from({ length: units.length }, (_, at) => at);
    expect(all.map((at) => isWordAt(units, at, units.length))).toEqual([
      true, true, true, true, true, true, true, false,
    ]); // prettier-ignore
    expect(all.filter((at) => isDigitAt(units, at, units.length))).toEqual([6]);
  });
});

describe('the box literal', () => {
  it('holds no NUL and no half of a surrogate pair, and no space but blank, tab and form feed', () => {
    for (const bad of ['\0', '\ud83d', '\xa0', '\v', '\ufeff', '\u3000']) {
      expect(boxes(`[[1,2,3,4]${bad}]`), JSON.stringify(bad)).toBe('failed');
    }
    expect(boxes(' \t[[1,2,\f3,\r\n4]\r]')).toEqual([[1, 2, 3, 4]]);
    expect(boxes('\f [[1,2,3,4]]')).toBe('failed');
  });
  it('must not be indented on a line of its own, nor end in a line of blanks', () => {
    for (const good of ['[[1,2,3,4]]\n \n', '\n[[1,2,3,4]]\n', '[[1,2,3,4]] \t', '[[1,2,3,4]]\n #c', '\n \f[[1,2,3,4]]', '[\n[1,#c\n2,\\\n3,4]]']) {
      expect(boxes(good), good).toEqual([[1, 2, 3, 4]]);
    } // prettier-ignore
    for (const bad of ['\n  [[1,2,3,4]]', '[[1,2,3,4]]\n ', '[[1,2,3,4]]\\\n', '[[1,2,3,4]]\n[[1,2,3,4]]', '[[1,2,3,4]];']) {
      expect(boxes(bad), bad).toBe('failed');
    } // prettier-ignore
  });
  it('has numbers of every kind with at most one sign, and no int of over 4,300 digits', () => {
    const good = { '1.': 1, '.5': 0.5, '1e2': 100, '1_000': 1000, '1e1_0': 1e10, '0x_64': 100, '0o17': 15, '0b11': 3, '00': 0, '0_0': 0, '01.5': 1.5, '09e1': 90, '+1': 1, '-(1)': -1, '((1))': 1 }; // prettier-ignore
    for (const [number, value] of Object.entries(good)) expect(box(number), number).toBe(value);
    for (const bad of ['0100', '0_1', '1__0', '1_', '1e', '1 .5', '1a', '--1', '-+1', '-True', '1+1', '1j', '1+2j', '9'.repeat(4301)]) {
      expect(box(bad), bad.slice(0, 9)).toBe('failed');
    } // prettier-ignore
  });
  it('takes True and False as 1 and 0, trailing commas and parentheses, and 200 brackets at most', () => {
    expect([box('True'), box('False')]).toEqual([1, 0]);
    for (const bad of ['true', 'None', 'nan', 'inf', '"1"']) expect(box(bad), bad).toBe('failed');
    expect(boxes('([[1,2,3,4,],])')).toEqual([[1, 2, 3, 4]]);
    expect(boxes(`${'('.repeat(198)}[[1,2,3,4]]${')'.repeat(198)}`)).toEqual([[1, 2, 3, 4]]);
    expect(boxes(`${'('.repeat(199)}[[1,2,3,4]]${')'.repeat(199)}`)).toBe('failed');
  });
  it('is a list of lists of four numbers, or one such list; one bad box fails all', () => {
    expect(boxes('[1,2,3,4]')).toEqual([[1, 2, 3, 4]]);
    for (const bad of ['([1,2,3,4],)', '[[1,2,3,4]],', '{1,2,3,4}', '{1:2}', '[]', '[[]]', '[(1,2,3,4)]', '[[1,2,3,4],[1,2,3]]', '[[1,2,3,4],5]', '[[[1,2,3,4]]]']) {
      expect(boxes(bad), bad).toBe('failed');
    } // prettier-ignore
  });
  it('ends the batch where something unhashable is hashed, an int is beyond floats, or operators chain by the thousand', () => {
    expect(boxes('{[1,2,3,4]}')).toBe('TypeError');
    expect(boxes('{(1,{2:3}):4}')).toBe('TypeError');
    expect(box(`1${'0'.repeat(309)}`)).toBe('OverflowError');
    expect(box(`0x1${'0'.repeat(260)}`)).toBe('OverflowError');
    expect(box(`${'-'.repeat(3000)}1`)).toBe('RecursionError');
    expect(box(`${'1+'.repeat(3000)}1`)).toBe('RecursionError');
    expect(box(`${'-'.repeat(6000)}1`)).toBe('MemoryError');
  });
});

describe('geometry', () => {
  const areaOf = (...list: [number, number, number, number][]): number => unionAreas(list, []).a;

  it('areas count inverted boxes in full, boxes without area as nothing, and overlaps and duplicates once', () => {
    expect(areaOf([10, 20, 0, 0])).toBe(200);
    expect(areaOf([0, 0, 5, 0], [1, 1, 1, 9])).toBe(0);
    expect(areaOf([0, 0, 2, 2], [1, 1, 3, 3], [2, 2, 0, 0])).toBe(7);
  });
  it('areas are exact up to rounding, also of very large coordinates', () => {
    const [near, far] = [1e18, 1e18 + 4096];
    expect(areaOf([near, near, far, far], [near, near, far, far])).toBe(4096 ** 2);
    expect(areaOf([0.1, 0.2, 0.3, 0.7])).toBe((0.3 - 0.1) * (0.7 - 0.2));
  });
  it('the prediction is scaled from the resized image to original pixels, the truth is taken as it is', () => {
    const truth = { width: 100, height: 100, bboxs: [[0, 0, 50, 100]] };
    expect(scored('bbox', '[[0,0,224,448]]', truth).value).toBeCloseTo(1, 8);
  });
  it('no true boxes give 0; of longer ones the first four numbers count; flat, short, empty and ragged ones raise', () => {
    const given = (bboxs: GroundTruth['bboxs']): unknown =>
      outcome(scored('bbox', '[[0,0,100,100]]', { bboxs }));
    expect(given([])).toBe(0);
    expect(given([[0, 0, 100, 100, 9]])).toBeCloseTo(1, 8);
    expect(given([[false, false, 100, 100]])).toBeCloseTo(1, 8);
    for (const bboxs of [[0, 0, 100, 100], [[0, 0, 100]], [[]]]) expect(given(bboxs)).toBe('IndexError');
    expect(given([[0, 0, 1, 1], [0, 0, 1]])).toBe('ValueError'); // prettier-ignore
    expect(outcome(scored('bbox', 'no list', { bboxs: [1, 2] }))).toBe(0);
  });
  it('coordinates that are not finite, or beyond 1e150, give 0', () => {
    expect(outcome(scored('bbox', '[[0,0,1e999,100]]'))).toBe(0);
    expect(outcome(scored('bbox', '[[0,0,1.1e150,100]]'))).toBe(0);
    expect(outcome(scored('bbox', '[[0,0,100,100]]', { bboxs: [[0, 0, -1e151, 1]] }))).toBe(0);
  });
  it('images are resized to sides of whole 28s within the limits, after the literal was read', () => {
    const resized = (height: number, width: number): number[] => {
      const size = smartResize({ width, height }, 28, REFERENCE_LIMITS);
      return [size.height, size.width];
    };
    expect(resized(462, 600)).toEqual([448, 588]);
    expect(resized(480, 640)).toEqual([476, 644]);
    expect(resized(1080, 1920)).toEqual([448, 840]);
    expect(resized(630, 630)).toEqual([616, 616]);
    expect(resized(3024, 4032)).toEqual([532, 728]);
    expect(resized(427, 640)).toEqual([420, 644]);
    expect(resized(100, 100)).toEqual([448, 448]);
    expect(resized(20, 4000)).toHaveLength(2);
    expect(outcome(scored('bbox', '[[0,0,1,1]]', { width: 4001, height: 20 }))).toBe('ValueError');
    expect(outcome(scored('bbox', '[[0,0,1,1]]', { width: 0 }))).toBe('ZeroDivisionError');
    expect(outcome(scored('bbox', '[[0,0,1]]', { width: 0 }))).toBe(0);
  });
});

describe('the answer', () => {
  it('is one of the possible answers to the letter once stripped; a text is searched for it, None raises', () => {
    const given = (inner: string, possible_answers: GroundTruth['possible_answers']): unknown =>
      outcome(scored('answer', inner, { possible_answers }));
    expect(given(' \x1fcat\u3000', ['cat'])).toBe(1);
    expect(given('Cat', ['cat'])).toBe(0);
    expect(given('e\u0301', ['é'])).toBe(0);
    expect(given(' ', [''])).toBe(1);
    expect(given('3', [3])).toBe(0);
    expect(given('at', 'cat')).toBe(1);
    expect(given('at', null)).toBe('TypeError');
    expect(given('at', undefined)).toBe('TypeError');
  });
});

describe('BLEU', () => {
  it('is 0 without a word in common, for no prediction and for no truth', () => {
    expect([bleu('a b', 'c d'), bleu('', 'a'), bleu('a', ''), bleu('', '')]).toEqual([0, 0, 0, 0]);
  });
  it('counts no matches of an order as 0.1, also where the text is too short for the order', () => {
    expect(bleu('a', 'a')).toBeCloseTo(0.1778, 4);
    expect(bleu('a b', 'a b')).toBeCloseTo(0.3162, 4);
    expect(bleu('a b c', 'a b c')).toBeCloseTo(0.5623, 4);
    expect(bleu('a x b', 'a y b')).toBeCloseTo(((2 / 3) * (0.1 / 2) * 0.1 * 0.1) ** 0.25, 12);
  });
  it('is lower for a prediction shorter than the truth, by exp(1 - truth / prediction)', () => {
    expect(bleu('a b c d', 'a b c d e f')).toBeCloseTo(Math.exp(1 - 6 / 4), 12);
    expect(bleu('a b c d e', 'a b c d')).toBeCloseTo(((4 / 5) * (3 / 4) * (2 / 3) * (1 / 2)) ** 0.25, 12);
  });
  it('strips the prediction, not the truth', () => {
    expect(bleu(' "a" b c d', ' "a" b c d')).toBe(1);
    expect(bleu(' "a" b c d', '\n"a" b c d')).toBeLessThan(1);
  });
});

describe('ROUGE-L', () => {
  it('compares stems of runs of a-z and 0-9 that are longer than three letters', () => {
    expect(rougeTokens('café 中文 cats bus running 3.5')).toEqual(['caf', 'cat', 'bus', 'run', '3', '5']);
    expect(rouge('the running cats', 'a run cat')).toBeCloseTo(2 / 3, 12);
    expect([rouge('中文', 'a cat'), rouge('a cat', '。')]).toEqual([0, 0]);
    expect(rouge('a b c', 'a c b d')).toBeCloseTo((2 * (2 / 3) * (2 / 4)) / (2 / 3 + 2 / 4), 12);
  });
  it("stems as NLTK's extended Porter: irregular words, ies and ied, y after consonants, digits as consonants", () => {
    const stems = {
      sky: 'sky', skies: 'sky', dying: 'die', lying: 'lie', tying: 'tie', news: 'news', innings: 'inning',
      outings: 'outing', cannings: 'canning', howe: 'howe', proceed: 'proceed', exceed: 'exceed', succeed: 'succeed',
      dies: 'die', died: 'die', ponies: 'poni', cried: 'cri', happy: 'happi', enjoy: 'enjoy', by: 'by',
      radically: 'radic', possibly: 'possibl', hopefully: 'hope', geology: 'geolog', aping: 'ape', b2b3ing: 'b2b3ing',
    }; // prettier-ignore
    for (const [word, expected] of Object.entries(stems)) expect(stem(word), word).toBe(expected);
    expect(outcome(scored('caption', 'y'.repeat(1100)))).toBe('RecursionError');
  });
});

describe('the word tokenizer', () => {
  it('finds sentences first, then quotes, punctuation, brackets, dashes, closing quotes and contractions', () => {
    expect(words('"so. (b) -- can\'t," c')).toBe("``|so|.|(|b|)|--|ca|n't|,|''|c");
    expect(words('he said "no." (yes.) "')).toBe("he|said|``|no|.|''|(|yes|.|)|``");
  });
  it('ends a sentence after . ? ! unless after an abbreviation, an ellipsis, a number or an initial before a word', () => {
    expect(sentences('mr. a is in. st-mr. b? no! x... y')).toEqual([
      'mr. a is in.',
      'st-mr. b?',
      'no!',
      'x... y',
    ]);
    expect(sentences('no 7. the b. smith 9. 8 x. 中 7. cooper 7. ; 7.')).toEqual([
      'no 7. the b. smith 9.', '8 x.', '中 7. cooper 7. ; 7.',
    ]); // prettier-ignore
    expect(sentences('"so it is." (or not.) x')).toEqual(['"so it is."', '(or not.)', 'x']);
  });
  it('splits as NLTK does at abbreviations, ellipses, dashes, quotes, apostrophes, contractions, commas and CJK', () => {
    expect(words('the u.s. at 3 p.m. by mr. x vs.')).toBe('the|u.s.|at|3|p.m.|by|mr.|x|vs|.');
    for (const word of ['e.g', 'i.e', 'etc', 'no', 'fig', 'mt', 'dept']) {
      expect(words(`${word}. x`), word).toBe(`${word}|.|x`);
    }
    expect(words('a… b... c—d')).toBe('a…|b|...|c—d');
    expect(words("don’t don't")).toBe("don|’|t|do|n't");
    expect(words('a "b" ("c") d"e')).toBe("a|``|b|''|(|``|c|''|)|d|''|e");
    expect(words("'single' x")).toBe("'single|'|x");
    expect(words('x/cannot gonna')).toBe('x/|can|not|gon|na');
    expect(words('1,000 10:30 a,b c: d')).toBe('1,000|10:30|a|,|b|c|:|d');
    expect(words('一只猫坐在垫子上。')).toBe('一只猫坐在垫子上。');
  });
});
