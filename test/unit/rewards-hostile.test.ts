/**
 * Completions of a megabyte that were made to be slow. None is timed: what takes more than about linear time on one of
 * these does not come back within the time that any test has.
 */
import { describe, expect, it } from 'vitest';
import { REWARD_NAMES, type GroundTruth, type RewardName } from '../../src/core/rewards/reward.ts';
import { Scorer } from '../../src/core/rewards/satori.ts';
import { LcsFinder } from '../../src/core/text/lcs.ts';
import { NumberList } from '../../src/core/text/numberList.ts';

const SIZE = 1_000_000;
const TRUTH: GroundTruth = {
  image_caption: 'A tall nurse is holding two oranges near the harbor. Mr. Smith is reading behind a ladder.',
  bboxs: [[10, 20, 100, 200], [50, 60, 300, 310]], // prettier-ignore
  width: 640,
  height: 480,
  possible_answers: ['cat'],
};

const repeated = (piece: string): string => piece.repeat(Math.ceil(SIZE / piece.length));
const caption = (inner: string): string => `<caption>${inner}</caption>`;
const bbox = (inner: string): string => `<bbox>${inner}</bbox>`;

/** All different, of `length` letters and an ending. */
function differentWords(length: number, ending = ''): string {
  const words: string[] = [];
  for (let total = 0; total < SIZE; total += length + ending.length + 1) {
    let word = '';
    for (let rest = words.length, at = 0; at < length; at++, rest = Math.floor(rest / 26)) {
      word += String.fromCharCode(0x61 + (rest % 26));
    }
    words.push(word + ending);
  }
  return words.join(' ');
}

function values(completion: string): Record<RewardName, number | string | null> {
  const scores = new Scorer().score(completion, TRUTH);
  const entries = REWARD_NAMES.map((name) => [name, scores[name].error?.type ?? scores[name].value] as const);
  return Object.fromEntries(entries) as Record<RewardName, number | string | null>;
}

describe('a megabyte of', () => {
  it.each([
    ['opening tags', repeated('<caption><bbox><answer>')],
    ['half tags', repeated('<captio')],
    ['captions that end', `<caption>${repeated('</caption>   <bbox> [')}`],
    ['boxes that end', `<caption></caption><bbox>[[${repeated(']]')}`],
    ['boxes that end before blanks', `<caption></caption><bbox>[[${repeated(']]   ')}`],
    ['boxes whose tag ends', `<caption></caption><bbox>[[${repeated(']]</bbox> ')}`],
    ['answers that go on', `<caption></caption><bbox>[[]]</bbox><answer>${repeated('</answer>     ')}x`],
    ['whitespace', repeated(' \n\t')],
  ])('%s has no format', (_what, completion) => {
    expect(values(completion).format).toBe(0);
  });

  it.each(
    [
      'a', 'dog ', 'dog, ', '1', '.', '. ', 'a. ', 'mr. ', '7. ', 'a.', '.!', '?', '"', "'", "a'", "a'b ", "d'ye-",
      'cannot-', '-', '-.', '`', ',', '(', '( ', ')."', 'a.) ', ' )', '中', '中文。', '😀', 'İ', 'é ', '\xa0a', '-a.b', '1,',
      'x.?', "'. ", "'tis", "n't", '. . ', "''", "'''", '“"', '\n', 'Σ', 'yb', 'ization ',
    ].map((piece) => [piece]), // prettier-ignore
  )('%j is a caption', (piece) => {
    expect(values(caption(repeated(piece))).caption).toBeLessThan(0.2);
  });
  it.each([
    ['short words that all differ', differentWords(4)],
    ['long words that all differ', differentWords(9)],
    ['words that all differ and have long endings', differentWords(3, 'izational')],
    ['foreign words that all differ', differentWords(3, 'é')],
  ])('%s is a caption', (_what, words) => {
    expect(values(caption(words)).caption).toBeLessThan(0.01);
  });
  it('y is a word too deep for the stemmer', () => {
    expect(values(caption(repeated('y'))).caption).toBe('RecursionError');
  });

  it.each(
    [
      '[', '[[', ']', '(', '{', '{1:', '"', "'", '"a" ', 'f"{1}"', 'a', 'é', '0', '1', '1_', '1e', '0x', '0.', '.', '...,',
      '0,', '1,', '-1,', '0.5,', '1e5,', '0x1,', '1j,', 'True,', 'a,', '"a",', 'set(),', '{1},', '[1,2,3],', '(1,),',
      '#\n', '\\\n', '\n', ' \t', 'not 1,', '1 or ',  'f(', `${'('.repeat(150)}1${')'.repeat(150)},`,
      `${'1'.repeat(4300)},`,
    ].map((piece) => [piece]), // prettier-ignore
  )('%j is no list of boxes', (piece) => {
    expect(values(bbox(`[${repeated(piece)}]`)).bbox).toBe(0);
  });
  it.each([
    ['-', 'MemoryError'],
    ['1**', 'MemoryError'],
    ['1+', 'RecursionError'],
    ['a.', 'RecursionError'],
    ['lambda:', 'MemoryError'],
    ['1 if 1 else ', 'MemoryError'],
  ])('%j ends the batch', (piece, type) => {
    expect(values(bbox(`[[${repeated(piece)}a]]`)).bbox).toBe(type);
  });
  it.each([
    ['equal boxes', repeated('[10,20,30,40],')],
    ['equal boxes, one with a bool', `${repeated('[10,20,30,40],')}[1,2,3,True],`],
    [
      'boxes on a diagonal',
      Array.from({ length: 50_000 }, (_, at) => `[${at},${at},${at + 9},${at + 9}],`).join(''),
    ],
    [
      'boxes that cross',
      Array.from({ length: 25_000 }, (_, at) => `[${at},0,${at + 1},9e4],[0,${at},9e4,${at + 1}],`).join(''),
    ],
  ])('%s is measured', (_what, boxes) => {
    const { bbox: value } = values(bbox(`[${boxes}]`));
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThan(0.5);
  });

  it('digits is an int of too many', () => {
    expect(values(bbox(`[[${repeated('1')},2,3,4]]`)).bbox).toBe(0);
    expect(values(bbox(`[[0x${repeated('f')},2,3,4]]`)).bbox).toBe('OverflowError');
  });
  it('blanks or letters is no answer', () => {
    expect(values(`<answer>${repeated(' ')}</answer>`).answer).toBe(0);
    expect(values(`<answer>${repeated('x')}</answer>`).answer).toBe(0);
  });
});

describe('a longest common subsequence', () => {
  const list = (length: number, item: (at: number) => number): NumberList => {
    const numbers = new NumberList();
    for (let at = 0; at < length; at++) numbers.push(item(at));
    return numbers;
  };
  const length = 1_000_000;

  it.each([
    ['of two million equal words', list(length, () => 1), list(length - 9, () => 1), length - 9],
    ['of words that all differ, one way and the other', list(length, (at) => at), list(length, (at) => length - at), 1],
    ['of words that all differ, a few moved', list(length, (at) => at), list(length, (at) => (at + 7) % length), length - 7],
    ['with a long truth and a short prediction', list(length, (at) => at % 3), list(30, () => 1), 30],
  ])('%s', (_what, one, other, expected) => {
    expect(new LcsFinder().length(one, other, length + 1)).toBe(expected);
  }); // prettier-ignore
});
