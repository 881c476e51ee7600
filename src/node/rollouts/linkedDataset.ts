import { stat } from 'node:fs/promises';
import type { ColumnSettings } from '../../core/columns.ts';
import { Dataset } from '../../core/dataset.ts';
import type { JsonObject } from '../../core/json.ts';
import { Linker, type Link } from '../../core/rollouts/link.ts';
import type { Rollout } from '../../core/rollouts/rollout.ts';
import type { AbortSignalLike } from '../../protocol/rpc.ts';
import { scan } from '../analysis/scan.ts';
import { openRowSource } from '../rowSource.ts';

/** Rows that are kept parsed: rollouts of a group follow one another. */
const KEPT_ROWS = 512;

/** Links to the rows as they are saved: a rollout answers what was asked, whatever is edited since. */
export async function linkerOf(
  rows: Dataset,
  columns: ColumnSettings,
  signal: AbortSignalLike,
): Promise<Linker> {
  const linker = new Linker(columns);
  for await (const window of scan(rows, signal)) {
    for (const { id, value } of window) {
      const saved = rows.isEdited(id) ? ((await rows.savedRow(id))?.value ?? value) : value;
      if (saved !== undefined) linker.add(id, saved);
    }
  }
  return linker;
}

/** Rows that say something else than before; `all` where rollouts may answer other rows than they did. */
export type ChangedRows = ReadonlySet<number> | 'all';

/** What is read of a file at one time. */
interface Opened {
  readonly rows: Dataset;
  readonly linker: Linker;
  /** Changes with every write. */
  readonly stamp: string;
}

/** The dataset that rollouts answer: which row each one is about, and the rows themselves. */
export class LinkedDataset {
  /** Grows whenever rows say something else than before. */
  version = 0;
  private readonly kept = new Map<number, JsonObject>();
  /** Rows as they are edited elsewhere and not saved, in the place of the file's. */
  private unsavedRows: ReadonlyMap<number, JsonObject> = new Map();
  /** How the file looked when it was last found to be another. */
  private looked = '';

  private constructor(
    private readonly file: string,
    private readonly columns: ColumnSettings,
    private opened: Opened,
  ) {}

  /** Throws FileError. */
  static async open(
    file: string,
    columns: ColumnSettings = {},
    signal: AbortSignalLike = new AbortController().signal,
  ): Promise<LinkedDataset> {
    return new LinkedDataset(file, columns, await openRows(file, columns, signal));
  }

  link(rollout: Pick<Rollout, 'sampleKey' | 'turns' | 'columns'>): Link {
    return this.opened.linker.link(rollout);
  }

  /** 1-based line of a row in the file. */
  lineOf(row: number): number {
    return this.opened.rows.lineOf(row);
  }

  /** How many rows are read as they are edited and not saved. */
  get unsaved(): number {
    return this.unsavedRows.size;
  }

  isUnsaved(row: number): boolean {
    return this.unsavedRows.has(row);
  }

  /** Throws FileError. */
  async row(row: number): Promise<JsonObject | undefined> {
    const known = this.unsavedRows.get(row) ?? this.kept.get(row);
    if (known !== undefined) return known;
    const { value } = await this.opened.rows.row(row);
    if (value === undefined) return undefined;
    const [oldest] = this.kept.keys();
    if (this.kept.size >= KEPT_ROWS && oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(row, value);
    return value;
  }

  /**
   * Reads these rows as they are edited, `changed` or as told before; answers those that say something else now. Links
   * stay as saved.
   */
  edit(rows: readonly number[], changed: ReadonlyMap<number, JsonObject>): ReadonlySet<number> {
    const before = this.unsavedRows;
    const after = new Map<number, JsonObject>();
    for (const row of rows) {
      const value = changed.get(row) ?? before.get(row);
      if (value !== undefined) after.set(row, value);
    }
    this.unsavedRows = after;
    this.version++;
    const touched = new Set([...before.keys(), ...after.keys()]);
    return new Set([...touched].filter((row) => !isSame(before.get(row), after.get(row))));
  }

  /**
   * Reads the file anew where it was written and its writer is done, as it is known to be with `now`; answers which rows
   * changed by that. Throws FileError.
   */
  async refresh(signal: AbortSignalLike, now = false): Promise<ChangedRows> {
    const stamp = await stampOf(this.file);
    const settled = now || stamp === this.looked;
    this.looked = stamp;
    if (stamp === '' || stamp === this.opened.stamp || !settled) return new Set();
    const before = this.opened;
    const after = await openRows(this.file, this.columns, signal);
    try {
      const changed = await changedRows(before, after, signal);
      this.opened = after;
      this.version++;
      this.kept.clear();
      return changed;
    } finally {
      await (this.opened === after ? before : after).rows.source.close();
    }
  }

  close(): Promise<void> {
    return this.opened.rows.source.close();
  }
}

async function openRows(file: string, columns: ColumnSettings, signal: AbortSignalLike): Promise<Opened> {
  const stamp = await stampOf(file);
  const rows = new Dataset(await openRowSource(file));
  try {
    return { rows, linker: await linkerOf(rows, columns, signal), stamp };
  } catch (error) {
    await rows.source.close();
    throw error;
  }
}

async function changedRows(before: Opened, now: Opened, signal: AbortSignalLike): Promise<ChangedRows> {
  // What was written over in its place cannot be read any more.
  const isKept = inodeOf(before.stamp) !== inodeOf(now.stamp);
  if (!isKept || before.rows.length !== now.rows.length) return 'all';
  const changed = new Set<number>();
  for await (const window of scan(now.rows, signal)) {
    const old = await before.rows.rows(window.map(({ id }) => id));
    for (const [i, { id, text, value }] of window.entries()) {
      if (old[i]?.text === text) continue;
      if (value === undefined || !before.linker.isUnchanged(id, value)) return 'all';
      changed.add(id);
    }
  }
  return changed;
}

/** Empty where the file is gone: a writer that replaces it may be about to. */
async function stampOf(file: string): Promise<string> {
  return stat(file).then(
    ({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`,
    () => '',
  );
}

const inodeOf = (stamp: string): string => stamp.slice(0, stamp.indexOf(' '));

function isSame(a: JsonObject | undefined, b: JsonObject | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b));
}
