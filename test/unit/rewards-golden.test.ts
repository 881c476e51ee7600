import { describe, expect, it } from 'vitest';
import { scoreSatori } from '../../src/core/rewards/satori.ts';
import { rougeTokens } from '../../src/core/text/rouge.ts';
import { sentences } from '../../src/core/text/sentences.ts';
import { wordTokens } from '../../src/core/text/words.ts';
import { goldenCases, goldenTexts } from './support/golden.ts';

const TOLERANCE = 1e-12;

describe('the rewards of the reference', () => {
  const cases = goldenCases();

  it('are all there', () => {
    expect(cases).toHaveLength(600);
  });

  it.each(cases.map((golden) => [golden.id, golden] as const))('%s', (_id, golden) => {
    const scores = scoreSatori(golden.completion, golden);
    const found = {
      format: scores.format.value,
      caption: scores.caption.value,
      bleu: scores.caption.components?.bleu ?? null,
      rougeL: scores.caption.components?.rougeL ?? null,
      bbox: scores.bbox.value,
      answer: scores.answer.value,
    };
    for (const [name, expected] of Object.entries(golden.expected)) {
      const value = found[name as keyof typeof found];
      if (expected === null) expect(value, name).toBeNull();
      else expect(Math.abs((value ?? NaN) - expected), name).toBeLessThanOrEqual(TOLERANCE);
    }
    const errors = Object.entries(scores).flatMap(([which, { error }]) =>
      error ? [{ which, type: error.type }] : [],
    );
    const { error } = golden;
    expect(errors).toEqual(error === undefined ? [] : [{ which: error.which, type: error.type }]);
  });
});

describe('the tokens of the reference', () => {
  const texts = goldenTexts();

  it('are all there', () => {
    expect(texts).toHaveLength(1519);
  });

  it('are the same for every text: sentences, words and ROUGE tokens', () => {
    for (const { text, sents, tokens, rouge } of texts) {
      const lowercased = text.toLowerCase();
      expect({
        text,
        sents: sentences(lowercased),
        tokens: wordTokens(lowercased),
        rouge: rougeTokens(lowercased),
      }).toEqual({
        text,
        sents,
        tokens,
        rouge,
      });
    }
  });
});
