/** How much better or worse one run is than another on the samples they share. */
import { Moments } from '../moments.ts';

/** Changes below this are rounding. */
const EQUAL = 1e-9;
/** Up to so many samples the interval is bootstrapped; with more of them the mean is as good as normal. */
const MOST_RESAMPLED = 10_000;
const RESAMPLES = 1000;
const SEED = 0x5eed;
/** 97.5th percentile of the normal distribution. */
const Z = 1.959963984540054;

export type Direction = 'improved' | 'regressed' | 'equal';

export interface PairedDifference {
  /** Samples with a value in both. */
  readonly samples: number;
  readonly meanBase: number;
  readonly meanRun: number;
  readonly mean: number;
  /** 95% interval of the mean change; undefined for fewer than two samples. */
  readonly interval?: { readonly low: number; readonly high: number; readonly method: IntervalMethod };
  readonly improved: number;
  readonly regressed: number;
  readonly equal: number;
}

export type IntervalMethod = 'bootstrap' | 'normal';

/** What the methods are, in words. */
export const INTERVAL_METHODS: Readonly<Record<IntervalMethod, string>> = {
  bootstrap: `95% interval of the mean change, paired bootstrap: ${RESAMPLES} resamples of the samples, percentiles, fixed seed`,
  normal: '95% interval of the mean change, normal approximation over the paired samples',
};

export function directionOf(change: number): Direction | undefined {
  if (Number.isNaN(change)) return undefined;
  return Math.abs(change) < EQUAL ? 'equal' : change > 0 ? 'improved' : 'regressed';
}

/**
 * Of pairs (baseline, run), a pair each `at` the same place; a pair of which one is NaN is left out. Bootstrap: Efron
 * & Tibshirani, An Introduction to the Bootstrap (1993), percentile interval; the same numbers give the same interval.
 */
export function pairedDifference(base: Float64Array, run: Float64Array): PairedDifference {
  const counts = { improved: 0, regressed: 0, equal: 0 };
  const [ofBase, ofRun, changes] = [new Moments(), new Moments(), new Moments()];
  const values: number[] = [];
  for (const [i, before] of base.entries()) {
    const after = run[i] ?? NaN;
    const change = after - before;
    const direction = directionOf(change);
    if (direction === undefined) continue;
    counts[direction]++;
    ofBase.add(before);
    ofRun.add(after);
    changes.add(change);
    values.push(change);
  }
  const interval = intervalOf(values, changes);
  return {
    samples: values.length,
    meanBase: ofBase.mean,
    meanRun: ofRun.mean,
    mean: changes.mean,
    ...counts,
    ...(interval !== undefined && { interval }),
  };
}

function intervalOf(values: readonly number[], { mean, spread }: Moments): PairedDifference['interval'] {
  if (values.length < 2) return undefined;
  if (values.length > MOST_RESAMPLED) {
    const half = (Z * spread) / Math.sqrt(values.length);
    return { low: mean - half, high: mean + half, method: 'normal' };
  }
  const sample = Float64Array.from(values);
  const next = randomIndices(sample.length);
  const means = new Float64Array(RESAMPLES);
  for (let resample = 0; resample < RESAMPLES; resample++) {
    means[resample] = sample.reduce((sum) => sum + (sample[next()] ?? 0), 0) / sample.length;
  }
  means.sort();
  const at = (part: number): number => means[Math.round((RESAMPLES - 1) * part)] ?? 0;
  return { low: at(0.025), high: at(0.975), method: 'bootstrap' };
}

/** Indices below `count`, always the same (Marsaglia's xorshift, Journal of Statistical Software 8(14), 2003). */
function randomIndices(count: number): () => number {
  let state = SEED;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 0x1_0000_0000) * count);
  };
}
