/**
 * Where a dataset's rows come from: a file and the offsets of its rows. The port through which the core
 * reads them; rows are read when asked for, and nothing of the file is held.
 */

/** Lines of JSON, or one JSON array whose elements are the rows. */
export type RowFormat = 'jsonl' | 'json';

/** Rows over this many bytes are shown by their beginning and cannot be edited. */
export const MAX_ROW_BYTES = 8 * 1024 * 1024;
/** How much of a row over the limit is read. */
export const LARGE_ROW_HEAD = 100_000;

/** A row's bytes as they stand in the file. */
export interface RawRow {
  /** Offsets in the file of the row's text, without line end or separator. */
  readonly start: number;
  readonly end: number;
  /** Where the bytes that follow the text end: line end and blank lines, or separator and white space. */
  readonly next: number;
  /** The text; of a row over the limit, its first `LARGE_ROW_HEAD` bytes. */
  readonly bytes: Uint8Array;
  /** The row's line end, empty at the end of a file without one and in an array. */
  readonly eol: string;
  readonly tooLarge: boolean;
}

/** Tells one state of a file from another. */
export interface Fingerprint {
  readonly size: number;
  readonly mtimeMs: number;
  /** Of the first and last bytes of the file. */
  readonly hash: string;
}

export interface RowSource {
  readonly format: RowFormat;
  /** How many rows there are; blank lines are none. */
  readonly rows: number;
  /** Bytes of the file. */
  readonly size: number;
  /** What stands between two rows where nothing older tells: a line end, or a comma and white space. */
  readonly separator: string;
  /** False where the last row of a JSON Lines file has no line end. */
  readonly finalNewline: boolean;
  readonly fingerprint: Fingerprint;
  /** What is wrong with the file as a whole, e.g. an array that is never closed. */
  readonly problem?: string;
  /**
   * Offset of row `index`. For `index` = `rows` it is where the file's end begins: its size, or, in an
   * array, the end of the last element.
   */
  start(index: number): number;
  /** 1-based line on which row `index` begins; for `index` = `rows`, the line after the last. */
  line(index: number): number;
  read(first: number, count: number): Promise<readonly RawRow[]>;
  close(): Promise<void>;
}
