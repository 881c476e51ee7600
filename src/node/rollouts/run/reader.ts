import { at, type Json, type JsonObject } from '../../../core/json.ts';
import { parsePath, type ColumnSettings } from '../../../core/columns.ts';
import { readSample } from '../../../core/readSample.ts';
import { holdsTruth } from '../../../core/rollouts/rescore.ts';
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
    readonly columns: ColumnSettings = {},
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

  /** The ground truth of a rollout: the linked row, else its own columns where they hold one. */
  async sample(index: number): Promise<JsonObject | undefined> {
    const row = this.store.judgements.row.at(index);
    const linked = row >= 0 ? await this.dataset?.row(row) : undefined;
    if (linked !== undefined) return linked;
    const { columns } = await this.rollout(index);
    return holdsTruth(columns) ? columns : undefined;
  }

  /** A column of a row of the dataset as text; undefined where it has none. */
  async sampleColumn(row: number, name: string): Promise<string | undefined> {
    return textOf(valueIn(await this.dataset?.row(row), name));
  }

  /** A column of a rollout's own record as text. */
  async ownColumn(index: number, name: string): Promise<string | undefined> {
    return textOf(valueIn((await this.rollout(index)).columns, name));
  }

  /** What has columns for a rollout: the linked row and its own record. */
  async records(index: number): Promise<readonly JsonObject[]> {
    const row = this.store.judgements.row.at(index);
    const sample = row >= 0 ? await this.dataset?.row(row) : undefined;
    return [sample, (await this.rollout(index)).columns].filter((record) => record !== undefined);
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
