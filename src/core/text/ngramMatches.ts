/** An n-gram that a hypothesis and a reference both have. */
export interface MatchedNgram {
  readonly words: readonly string[];
  /** Where it begins in either, by token, in order. */
  readonly hypothesis: readonly number[];
  readonly reference: readonly number[];
  /** How often it counts: as often as the side has it that has it less often. */
  readonly matches: number;
}

/** The n-grams of one order in common, in the order of the hypothesis: what BLEU's clipped counts are made of. */
export function ngramMatches(
  hypothesis: readonly string[],
  reference: readonly string[],
  order: number,
): MatchedNgram[] {
  const expected = placesByNgram(reference, order);
  const common: MatchedNgram[] = [];
  for (const [key, places] of placesByNgram(hypothesis, order)) {
    const found = expected.get(key);
    if (found === undefined) continue;
    const matches = Math.min(places.length, found.length);
    common.push({ words: key.split(' '), hypothesis: places, reference: found, matches });
  }
  return common;
}

/** Keyed by the n-gram with spaces between, which no token holds. */
function placesByNgram(tokens: readonly string[], order: number): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (let at = 0; at + order <= tokens.length; at++) {
    const key = tokens.slice(at, at + order).join(' ');
    const known = places.get(key);
    if (known === undefined) places.set(key, [at]);
    else known.push(at);
  }
  return places;
}
