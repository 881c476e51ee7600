import type { JsonObject } from '../../core/json.ts';
import { holdsTruth } from '../../core/rollouts/rescore.ts';
import { whyUnlinked } from '../../core/rollouts/link.ts';
import type { Rollout } from '../../core/rollouts/rollout.ts';
import type { LinkedDataset } from './linkedDataset.ts';

/** The sample that a rollout answers. */
export interface FoundSample {
  /** The row of the dataset, else the rollout's own columns where they hold ground truth. */
  readonly row: JsonObject;
  readonly linked: boolean;
}

/** Why there is none. */
export interface NoSample {
  readonly type: 'Ambiguous' | 'NotLinked';
  readonly message: string;
}

/** What a rollout can be scored against. Throws FileError. */
export async function sampleOf(
  rollout: Rollout,
  dataset: LinkedDataset | undefined,
): Promise<FoundSample | NoSample> {
  const link = dataset?.link(rollout);
  const row = link?.kind === 'linked' ? await dataset?.row(link.row) : undefined;
  if (row !== undefined) return { row, linked: true };
  if (holdsTruth(rollout.columns)) return { row: rollout.columns, linked: false };
  if (link === undefined)
    return { type: 'NotLinked', message: 'it has no ground truth of its own, and no dataset is linked' };
  if (link.kind === 'linked') return { type: 'NotLinked', message: 'its row of the dataset cannot be read' };
  return { type: link.kind === 'ambiguous' ? 'Ambiguous' : 'NotLinked', message: whyUnlinked(link) };
}
