import { Dump } from '../../../src/node/rollouts/dump.ts';
import type { RolloutMapping } from '../../../src/core/rollouts/formats/mapped.ts';
import type { DumpRecord } from '../../../src/node/rollouts/dumpFile.ts';

/** All records of a dump, in the order in which they are read. */
export async function recordsOf(at: string, mapping?: RolloutMapping): Promise<readonly DumpRecord[]> {
  const dump = await Dump.open(at, mapping);
  try {
    const records: DumpRecord[] = [];
    for await (const batch of dump.advance()) records.push(...batch.records);
    return records;
  } finally {
    await dump.close();
  }
}
