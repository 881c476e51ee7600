import type { Dataset } from '../core/dataset.ts';
import type { RowSource } from '../core/rowSource.ts';
import type { SavePlan } from '../core/savePlan.ts';

/**
 * Lets a dataset go on with the file that `plan` was written to; returns what it has read from until now.
 * @throws EditError where something else has written to that file since; `source` is closed then.
 */
export async function rebase(dataset: Dataset, plan: SavePlan, source: RowSource): Promise<RowSource> {
  try {
    return dataset.rebase(plan, source);
  } catch (error) {
    await source.close();
    throw error;
  }
}
