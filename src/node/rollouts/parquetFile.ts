import { stat } from 'node:fs/promises';
import { parquetMetadataAsync, parquetReadObjects, type AsyncBuffer, type FileMetaData } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { isObject, type Json } from '../../core/json.ts';
import { recordFormat, unknownFormat } from '../../core/rollouts/formats/detect.ts';
import { withoutRewards } from '../../core/rollouts/formats/namedRewards.ts';
import { trainerRows } from '../../core/rollouts/formats/rows.ts';
import { mapped, type RolloutMapping } from '../../core/rollouts/formats/mapped.ts';
import { Repeats } from '../../core/rollouts/repeats.ts';
import { RecordError, type RecordFormat, type Rollout } from '../../core/rollouts/rollout.ts';
import { FileError, fileError } from '../fileError.ts';
import { UnfinishedError, UnknownFormatError, type DumpFile, type DumpRecord } from './dumpFile.ts';
import { stepOfName } from './fileName.ts';
import { trlExtras } from './trlColumns.ts';
import { inodeOf, type OpenFiles, type ReadFile } from './openFiles.ts';
import type { Keeper } from './windows.ts';

/** At the beginning of a file, and at its end once it is whole. */
export const MAGIC = 'PAR1';
/** Rows that are read at once. */
const BATCH = 4096;

/** TRL's completions of a step, a row each. Such a file is written once and never grows. */
export class ParquetFile implements DumpFile, Keeper {
  readonly unfinished = false;
  private done = 0;
  private detected: RecordFormat | undefined;
  private batch: { readonly start: number; readonly rows: Promise<readonly Json[]> } | undefined;

  private constructor(
    private readonly file: ReadFile,
    private readonly bytes: AsyncBuffer,
    /** When it was written. */
    private readonly mtimeMs: number,
    private readonly metadata: FileMetaData,
    private readonly mapping: RolloutMapping,
    private readonly repeats: Repeats,
  ) {
    const { columns } = mapping;
    this.detected = columns && mapped(columns);
  }

  /** Throws UnfinishedError where the file is not written in full, and FileError. */
  static async open(
    path: string,
    files: OpenFiles,
    mapping: RolloutMapping = {},
    /** Of the files before it. */
    repeats = new Repeats(),
  ): Promise<ParquetFile> {
    const file = await files.open(path);
    try {
      const { size, mtimeMs, end } = await file.use(async (handle) => {
        const { size, mtimeMs } = await handle.stat();
        const from = Math.max(0, size - MAGIC.length);
        const { buffer } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, from);
        return { size, mtimeMs, end: buffer.toString('latin1') };
      });
      // What makes a Parquet file readable is written last.
      if (size <= MAGIC.length || end !== MAGIC) throw new UnfinishedError(path);
      const bytes = bytesOf(file, size);
      return new ParquetFile(file, bytes, mtimeMs, await parquetMetadataAsync(bytes), mapping, repeats);
    } catch (error) {
      await file.close();
      throw fileError(error, 'read', path);
    }
  }

  get path(): string {
    return this.file.path;
  }

  get inode(): string {
    return this.file.inode;
  }

  get format(): string | undefined {
    return this.detected?.title;
  }

  get mixed(): boolean {
    return this.detected?.name === trainerRows.name && this.mapping.rewards === undefined;
  }

  async *advance(): AsyncGenerator<readonly DumpRecord[]> {
    const total = Number(this.metadata.num_rows);
    while (this.done < total) {
      const from = this.done;
      const rows = await this.rows(from, Math.min(total, from + BATCH));
      this.done = from + rows.length;
      if (rows.length === 0) return;
      const records = rows.map((row, i) => this.record(row, from + i));
      yield rows.length === total ? this.withoutRepeated(records) : records;
    }
  }

  /** A file holds what TRL's buffer held, the last of it at most being new. */
  private withoutRepeated(records: readonly DumpRecord[]): readonly DumpRecord[] {
    const repeated = this.repeats.repeated(records.flatMap(({ rollouts }) => rollouts));
    if (repeated === 0) return records;
    let left = repeated;
    return records.map((record) => {
      if (left === 0 || record.rollouts.length === 0) return record;
      left -= record.rollouts.length;
      return { ...record, rollouts: [], repeated: record.rollouts.length };
    });
  }

  async replaced(): Promise<boolean> {
    try {
      const now = await stat(this.path);
      // Nobody appends to such a file.
      return inodeOf(now) !== this.inode || now.mtimeMs !== this.mtimeMs;
    } catch (error) {
      throw fileError(error, 'read', this.path);
    }
  }

  /** Rows are read a batch at a time, because a page of a column is decoded whole. */
  async read(offset: number): Promise<readonly Rollout[]> {
    const start = offset - (offset % BATCH);
    if (this.batch?.start !== start) {
      this.batch = { start, rows: this.rows(start, start + BATCH) };
      this.file.windows.keep(this, this.batchBytes());
    } else this.file.windows.used(this);
    return this.rollouts((await this.batch.rows)[offset - start] ?? null, offset);
  }

  forget(): void {
    this.batch = undefined;
  }

  /** What a batch of rows takes, about: its share of the unpacked columns. */
  private batchBytes(): number {
    const { row_groups: groups, num_rows: rows } = this.metadata;
    const unpacked = groups.reduce((sum, { total_byte_size: bytes }) => sum + Number(bytes), 0);
    return unpacked * Math.min(1, BATCH / Math.max(1, Number(rows)));
  }

  private async rows(rowStart: number, rowEnd: number): Promise<readonly Json[]> {
    try {
      const { bytes: file, metadata } = this;
      const rows = await parquetReadObjects({
        file,
        metadata,
        compressors,
        rowStart,
        rowEnd: Math.min(rowEnd, Number(metadata.num_rows)),
      });
      return rows.map(toJson);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new FileError(`cannot read ${this.path}: ${reason}`, 'PARQUET', this.path, { cause: error });
    }
  }

  private record(row: Json, at: number): DumpRecord {
    const place = { offset: at, length: 1, line: at + 1 };
    try {
      return { ...place, rollouts: this.rollouts(row, at) };
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      return { ...place, rollouts: [], problem: error.message };
    }
  }

  private detect(row: Json): RecordFormat | undefined {
    const format = recordFormat(row, this.mapping);
    if (format?.name !== trainerRows.name || this.mapping.rewards !== undefined) return format;
    return withoutRewards(format, trlExtras(this.metadata));
  }

  private rollouts(row: Json, at: number): readonly Rollout[] {
    this.detected ??= this.detect(row);
    if (this.detected === undefined) throw new UnknownFormatError(unknownFormat(row, ''), this.path);
    if (!isObject(row)) throw new RecordError('the row is no object');
    const step = stepOfName(this.path);
    return this.detected.read(row, { source: this.path, line: at + 1, ...(step !== undefined && { step }) });
  }
}

function bytesOf(file: ReadFile, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    async slice(start, end = byteLength) {
      const from = start < 0 ? byteLength + start : start;
      const length = Math.max(0, (end < 0 ? byteLength + end : end) - from);
      const bytes = new Uint8Array(length);
      const { bytesRead } = await file.use((handle) => handle.read(bytes, 0, length, from));
      return bytes.buffer.slice(0, bytesRead);
    },
  };
}

/** Parquet's values as JSON has them: whole numbers of 64 bits as numbers, times as text, bytes left out. */
function toJson(value: unknown): Json {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return value.map(toJson);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toJson(each)]));
}
