import type { Rollout } from '../core/rollouts/rollout.ts';
import { RolloutTable } from '../core/rollouts/table.ts';
import { membersOf } from '../core/rollouts/tableAdvantages.ts';
import { Dump } from '../node/rollouts/dump.ts';
import { placed } from '../node/rollouts/dumpFile.ts';
import { LinkedDataset } from '../node/rollouts/linkedDataset.ts';

export interface RolloutSources {
  readonly rollouts: string;
  readonly dataset: string | undefined;
}

/** A dump as it is read once, with the dataset it answers, and the number of the line that tells of each record. */
export class RolloutIndex {
  readonly table = new RolloutTable();
  /** The index of each rollout's line in what is printed. */
  readonly indices: number[] = [];
  /** What is printed of records that cannot be read, by index. */
  readonly unreadable = new Map<number, object>();

  private constructor(
    private readonly dump: Dump,
    readonly dataset: LinkedDataset | undefined,
  ) {}

  /** Throws FileError and UnknownFormatError. */
  static async open(sources: RolloutSources): Promise<RolloutIndex> {
    const dataset = sources.dataset === undefined ? undefined : await LinkedDataset.open(sources.dataset);
    try {
      const index = new RolloutIndex(await Dump.open(sources.rollouts), dataset);
      try {
        await index.readAll();
        return index;
      } catch (error) {
        await index.dump.close();
        throw error;
      }
    } catch (error) {
      await dataset?.close();
      throw error;
    }
  }

  /** Lines that are printed in all: one for each rollout and for each record that cannot be read. */
  get lines(): number {
    return this.table.count + this.unreadable.size;
  }

  /** The rollouts of each group. */
  groups(): readonly Int32Array[] {
    const { groupOf, groups } = this.table.group();
    return membersOf(groupOf, groups);
  }

  read(rollout: number): Promise<Rollout> {
    return this.dump.read(this.table.place(rollout));
  }

  async close(): Promise<void> {
    await this.dump.close();
    await this.dataset?.close();
  }

  private async readAll(): Promise<void> {
    for await (const { file, records } of this.dump.advance()) {
      const source = this.dump.files[file]?.path ?? '';
      for (const record of records) {
        const { line, problem } = record;
        if (problem !== undefined) {
          const error = { type: 'InvalidRecord', source, line, message: problem };
          this.unreadable.set(this.lines, { reward: null, error });
        }
        for (const [rollout, place] of placed(file, record)) {
          const { lines } = this;
          if (this.table.add(rollout, place) === undefined) this.indices.push(lines);
        }
      }
    }
  }
}
