import { ngramMatches, type MatchedNgram } from '../../text/ngramMatches.ts';
import type { PlacedToken } from '../../text/places.ts';
import type { TextPaint, TextRange, Tracer } from '../trace.ts';
import type { CaptionTexts } from './captionTexts.ts';
import { painted, paintedCaption } from './tag.ts';
import { counted, decimal, listed } from './written.ts';

const ORDERS = [1, 2, 3, 4] as const;
/** What smoothing method 1 puts in place of no match. */
const EPSILON = 0.1;

/** BLEU-4 by its definition (Papineni et al. 2002; NLTK's `sentence_bleu` with smoothing method 1), step by step. */
export function traceBleu(tracer: Tracer, { prediction, truth }: CaptionTexts): void {
  const { words: hypothesis } = prediction;
  const { words: reference } = truth;
  const [n, m] = [hypothesis.length, reference.length];
  tracer.step({
    title: 'Lowercase and split into words',
    inputs: [
      { name: 'predicted', value: listed(tokensOf(hypothesis), ' · ') },
      { name: 'true', value: listed(tokensOf(reference), ' · ') },
    ],
    result: `${counted(n, 'word')} against ${m}`,
    paint: [painted('content', hypothesis), paintedCaption('content', reference)],
  });

  const precisions = ORDERS.map((order) => {
    const common = ngramMatches(tokensOf(hypothesis), tokensOf(reference), order);
    const matches = common.reduce((sum, ngram) => sum + ngram.matches, 0);
    const total = Math.max(1, n - order + 1);
    const precision = (matches === 0 ? EPSILON : matches) / total;
    tracer.step({
      title: `${order}-gram precision`,
      inputs: ngramInputs(common),
      result:
        matches > 0
          ? `${matches} of ${total} = ${decimal(precision)}`
          : `0 of ${total}, smoothed to ${EPSILON} of ${total} = ${decimal(precision)}`,
      value: precision,
      paint: ngramPaint(hypothesis, reference, common, order),
    });
    return { matches, precision };
  });

  const brevity = n > m ? 1 : n === 0 ? 0 : Math.exp(1 - m / n);
  tracer.step({
    title: 'Brevity penalty',
    inputs: [
      { name: 'words', value: `${n} predicted, ${m} true` },
      { name: 'rule', value: 'none for a prediction longer than the truth, else e^(1 − true ÷ predicted)' },
    ],
    result: n > m ? 'none: ×1' : `×${decimal(brevity)}`,
    value: brevity,
  });

  const none = precisions[0]?.matches === 0;
  const logs = precisions.reduce((sum, { precision }) => sum + Math.log(precision) / ORDERS.length, 0);
  const value = none ? 0 : brevity * Math.exp(logs);
  tracer.step({
    title: 'BLEU-4',
    inputs: [
      { name: 'brevity penalty', value: decimal(brevity) },
      { name: 'precisions', value: precisions.map(({ precision }) => decimal(precision)).join(', ') },
    ],
    result: none
      ? `${decimal(0)}: no word matches, and nothing smooths that`
      : `${decimal(brevity)} × geometric mean ${decimal(Math.exp(logs))} = ${decimal(value)}`,
    value,
  });
}

const tokensOf = (words: readonly PlacedToken[]): string[] => words.map(({ token }) => token);

function ngramInputs(common: readonly MatchedNgram[]): { name: string; value: string }[] {
  const clipped = common.filter(({ hypothesis, matches }) => hypothesis.length > matches);
  const times = (count: number): string => (count === 1 ? '' : ` ×${count}`);
  const matched = common.map(({ words, matches }) => `“${words.join(' ')}”${times(matches)}`);
  if (clipped.length === 0) return [{ name: 'matched', value: listed(matched) }];
  const cut = clipped.map(
    ({ words, hypothesis, reference }) =>
      `“${words.join(' ')}” predicted ×${hypothesis.length}, true ×${reference.length}`,
  );
  return [
    { name: 'matched', value: listed(matched) },
    { name: 'clipped', value: listed(cut) },
  ];
}

function ngramPaint(
  hypothesis: readonly PlacedToken[],
  reference: readonly PlacedToken[],
  common: readonly MatchedNgram[],
  order: number,
): TextPaint[] {
  const counting = (side: 'hypothesis' | 'reference'): number[] =>
    common.flatMap((ngram) => ngram[side].slice(0, ngram.matches));
  return [
    ...sidePaint(painted, hypothesis, covered(counting('hypothesis'), order)),
    ...sidePaint(paintedCaption, reference, covered(counting('reference'), order)),
  ];
}

/** The tokens of n-grams that begin at `starts`. */
function covered(starts: readonly number[], order: number): ReadonlySet<number> {
  return new Set(starts.flatMap((start) => Array.from({ length: order }, (_, by) => start + by)));
}

/** Runs of words that match, and the words between them. */
export function sidePaint(
  paint: typeof painted,
  words: readonly PlacedToken[],
  matching: ReadonlySet<number>,
): TextPaint[] {
  const runs: Record<'match' | 'miss', TextRange[]> = { match: [], miss: [] };
  let last: { as: 'match' | 'miss'; start: number } | undefined;
  for (const [at, { start, end }] of words.entries()) {
    const as = matching.has(at) ? 'match' : 'miss';
    if (last?.as === as) runs[as].pop();
    else last = { as, start };
    runs[as].push({ start: last.start, end });
  }
  return [paint('match', runs.match), paint('miss', runs.miss)].filter(({ ranges }) => ranges.length > 0);
}
