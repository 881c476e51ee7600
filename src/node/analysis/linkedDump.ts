import type { RolloutMapping } from '../../core/rollouts/formats/mapped.ts';
import type { Grouping } from '../../core/rollouts/grouping.ts';
import { groupNames } from '../../core/rollouts/groupNames.ts';
import type { Linker } from '../../core/rollouts/link.ts';
import { LinkColumn } from '../../core/rollouts/linkColumn.ts';
import type { Rollout } from '../../core/rollouts/rollout.ts';
import { RolloutTable } from '../../core/rollouts/table.ts';
import { Dump } from '../rollouts/dump.ts';
import { placed } from '../rollouts/dumpFile.ts';

/** What is in a dump besides what is linked. */
export interface DumpCounts {
  readonly rollouts: number;
  readonly linked: number;
  readonly ambiguous: number;
  /** Records that cannot be read. */
  readonly bad: number;
}

/** The rollouts of one dump and the rows of a dataset that they answer: numbers only, texts are read when asked for. */
export class LinkedDump {
  readonly links = new LinkColumn();
  readonly table = new RolloutTable();
  private bad = 0;
  private grouping: { readonly count: number; readonly groups: Grouping } | undefined;
  private names: readonly string[] = [];
  /** How many rollouts each group has. */
  private sizes = new Int32Array(0);
  private stepped = false;

  private constructor(readonly dump: Dump) {}

  /** Throws FileError. */
  static async open(path: string, mapping: RolloutMapping): Promise<LinkedDump> {
    return new LinkedDump(await Dump.open(path, { ...mapping, live: true }));
  }

  /**
   * Reads what was written since the last call, telling after every portion how many rollouts there are. Throws
   * FileError and UnknownFormatError.
   */
  async advance(linker: Linker, tell: () => Promise<void>): Promise<boolean> {
    const before = this.table.count;
    for await (const { file, records } of this.dump.advance()) {
      for (const record of records) {
        if (record.problem !== undefined) this.bad++;
        for (const [rollout, place] of placed(file, record)) {
          if (this.table.add(rollout, place) !== undefined) continue;
          this.links.push(linker.link(rollout));
          this.stepped ||= rollout.step !== 0;
        }
      }
      await tell();
    }
    return this.table.count > before;
  }

  get counts(): DumpCounts {
    const { linked, ambiguous } = this.links;
    return { rollouts: this.table.count, linked, ambiguous, bad: this.bad };
  }

  /** Undefined where no record of the dump names a step. */
  stepOf(rollout: number): number | undefined {
    return this.stepped ? this.table.step.at(rollout) : undefined;
  }

  /** The name of a rollout's group; undefined where nothing tells which rollouts are a group. */
  groupOf(rollout: number): string | undefined {
    const group = this.numberOf(rollout);
    return group === undefined ? undefined : this.names[group];
  }

  /** Rollouts of one row as trainers take them: by their group, else by their step. */
  split(rollouts: readonly number[]): readonly (readonly number[])[] {
    const parts = new Map<string, number[]>();
    for (const rollout of rollouts) {
      const key = `${this.table.step.at(rollout)} ${this.numberOf(rollout) ?? ''}`;
      const known = parts.get(key);
      if (known === undefined) parts.set(key, [rollout]);
      else known.push(rollout);
    }
    return [...parts.values()];
  }

  /** Throws FileError. */
  read(rollout: number): Promise<Rollout> {
    return this.dump.read(this.table.place(rollout));
  }

  close(): Promise<void> {
    return this.dump.close();
  }

  /** Prompts that never follow one another are groups of one: then nothing tells, unless the dump names them. */
  private numberOf(rollout: number): number | undefined {
    const { groupOf, size } = this.groups;
    const group = groupOf[rollout] ?? 0;
    return size !== 1 || (this.sizes[group] ?? 0) > 1 ? group : undefined;
  }

  /** Found anew where rollouts have come since it was asked last. */
  private get groups(): Grouping {
    const { count } = this.table;
    if (this.grouping?.count !== count) {
      const groups = this.table.group();
      this.grouping = { count, groups };
      this.sizes = new Int32Array(groups.groups);
      for (const group of groups.groupOf) this.sizes[group] = (this.sizes[group] ?? 0) + 1;
      this.names = groupNames(groups.groupOf, groups.groups, this.table.step.view());
    }
    return this.grouping.groups;
  }
}
