/** What a group of completions of one prompt teaches: the statistics of their rewards as trainers compute them. */
import { Moments } from './moments.ts';

/** How a trainer turns the rewards of a group into advantages. */
export type AdvantagePreset = 'msSwift' | 'trl' | 'verl' | 'none' | 'batch' | 'rloo' | 'normalizeThenSum';

export interface AdvantageRule {
  readonly label: string;
  /** Of the advantage of a completion with total reward r. */
  readonly formula: string;
  /** Whether it takes the rewards of the whole batch. */
  readonly ofBatch: boolean;
}

/** Every preset, in the order in which people are offered them. */
export const ADVANTAGE_RULES: Readonly<Record<AdvantagePreset, AdvantageRule>> = {
  msSwift: {
    label: 'ms-swift (GRPO)',
    formula: '(r − mean) ÷ (spread + 0.0001), a rollout without any reward counting as 0',
    ofBatch: false,
  },
  trl: {
    label: 'TRL (GRPO)',
    formula: '(r − mean) ÷ (spread + 0.0001), 0 for a rollout without any reward',
    ofBatch: false,
  },
  verl: {
    label: 'verl, EasyR1 (GRPO)',
    formula: '(r − mean) ÷ (spread + 0.000001); of a single rollout mean 0 and spread 1',
    ofBatch: false,
  },
  none: { label: 'Unscaled (Dr. GRPO)', formula: 'r − mean', ofBatch: false },
  batch: {
    label: 'Scaled by the batch',
    formula: '(r − mean of the group) ÷ (spread of the batch + 0.0001)',
    ofBatch: true,
  },
  rloo: { label: 'RLOO', formula: 'r − mean of the other rollouts', ofBatch: false },
  normalizeThenSum: {
    label: 'TRL, normalize then sum',
    formula:
      's is the weighted sum of (reward − its mean) ÷ (its spread + 0.0001) over the group; ' +
      '(s − mean of the batch) ÷ (spread of the batch + 0.0001)',
    ofBatch: true,
  },
};

export const ADVANTAGE_PRESETS = Object.keys(ADVANTAGE_RULES) as readonly AdvantagePreset[];

/** SATORI-R1 trains with ms-swift. */
export const DEFAULT_PRESET: AdvantagePreset = 'msSwift';

/** The rewards of one rollout, always in the same order; null where one has no value. */
export type RewardValues = readonly (number | null)[];
/** The rollouts of one prompt. */
export type Group = readonly RewardValues[];

/** Keeps the quotient finite: a group of equal rewards then has advantages of 0. */
const EPSILON = 1e-4;
const VERL_EPSILON = 1e-6;
/** Below this trainers call a spread zero (`torch.isclose`). */
const FLAT = 1e-8;

export interface GroupStatistics {
  /** Σ wᵢ rᵢ of each rollout, its rewards without value left out; null where it has none. */
  readonly totals: readonly (number | null)[];
  readonly mean: number;
  /** Sample standard deviation (n − 1); 0 for fewer than two totals. */
  readonly spread: number;
  /** No spread: under every preset but a batch's the group teaches nothing. */
  readonly flat: boolean;
}

/** Mean and spread over the rollouts of a whole batch, of what its preset scales by: see `batchValues`. */
export interface BatchStatistics {
  readonly mean: number;
  readonly spread: number;
}

/** Σ wᵢ rᵢ of the rewards that have a value; null where none has. */
export function weightedTotal(values: RewardValues, weights: readonly number[]): number | null {
  let total: number | null = null;
  for (const [index, value] of values.entries()) {
    if (value !== null) total = (total ?? 0) + value * (weights[index] ?? 1);
  }
  return total;
}

/** The statistics of a group's totals. */
export function groupStatistics(
  group: Group,
  weights: readonly number[],
  preset: AdvantagePreset = DEFAULT_PRESET,
): GroupStatistics {
  const totals = totalsOf(group, weights, preset);
  const { mean, spread } = Moments.of(totals);
  return { totals, mean, spread, flat: spread < FLAT };
}

/**
 * The advantage of each rollout of a group. A batch preset takes the statistics of its batch; without them the
 * group is a batch by itself.
 *
 * Sources: ms-swift `swift/rl_core/advantage.py`, `compute_advantages`; TRL `grpo_trainer.py`,
 * `_generate_and_score_completions`; verl `core_algos.py`, `compute_grpo_outcome_advantage`; RLOO,
 * arXiv 2402.14740; Dr. GRPO, arXiv 2503.20783.
 */
export function advantages(
  group: Group,
  weights: readonly number[],
  preset: AdvantagePreset,
  batch?: BatchStatistics,
): readonly number[] {
  if (preset === 'normalizeThenSum') {
    const sums = batchValues(group, weights, preset);
    const { mean, spread } = batch ?? Moments.of(sums);
    return sums.map((sum) => (sum === null ? 0 : (sum - mean) / (spread + EPSILON)));
  }
  const totals = totalsOf(group, weights, preset);
  const moments = Moments.of(totals);
  const one = advantageOf(preset, moments, batch ?? moments);
  return totals.map((total) => (total === null ? 0 : one(total)));
}

/** What a batch preset takes the mean and the spread of, for each rollout; null for one without any reward. */
export function batchValues(
  group: Group,
  weights: readonly number[],
  preset: AdvantagePreset,
): readonly (number | null)[] {
  if (preset !== 'normalizeThenSum') return totalsOf(group, weights, preset);
  const moments = weights.map((_, index) => Moments.of(group.map((values) => values[index] ?? null)));
  return group.map((values) => {
    const normalized = values.map((value, index) => {
      const { mean, spread } = moments[index] ?? Moments.of([]);
      return value === null ? null : (value - mean) / (spread + EPSILON);
    });
    return weightedTotal(normalized, weights);
  });
}

function totalsOf(group: Group, weights: readonly number[], preset: AdvantagePreset): (number | null)[] {
  // ms-swift's nansum makes a rollout without any reward one of 0, which counts in the mean of its group.
  const missing = preset === 'msSwift' ? 0 : null;
  return group.map((values) => weightedTotal(values, weights) ?? missing);
}

function advantageOf(
  preset: Exclude<AdvantagePreset, 'normalizeThenSum'>,
  { count, mean, spread }: Moments,
  batch: BatchStatistics,
): (total: number) => number {
  switch (preset) {
    case 'msSwift':
    case 'trl':
      return (total) => (total - mean) / (spread + EPSILON);
    case 'verl':
      return count === 1
        ? (total) => total / (1 + VERL_EPSILON)
        : (total) => (total - mean) / (spread + VERL_EPSILON);
    case 'none':
      return (total) => total - mean;
    case 'batch':
      return (total) => (total - mean) / (batch.spread + EPSILON);
    case 'rloo':
      return (total) => (count < 2 ? 0 : ((total - mean) * count) / (count - 1));
  }
}
