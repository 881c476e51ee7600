/** Which of the logged numbers the logged advantages of a run were computed from, and how. */
import { fittingPreset } from './fit.ts';
import { FittedAdvantages } from './fittedAdvantages.ts';
import { TOTALS } from './logged.ts';
import type { RolloutTable } from './table.ts';

/** Rollouts that are enough to tell how advantages were computed. */
const FIT_ROLLOUTS = 20_000;

export interface RunFit {
  /** Undefined where no preset gives what was logged. */
  readonly fitted: FittedAdvantages | undefined;
  /** Numbers that the run logs beside its rewards: the advantages follow from those before them alone. */
  readonly extras: readonly string[];
  /** True where a column that is named as a total turns out to be a reward among the others. */
  readonly summed: boolean;
}

/**
 * Tries the total that is logged, all numbers that may be rewards, and, where a trainer writes extra ones behind its
 * rewards (`mixed`), the first of them alone: all that is known of TRL's columns is their order.
 */
export function fitRun(
  table: RolloutTable,
  members: readonly Int32Array[],
  weightOf: (reward: string) => number,
  mixed: boolean,
): RunFit {
  const names = [...table.rewards.keys()];
  const count = Math.min(table.count, FIT_ROLLOUTS);
  const few = members.filter((group) => (group.at(-1) ?? 0) < count);
  const logged = table.advantage.view().subarray(0, count);
  const totals = TOTALS.filter((name) => names.includes(name)).slice(0, 1);
  const firsts = mixed ? names.map((_, i) => names.slice(0, names.length - 1 - i)).slice(0, -1) : [];
  for (const tried of [...(totals.length > 0 ? [totals] : []), names, ...firsts]) {
    const rewards = tried.map((name) => table.rewards.get(name)?.view() ?? new Float64Array(0));
    const grouped = { members, rewards, weights: tried.map(weightOf), step: table.step.view() };
    const preset = fittingPreset(
      { ...grouped, members: few, rewards: rewards.map((column) => column.subarray(0, count)) },
      logged,
    );
    if (preset === undefined) continue;
    const extras = firsts.includes(tried) ? names.slice(tried.length) : [];
    const summed = totals.length > 0 && tried.length > 1;
    return { fitted: new FittedAdvantages(preset, grouped), extras, summed };
  }
  return { fitted: undefined, extras: [], summed: false };
}

/** What a person has to know of numbers that a trainer logs beside its rewards; `names` are all that may be rewards. */
export function rewardsNote(
  names: readonly string[],
  { fitted, extras }: RunFit,
  mixed: boolean,
): string | undefined {
  if (!mixed || names.length < 2) return undefined;
  if (extras.length > 0) {
    const rewards = names.filter((name) => !extras.includes(name));
    return `${extras.join(', ')} counts as no reward: the logged advantages follow from ${rewards.join(', ')} alone`;
  }
  if (fitted !== undefined) return undefined;
  return `which of ${names.join(', ')} are rewards is not certain, for TRL logs extra numbers beside them`;
}
