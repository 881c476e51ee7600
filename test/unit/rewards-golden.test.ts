import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { GroundTruth, RewardName } from '../../src/core/rewards/reward.ts';
import { scoreSatori } from '../../src/core/rewards/satori.ts';
import { rougeTokens } from '../../src/core/text/rouge.ts';
import { sentences } from '../../src/core/text/sentences.ts';
import { wordTokens } from '../../src/core/text/words.ts';

/** What the Python gave (nltk 3.9.1, rouge-score 0.1.2, shapely 2.0.7, qwen-vl-utils 0.0.10). */
interface GoldenCase extends GroundTruth {
  readonly id: string;
  readonly completion: string;
  readonly expected: Record<RewardName | 'bleu' | 'rougeL', number | null>;
  readonly error?: { readonly which: RewardName; readonly type: string };
}
interface GoldenText {
  readonly text: string;
  readonly sents: readonly string[];
  readonly tokens: readonly string[];
  readonly rouge: readonly string[];
}

const TOLERANCE = 1e-12;

function readJsonLines<T>(name: string): T[] {
  const file = new URL(`../fixtures/golden/${name}`, import.meta.url);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

describe('the rewards of the reference', () => {
  const cases = readJsonLines<GoldenCase>('golden-public.jsonl');

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
  const texts = readJsonLines<GoldenText>('golden-tokens.jsonl');

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
