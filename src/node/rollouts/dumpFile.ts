import type { Rollout } from '../../core/rollouts/rollout.ts';
import type { RolloutPlace } from '../../core/rollouts/table.ts';
import { FileError } from '../fileError.ts';

/** A record of a dump as it was read. */
export interface DumpRecord {
  /** Bytes in the file, or the row of a table. */
  readonly offset: number;
  readonly length: number;
  /** 1-based. */
  readonly line: number;
  /** Those that were not logged before; none where `problem` says why. */
  readonly rollouts: readonly Rollout[];
  /** What is wrong with a record that cannot be read. */
  readonly problem?: string;
  /** How many rollouts come before these in the record, which its trainer had logged already. */
  readonly repeated?: number;
}

/** The rollouts of a record of a file with where to read them again. */
export function placed(
  file: number,
  { offset, length, line, rollouts, repeated = 0 }: DumpRecord,
): readonly (readonly [Rollout, RolloutPlace])[] {
  return rollouts.map((rollout, i) => [rollout, { file, offset, length, line, part: repeated + i }]);
}

/** One file of a dump. */
export interface DumpFile {
  readonly path: string;
  /** Of the file that is read, whatever bears its name by now. */
  readonly inode: string;
  /** What people call its format; undefined until enough of the file is there to tell. */
  readonly format: string | undefined;
  /** Whether its trainer logs other numbers among the rewards, which nothing in the file tells from them. */
  readonly mixed: boolean;
  /** True where the file ends in a record that is not written in full. */
  readonly unfinished: boolean;
  /**
   * The records that were written since the last call, in order, some at a time. Throws UnknownFormatError,
   * FileError, and ReplacedError where another file has its name.
   */
  advance(): AsyncGenerator<readonly DumpRecord[]>;
  /** Whether the file holds other bytes than those that were read from it. */
  replaced(): Promise<boolean>;
  /** The rollouts of a record again. Throws RecordError and FileError. */
  read(offset: number, length: number, line: number): Promise<readonly Rollout[]>;
}

/** A file that can only be read once its trainer has written it in full. */
export class UnfinishedError extends FileError {
  override name = 'UnfinishedError';
  constructor(path: string) {
    super(`${path} is not written in full: it lacks the end of a Parquet file`, 'UNFINISHED', path);
  }
}

/** A file that is no dump of rollouts that can be read; the message says what was seen. */
export class UnknownFormatError extends Error {
  constructor(
    message: string,
    readonly path: string,
    /** Whether saying what its columns are would help. */
    readonly mappable = true,
  ) {
    super(message);
    this.name = 'UnknownFormatError';
  }
}
