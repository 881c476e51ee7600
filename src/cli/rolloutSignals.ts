import { REFERENCE_CONVENTION, type CoordinateConvention } from '../core/geometry/coordinates.ts';
import type { JsonObject } from '../core/json.ts';
import type { ChosenReward } from '../core/rewards/selection.ts';
import type { FittedAdvantages } from '../core/rollouts/fittedAdvantages.ts';
import type { RunFit } from '../core/rollouts/fitRun.ts';
import type { Rescored } from '../core/rollouts/rescore.ts';
import type { Rollout } from '../core/rollouts/rollout.ts';
import { findSignals, SIGNAL_LIST } from '../core/rollouts/signals/index.ts';
import { judged } from '../core/rollouts/signals/judged.ts';
import type { Finding } from '../core/rollouts/signals/signal.ts';

/** A rollout as it was scored again; without values where there is nothing to score against. */
export interface ScoredRollout {
  readonly rollout: Rollout;
  readonly row: JsonObject | undefined;
  readonly rescored: Rescored | undefined;
}

export interface SignalOptions {
  readonly rewards: readonly ChosenReward[];
  readonly coordinates?: CoordinateConvention;
}

/** Looks for signals, group after group, and counts them over the run. */
export class RunSignals {
  private readonly counts = new Map<string, number>();
  private readonly fitted: FittedAdvantages | undefined;

  constructor(
    fit: RunFit,
    private readonly options: SignalOptions,
  ) {
    this.fitted = fit.fitted;
  }

  /** What is found in each rollout of a group. */
  find(members: Int32Array, group: readonly ScoredRollout[]): readonly (readonly Finding[])[] {
    const { rewards, coordinates = REFERENCE_CONVENTION } = this.options;
    const expected = this.fitted?.of(members);
    const findings = findSignals(
      group.map(({ rollout, row, rescored }, i) => {
        const advantage = expected?.[i];
        return judged({
          rollout,
          row,
          columns: {},
          values: Object.fromEntries(
            (rescored?.values ?? []).map((value, r) => [rewards[r]?.name ?? '', value]),
          ),
          errors: rescored?.errors ?? {},
          coordinates,
          rewardCoordinates: coordinates,
          ranges: Object.fromEntries(rewards.map(({ name, range }) => [name, range])),
          ...(advantage !== undefined && { expected: advantage }),
        });
      }),
    );
    for (const { signal } of findings.flat()) this.counts.set(signal, (this.counts.get(signal) ?? 0) + 1);
    return findings;
  }

  /** A line for each signal that was found, with how many rollouts it concerns. */
  notes(): readonly string[] {
    return SIGNAL_LIST.flatMap(({ name, title }) => {
      const count = this.counts.get(name);
      return count === undefined ? [] : [`${count} × ${title} (is:${name})`];
    });
  }
}
