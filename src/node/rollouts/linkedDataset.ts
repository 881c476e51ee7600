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

/** The dataset that rollouts answer: which row each one is about, and the rows themselves. */
export class LinkedDataset {
  private readonly kept = new Map<number, JsonObject>();

  private constructor(
    private readonly rows: Dataset,
    private readonly linker: Linker,
  ) {}

  /** Throws FileError. */
  static async open(
    file: string,
    columns: ColumnSettings = {},
    signal: AbortSignalLike = new AbortController().signal,
  ): Promise<LinkedDataset> {
    const rows = new Dataset(await openRowSource(file));
    try {
      return new LinkedDataset(rows, await linkerOf(rows, columns, signal));
    } catch (error) {
      await rows.source.close();
      throw error;
    }
  }

  link(rollout: Pick<Rollout, 'sampleKey' | 'turns' | 'columns'>): Link {
    return this.linker.link(rollout);
  }

  /** 1-based line of a row in the file. */
  lineOf(row: number): number {
    return this.rows.lineOf(row);
  }

  /** Throws FileError. */
  async row(row: number): Promise<JsonObject | undefined> {
    const known = this.kept.get(row);
    if (known !== undefined) return known;
    const { value } = await this.rows.row(row);
    if (value === undefined) return undefined;
    const [oldest] = this.kept.keys();
    if (this.kept.size >= KEPT_ROWS && oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(row, value);
    return value;
  }

  close(): Promise<void> {
    return this.rows.source.close();
  }
}
