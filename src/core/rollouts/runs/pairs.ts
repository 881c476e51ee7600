import type { SampleMeans } from './sampleMeans.ts';

/** The samples that two runs have in common: in each pair the slot of the baseline and that of the other run. */
export interface SamplePairs {
  readonly base: Int32Array;
  readonly run: Int32Array;
  /** Samples that only one of them has. */
  readonly onlyBase: number;
  readonly onlyRun: number;
}

/** In the order of the baseline. */
export function pairSamples(base: SampleMeans, run: SampleMeans): SamplePairs {
  const slots: number[] = [];
  const others: number[] = [];
  for (let slot = 0; slot < base.size; slot++) {
    const other = run.slotOf(base.keys.at(slot));
    if (other === undefined) continue;
    slots.push(slot);
    others.push(other);
  }
  return {
    base: Int32Array.from(slots),
    run: Int32Array.from(others),
    onlyBase: base.size - slots.length,
    onlyRun: run.size - slots.length,
  };
}

/** The change of one value from the baseline to the run, for each pair; NaN where one of them has none. */
export function changesOf(
  base: SampleMeans,
  run: SampleMeans,
  pairs: SamplePairs,
  name: number,
): Float64Array {
  return Float64Array.from(
    pairs.base,
    (slot, pair) => run.mean(pairs.run[pair] ?? -1, name) - base.mean(slot, name),
  );
}
