import { describe, expect, it } from 'vitest';
import { score } from './score.ts';

describe('languageConsistency', () => {
  const share = (completion: string, script = 'latin'): number | string =>
    score('languageConsistency', completion, { options: { script } });

  it.each([
    ['The cat sat.', 'latin', 1],
    ['<think>The 猫 sat</think><answer>猫</answer>', 'latin', 2 / 3],
    ['<think>猫坐在 mat 上，3 次</think>', 'han', 5 / 6],
    ['Кот сидит на mat', 'cyrillic', 3 / 4],
    ["don't l’été naïve", 'latin', 1],
    ['고양이 cat', 'hangul', 1 / 2],
    ['ねこはマットの上', 'japanese', 1],
    ['ねこ', 'han', 0],
    ['قِطّة cat', 'arabic', 1 / 2],
    ['', 'latin', 0],
    ['123 + 4', 'latin', 0],
  ])('gives for %j in %s %d', (completion, script, expected) => {
    expect(share(completion, script)).toBeCloseTo(expected, 12);
  });
  it('does not count tags as words', () => {
    expect(share('<caption>猫</caption> <answer>猫</answer>', 'han')).toBe(1);
  });
  it('reads the reasoning, or what is asked for', () => {
    const completion = '<think>cat</think><answer>猫</answer>';
    expect(share(completion)).toBe(1);
    expect(score('languageConsistency', completion, { options: { text: 'answer' } })).toBe(0);
    expect(score('languageConsistency', completion, { options: { text: 'completion' } })).toBe(0.5);
  });
  it('is done with long words of marks at once', () => {
    expect(share(`ا${'\u064b'.repeat(50_000)}b`, 'arabic')).toBe(0);
  });
});
