import { readFileSync } from 'node:fs';
import type { GroundTruth, RewardName } from '../../../src/core/rewards/reward.ts';

/** What the Python gave (nltk 3.9.1, rouge-score 0.1.2, shapely 2.0.7, qwen-vl-utils 0.0.10). */
export interface GoldenCase extends GroundTruth {
  readonly id: string;
  readonly completion: string;
  readonly expected: Record<RewardName | 'bleu' | 'rougeL', number | null>;
  readonly error?: { readonly which: RewardName; readonly type: string };
}

export interface GoldenText {
  readonly text: string;
  readonly sents: readonly string[];
  readonly tokens: readonly string[];
  readonly rouge: readonly string[];
}

export const goldenCases = (): readonly GoldenCase[] => readJsonLines('golden-public.jsonl');
export const goldenTexts = (): readonly GoldenText[] => readJsonLines('golden-tokens.jsonl');

function readJsonLines<T>(name: string): T[] {
  const file = new URL(`../../fixtures/golden/${name}`, import.meta.url);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
