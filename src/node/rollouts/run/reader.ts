import { at, type Json } from '../../../core/json.ts';
import { parsePath, type ColumnSettings } from '../../../core/columns.ts';
import { readSample } from '../../../core/readSample.ts';
import type { Rollout } from '../../../core/rollouts/rollout.ts';
import type { ReadSubject } from '../../../core/rollouts/where.ts';
import type { Dump } from '../dump.ts';
import type { LinkedDataset } from '../linkedDataset.ts';
import type { RunStore } from './store.ts';

/** Reads rollouts of a run again, with the samples they answer. */
export class RunReader {
  constructor(
    private readonly dump: Dump,
    private readonly store: RunStore,
    private readonly dataset: LinkedDataset | undefined,
    private readonly columns: ColumnSettings = {},
  ) {}

  /** Throws FileError. */
  rollout(index: number): Promise<Rollout> {
    return this.dump.read(this.store.table.place(index));
  }

  async rollouts(indices: Iterable<number>): Promise<readonly Rollout[]> {
    const read: Rollout[] = [];
    for (const index of indices) read.push(await this.rollout(index));
    return read;
  }

  /** The question of the linked sample. */
  async question(index: number): Promise<string | undefined> {
    const row = this.store.judgements.row.at(index);
    const sample = row >= 0 ? await this.dataset?.row(row) : undefined;
    return sample && readSample(sample, this.columns).question.value;
  }

  /** What a filter looks at. */
  async subject(index: number): Promise<ReadSubject> {
    const rollout = await this.rollout(index);
    const row = this.store.judgements.row.at(index);
    const sample = row >= 0 ? await this.dataset?.row(row) : undefined;
    return {
      text: `${rollout.turns.map(({ text }) => text).join('\n')}\n${rollout.completion}`,
      column: (name) => textOf(valueIn(sample, name) ?? valueIn(rollout.columns, name)),
    };
  }
}

function valueIn(row: Record<string, Json> | undefined, name: string): Json | undefined {
  return row === undefined ? undefined : at(row, parsePath(row, name));
}

function textOf(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
