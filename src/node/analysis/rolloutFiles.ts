import type { ColumnSettings } from '../../core/columns.ts';
import { Dataset } from '../../core/dataset.ts';
import { readSample } from '../../core/readSample.ts';
import { readPlain } from '../../core/rollouts/plain.ts';
import type { LinkedRollout } from '../../protocol/dataset.ts';
import type { AbortSignalLike } from '../../protocol/rpc.ts';
import { openRowSource } from '../rowSource.ts';
import { scan } from './scan.ts';

/** Completions shown of one sample; a group of a training run has far fewer. */
const MAX_LINKED = 256;

interface RolloutFile {
  readonly path: string;
  readonly rows: Dataset;
}

interface Place {
  readonly file: RolloutFile;
  readonly row: number;
}

/**
 * Files of plain rollouts by the key of the sample that each line answers. Only keys and line numbers are
 * held; completions are read when asked for.
 */
export class RolloutFiles {
  private files: RolloutFile[] = [];
  private byKey = new Map<string, Place[]>();

  /**
   * Reads the files that exist anew; what was known stays known until then. Answers how many of their lines
   * hold completions.
   */
  async read(paths: readonly string[], columns: ColumnSettings, signal: AbortSignalLike): Promise<number> {
    const files: RolloutFile[] = [];
    const byKey: typeof this.byKey = new Map();
    let lines = 0;
    try {
      for (const path of paths) {
        const rows = await openIfThere(path);
        if (rows === undefined) continue;
        const file = { path, rows };
        files.push(file);
        lines += await index(file, byKey, columns, signal);
      }
    } catch (error) {
      await closeAll(files);
      throw error;
    }
    const before = this.files;
    this.files = files;
    this.byKey = byKey;
    await closeAll(before);
    return lines;
  }

  /** The completions of the sample with this key, in the order of their files and lines. */
  async of(key: string): Promise<readonly LinkedRollout[]> {
    const linked: LinkedRollout[] = [];
    for (const { file, row } of this.byKey.get(key) ?? []) {
      const { value } = await file.rows.row(row);
      const read = value === undefined ? undefined : readPlain(value);
      for (const completion of read?.completions ?? []) {
        if (linked.length === MAX_LINKED) return linked;
        const step = read?.step;
        linked.push({
          source: file.path,
          line: file.rows.lineOf(row),
          completion,
          ...(step !== undefined && { step }),
        });
      }
    }
    return linked;
  }

  async close(): Promise<void> {
    const closing = this.files;
    this.files = [];
    this.byKey = new Map();
    await closeAll(closing);
  }
}

async function index(
  file: RolloutFile,
  byKey: Map<string, Place[]>,
  columns: ColumnSettings,
  signal: AbortSignalLike,
): Promise<number> {
  let lines = 0;
  for await (const window of scan(file.rows, signal)) {
    for (const { id, value } of window) {
      if (value === undefined || readPlain(value) === undefined) continue;
      const { key } = readSample(value, columns);
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, [{ file, row: id }]);
      else known.push({ file, row: id });
      lines++;
    }
  }
  return lines;
}

async function closeAll(files: readonly RolloutFile[]): Promise<void> {
  await Promise.all(files.map(({ rows }) => rows.source.close()));
}

async function openIfThere(path: string): Promise<Dataset | undefined> {
  try {
    return new Dataset(await openRowSource(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
