import { setImmediate } from 'node:timers/promises';
import type { ColumnSettings } from '../../core/columns.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { JsonObject } from '../../core/json.ts';
import { groundTruthOf } from '../../core/rewards/groundTruth.ts';
import { RewardRunner } from '../../core/rewards/rewardRunner.ts';
import { readSelection, type ChosenReward } from '../../core/rewards/selection.ts';
import { batchValues, type Group } from '../../core/rollouts/advantage.ts';
import { FlatGroups } from '../../core/rollouts/flatGroups.ts';
import { Moments } from '../../core/rollouts/moments.ts';
import type { ScoringSettings } from '../../protocol/analysis.ts';
import type { GroupQuestion, GroupReport } from '../../protocol/dataset.ts';
import { CallError, type CallContext } from '../../protocol/rpc.ts';
import type { LinkedDump } from './linkedDump.ts';
import type { OwnGroups } from './ownGroups.ts';
import { scan } from './scan.ts';

/** Rollouts scored in a row; some milliseconds. */
const BETWEEN_TURNS = 256;

/** What the rollouts of a dataset are scored with. */
export interface GroupScoring extends ScoringSettings {
  readonly columns: ColumnSettings;
}

/**
 * Scores every rollout that is linked to a row. What the dump calls a group is one, else the rollouts of a sample in one
 * step; the groups of a step of a dump are a batch.
 */
export async function groupReport(
  dataset: Dataset,
  dumps: readonly LinkedDump[],
  scoring: GroupScoring,
  { preset, weights: changed }: GroupQuestion,
  call: CallContext,
  own?: OwnGroups,
): Promise<GroupReport> {
  const { rewards } = readSelection(scoring.rewards);
  const all = [...rewards, ...(own?.functions ?? [])];
  const weights = all.map(({ name, weight }) => changed[name] ?? weight);
  const runner = new RewardRunner({ coordinates: scoring.rewardCoordinates });
  const flat = new FlatGroups(weights, preset);
  const batches = dumps.map(() => new Map<number | undefined, Moments>());
  let rollouts = 0;
  let failed = (own?.functions ?? []).map(() => 0);
  for await (const rows of scan(dataset, call.signal, (done) => {
    call.progress(done);
  })) {
    for (const { id, value } of rows) {
      if (value === undefined) continue;
      for (const [d, dump] of dumps.entries()) {
        const found = dump.links.linkedTo(id);
        // A window of rows may have a hundred thousand rollouts: other requests get their turn meanwhile.
        if (rollouts % BETWEEN_TURNS > (rollouts + found.length) % BETWEEN_TURNS) await setImmediate();
        if (call.signal.aborted) throw new CallError('CancelledError', 'The scoring was cancelled');
        rollouts += found.length;
        for (const members of found.length === 0 ? [] : dump.split(found)) {
          const completions: string[] = [];
          for (const member of members) completions.push((await dump.read(member)).completion);
          const builtIn = scoreAll(completions, value, rewards, runner, scoring.columns);
          const theirs = await own?.score(completions, value, call.signal);
          failed = failed.map((count, i) => count + (theirs?.failed[i] ?? 0));
          const group = builtIn.map((values, i) => [...values, ...(theirs?.values[i] ?? [])]);
          flat.add(group);
          const step = dump.stepOf(members[0] ?? 0);
          const moments = batches[d]?.get(step) ?? new Moments();
          batches[d]?.set(step, moments);
          for (const each of batchValues(group, weights, preset)) moments.add(each);
        }
      }
    }
  }
  return {
    rewards: all.map(({ name }) => name),
    rollouts,
    ambiguous: dumps.reduce((sum, { counts }) => sum + counts.ambiguous, 0),
    counts: flat.counts,
    failed: failed.flatMap((count, i) =>
      count === 0 ? [] : [{ name: own?.functions[i]?.name ?? '', rollouts: count }],
    ),
    batches: dumps.flatMap(({ dump }, d) =>
      [...(batches[d] ?? [])].map(([step = null, { mean, spread }]) => ({
        dump: dump.path,
        step,
        mean,
        spread,
      })),
    ),
  };
}

function scoreAll(
  completions: readonly string[],
  row: JsonObject,
  rewards: readonly ChosenReward[],
  runner: RewardRunner,
  columns: ColumnSettings,
): Group {
  const sample = { truth: groundTruthOf(row, columns), row };
  return completions.map((completion) =>
    rewards.map(({ reward }) => runner.run(reward, completion, sample).value),
  );
}
