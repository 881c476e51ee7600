import type { ExportCounts, TrainingMethods } from '../../../../protocol/rollouts/training.ts';
import type { Handlers } from '../../../../protocol/rpc.ts';
import { exportedRows } from '../training/rows.ts';
import { writeRows } from '../training/write.ts';
import type { LiveRun } from '../liveRun.ts';

/** From rollouts to the next training set. */
export function trainingHandlers(current: () => LiveRun): Handlers<TrainingMethods> {
  return {
    countRows: async (query, context): Promise<ExportCounts> => {
      const rows = exportedRows(current(), query, context);
      for (;;) {
        const { value, done } = await rows.next();
        if (done === true) return value;
      }
    },
    writeRows: ({ file, ...query }, context) => writeRows(current(), query, file, context),
  };
}
