import { setImmediate } from 'node:timers/promises';
import type { ColumnSettings } from '../../core/columns.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { JsonObject } from '../../core/json.ts';
import { readSample } from '../../core/readSample.ts';
import { groundTruthOf } from '../../core/rewards/groundTruth.ts';
import { RewardRunner } from '../../core/rewards/rewardRunner.ts';
import { readSelection, type ChosenReward } from '../../core/rewards/selection.ts';
import { batchValues, type Group } from '../../core/rollouts/advantage.ts';
import { FlatGroups } from '../../core/rollouts/flatGroups.ts';
import { Moments } from '../../core/rollouts/moments.ts';
import type { ScoringSettings } from '../../protocol/analysis.ts';
import type { GroupQuestion, GroupReport, LinkedRollout } from '../../protocol/dataset.ts';
import { CallError, type CallContext } from '../../protocol/rpc.ts';
import type { RolloutFiles } from './rolloutFiles.ts';
import { scan } from './scan.ts';

/** Rollouts scored in a row; some milliseconds. */
const BETWEEN_TURNS = 256;

/** What the rollouts of a dataset are scored with. */
export interface GroupScoring extends ScoringSettings {
  readonly columns: ColumnSettings;
}

/**
 * Scores every rollout that is linked to a dataset. The completions of a sample in one step of one file are a
 * group, and the groups of a step of a file are a batch.
 */
export async function groupReport(
  dataset: Dataset,
  linked: RolloutFiles,
  scoring: GroupScoring,
  { preset, weights: changed }: GroupQuestion,
  call: CallContext,
): Promise<GroupReport> {
  const { rewards } = readSelection(scoring.rewards);
  const weights = rewards.map(({ name, weight }) => changed[name] ?? weight);
  const runner = new RewardRunner({ coordinates: scoring.rewardCoordinates });
  const flat = new FlatGroups(weights, preset);
  const batches = new Map<string, Batch>();
  /** Rows that say the same have their rollouts in common. */
  const met = new Set<string>();
  let rollouts = 0;
  for await (const rows of scan(dataset, call.signal, (done) => {
    call.progress(done);
  })) {
    for (const { value } of rows) {
      if (value === undefined) continue;
      const { key } = readSample(value, scoring.columns);
      const found = met.has(key) ? [] : await linked.of(key);
      if (found.length === 0) continue;
      met.add(key);
      // A window of rows may have a hundred thousand rollouts: other requests get their turn meanwhile.
      if (rollouts % BETWEEN_TURNS > (rollouts + found.length) % BETWEEN_TURNS) await setImmediate();
      if (call.signal.aborted) throw new CallError('CancelledError', 'The scoring was cancelled');
      rollouts += found.length;
      for (const [batch, members] of byBatch(found)) {
        const group = scoreAll(members, value, rewards, runner, scoring.columns);
        flat.add(group);
        const [first] = members;
        const { moments } = batches.get(batch) ?? addBatch(batches, batch, first);
        for (const each of batchValues(group, weights, preset)) moments.add(each);
      }
    }
  }
  return {
    rewards: rewards.map(({ name }) => name),
    rollouts,
    counts: flat.counts,
    batches: [...batches.values()].map(({ source, step, moments: { mean, spread } }) => ({
      source,
      step,
      mean,
      spread,
    })),
  };
}

interface Batch {
  readonly source: string;
  readonly step: number | null;
  readonly moments: Moments;
}

function addBatch(batches: Map<string, Batch>, key: string, first: LinkedRollout | undefined): Batch {
  const batch = { source: first?.source ?? '', step: first?.step ?? null, moments: new Moments() };
  batches.set(key, batch);
  return batch;
}

function byBatch(rollouts: readonly LinkedRollout[]): ReadonlyMap<string, readonly LinkedRollout[]> {
  const groups = new Map<string, LinkedRollout[]>();
  for (const rollout of rollouts) {
    const key = JSON.stringify([rollout.source, rollout.step ?? null]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [rollout]);
    else known.push(rollout);
  }
  return groups;
}

function scoreAll(
  rollouts: readonly LinkedRollout[],
  row: JsonObject,
  rewards: readonly ChosenReward[],
  runner: RewardRunner,
  columns: ColumnSettings,
): Group {
  const sample = { truth: groundTruthOf(row, columns), row };
  return rollouts.map(({ completion }) =>
    rewards.map(({ reward }) => runner.run(reward, completion, sample).value),
  );
}
