import path from 'node:path';
import type { JsonObject } from '../core/json.ts';
import type { RewardError } from '../core/rewards/reward.ts';
import type { Rollout } from '../core/rollouts/rollout.ts';
import { judgedSample } from '../core/rollouts/signals/judged.ts';
import { attentionOf } from '../node/attention/attention.ts';

/**
 * The region attention density of a rollout that names a heatmap beside its dump or its dataset: null with an error
 * where there is none, nothing at all where it names no heatmap.
 */
export async function printedDensity(
  rollout: Rollout,
  truth: JsonObject | undefined,
  dataset: string | undefined,
): Promise<{ readonly density?: number | null; readonly error?: RewardError }> {
  const bases = dataset === undefined ? [] : [path.dirname(path.resolve(dataset))];
  const sample = truth && judgedSample(truth, {});
  const attention = await attentionOf(rollout, sample, {
    columns: {},
    folders: { bases, followLinks: true },
  });
  if (attention === undefined) return {};
  const { density, problem, why = '' } = attention;
  if (density !== undefined) return { density };
  const error =
    problem === undefined
      ? { type: 'NoDensity', message: why }
      : { type: 'HeatmapError', message: `${attention.path}: ${problem}` };
  return { density: null, error };
}
