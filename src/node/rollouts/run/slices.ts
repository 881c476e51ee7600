import { detectColumns } from '../../../core/columns.ts';
import { isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { integers, type Growing } from '../../../core/rollouts/growing.ts';
import { canBeNamed } from '../../../core/rollouts/where.ts';
import type { SliceColumn } from '../../../protocol/rollouts/plots.ts';
import type { RunReader } from './reader.ts';
import type { RunStore } from './store.ts';

/** Rollouts that are looked at for the columns that there are. */
const LOOKED_AT = 400;
/** With more values than this a column is no slice. */
const MOST_VALUES = 30;
const MOST_CHARACTERS = 80;
/** Stands where a rollout's value is not known yet. */
const UNKNOWN = -1;

interface Column {
  /** The values met so far; '' where there is none. */
  readonly values: string[];
  readonly codes: Map<string, number>;
  /** The code of each row of the dataset that has the column. */
  readonly ofRow: Map<number, number>;
  /** The code of each rollout, UNKNOWN until it is asked for. */
  readonly ofRollout: Growing<Int32Array>;
}

/** The values of columns by which rollouts are sliced, read once: of a linked row, or of the rollout's own record. */
export class Slices {
  private readonly columns = new Map<string, Column>();

  /** What the codes of a column stand for. */
  values(name: string): readonly string[] {
    return this.column(name).values;
  }

  /** The code of a rollout's value; undefined while it is not known which row the rollout is linked to. */
  async code(store: RunStore, reader: RunReader, name: string, rollout: number): Promise<number | undefined> {
    const column = this.column(name);
    const known = rollout < column.ofRollout.length ? column.ofRollout.at(rollout) : UNKNOWN;
    if (known !== UNKNOWN) return known;
    if (!store.judgements.isCurrent(rollout)) return undefined;
    const code = await this.find(store, reader, name, rollout);
    while (column.ofRollout.length <= rollout) column.ofRollout.push(UNKNOWN);
    column.ofRollout.set(rollout, code);
    return code;
  }

  private async find(store: RunStore, reader: RunReader, name: string, rollout: number): Promise<number> {
    const column = this.column(name);
    const row = store.judgements.row.at(rollout);
    const known = column.ofRow.get(row);
    if (known !== undefined) return known;
    const value = row >= 0 ? await reader.sampleColumn(row, name) : undefined;
    if (value === undefined) return codeOf(column, (await reader.ownColumn(rollout, name)) ?? '');
    const code = codeOf(column, value);
    column.ofRow.set(row, code);
    return code;
  }

  private column(name: string): Column {
    const known = this.columns.get(name);
    if (known !== undefined) return known;
    const made: Column = { values: [], codes: new Map(), ofRow: new Map(), ofRollout: integers() };
    this.columns.set(name, made);
    return made;
  }
}

/** The columns that have a few values, seen in rollouts from all over the run. */
export async function sliceColumns(store: RunStore, reader: RunReader): Promise<readonly SliceColumn[]> {
  const seen = new Map<string, Set<string>>();
  for await (const { rollout, record } of someRecords(store, reader)) {
    const mapped = new Set(
      Object.values(detectColumns(record, reader.columns)).map((path) => String(path[0])),
    );
    for (const [name, value] of leaves(record)) {
      if (mapped.has(name.split('.')[0] ?? '') || !canBeNamed(name)) continue;
      // To the filter this is a number of the rollout.
      if (store.subject(rollout).number(name) !== undefined) continue;
      const values = seen.get(name) ?? new Set();
      seen.set(name, values.add(value));
    }
  }
  return [...seen]
    .filter(
      ([, values]) =>
        values.size > 1 &&
        values.size <= MOST_VALUES &&
        [...values].every((value) => value.length <= MOST_CHARACTERS),
    )
    .map(([name, values]) => ({ name, values: values.size }));
}

/** The names of all columns, seen in rollouts from all over the run. */
export async function columnNames(store: RunStore, reader: RunReader): Promise<readonly string[]> {
  const names = new Set<string>();
  for await (const { record } of someRecords(store, reader)) {
    for (const name of Object.keys(record)) names.add(name);
    for (const [name] of leaves(record)) names.add(name);
  }
  return [...names];
}

async function* someRecords(
  store: RunStore,
  reader: RunReader,
): AsyncGenerator<{ readonly rollout: number; readonly record: JsonObject }> {
  const every = Math.max(1, Math.floor(store.table.count / LOOKED_AT));
  for (let rollout = 0; rollout < store.table.count; rollout += every) {
    for (const record of await reader.records(rollout)) yield { rollout, record };
  }
}

/** Plain values of a record and of the objects right inside it: `source`, `metadata.language`. */
function leaves(record: JsonObject): readonly (readonly [name: string, value: string])[] {
  return Object.entries(record).flatMap(([name, value]) => {
    if (isObject(value))
      return Object.entries(value).flatMap(([inner, each]) => plain(`${name}.${inner}`, each));
    return plain(name, value);
  });
}

function plain(name: string, value: Json): readonly (readonly [name: string, value: string])[] {
  return value === null || typeof value === 'object' ? [] : [[name, String(value)]];
}

function codeOf({ values, codes }: Column, value: string): number {
  const known = codes.get(value);
  if (known !== undefined) return known;
  codes.set(value, values.length);
  values.push(value);
  return values.length - 1;
}
