import { WordReader } from './words.ts';

/** What ROUGE-L is made of, in tokens. */
export interface RougeStatistics {
  readonly common: number;
  readonly hypothesis: number;
  readonly reference: number;
}

/**
 * The tokens of rouge-score 0.1.2 with its stemmer on lowercased text: runs of `[a-z0-9]`, stemmed where longer than
 * three. Throws StemmerRecursionError.
 */
export function rougeTokens(text: string): string[] {
  const reader = new WordReader();
  reader.read(text);
  const { runs, lexicon } = reader.tokens;
  return Array.from(runs.items.subarray(0, runs.count), (run) => lexicon.textOf(lexicon.stemOf(run)));
}

/** ROUGE-L's F1 of 0 to 1; 0 where a side is empty. */
export function rougeL(statistics: RougeStatistics): number {
  const { common, hypothesis, reference } = statistics;
  if (common === 0) return 0;
  const precision = common / hypothesis;
  const recall = common / reference;
  return (2 * precision * recall) / (precision + recall);
}
