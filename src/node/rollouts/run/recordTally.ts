import type { RunState } from '../../../protocol/rollouts/run.ts';
import type { DumpRecord } from '../dumpFile.ts';

const MAX_BAD_TOLD = 200;

/** How many records of a dump could not be read, the first of them with why, and how many rollouts came again. */
export class RecordTally {
  readonly badRecords: RunState['badRecords'][number][] = [];
  bad = 0;
  repeated = 0;

  add(source: string, { line, problem, repeated }: DumpRecord): void {
    this.repeated += repeated ?? 0;
    if (problem === undefined) return;
    this.bad++;
    if (this.badRecords.length < MAX_BAD_TOLD) this.badRecords.push({ source, line, message: problem });
  }
}
