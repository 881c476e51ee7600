import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RolloutMapping } from '../../core/rollouts/formats/mapped.ts';
import { Repeats } from '../../core/rollouts/repeats.ts';
import type { Rollout } from '../../core/rollouts/rollout.ts';
import type { RolloutPlace } from '../../core/rollouts/table.ts';
import { FileError, fileError } from '../fileError.ts';
import { UnfinishedError, UnknownFormatError, type DumpFile, type DumpRecord } from './dumpFile.ts';
import { kindOf } from './fileKind.ts';
import { naturalOrder } from './fileName.ts';
import { inodeOf, OpenFiles, ReplacedError } from './openFiles.ts';
import { ParquetFile } from './parquetFile.ts';
import { TextFile } from './textFile.ts';

/** Kinds of files that are looked into when a folder is opened; what is compressed is only named. */
const DUMP_FILES = /\.(jsonl|ndjson|parquet|log|txt)(\.(gz|zst|zip))?$/i;
/** Of a run's folder: prime-rl writes rollouts/step_4/train/all/traces.jsonl. */
const MAX_DEPTH = 4;

export interface DumpOptions extends RolloutMapping {
  /** Waits for what is not there yet, or not written in full, instead of refusing it. */
  readonly live?: boolean;
}

/** Records of one file of a dump. */
export interface DumpBatch {
  readonly file: number;
  readonly records: readonly DumpRecord[];
}

/** What is wrong with a file of a folder, so that it was left out. */
export interface SkippedFile {
  readonly path: string;
  readonly message: string;
}

/** Rollouts of one training run: a file, or a folder of files, that may still be growing. */
export class Dump {
  readonly files: DumpFile[] = [];
  /** Files of the folder that hold no rollouts. */
  readonly skipped: SkippedFile[] = [];
  /** Those skipped that could be read if it were said what their columns are. */
  private readonly mappable = new Set<string>();
  private readonly openFiles = new OpenFiles();
  /** What the Parquet files of one run log again of one another. */
  private readonly repeats = new Repeats();
  private readonly seen = new Set<string>();
  /** The files as they were when they were read last. */
  private readonly marks = new Map<DumpFile, Mark>();
  /** Files that are not written far enough to be read. */
  private readonly waiting = new Set<string>();
  /** The record that was read last. */
  private last:
    | { readonly file: number; readonly offset: number; readonly rollouts: Promise<readonly Rollout[]> }
    | undefined;

  private constructor(
    readonly path: string,
    readonly folder: boolean,
    private readonly options: DumpOptions,
  ) {}

  /** Throws FileError where there is nothing to read at `at`. */
  static async open(at: string, options: DumpOptions = {}): Promise<Dump> {
    try {
      return new Dump(at, (await stat(at)).isDirectory(), options);
    } catch (error) {
      throw fileError(error, 'open', at);
    }
  }

  /**
   * What was written since the last call, file after file, `2.jsonl` before `10.jsonl`. Throws FileError, and
   * UnknownFormatError where there is nothing in a known format at all; of a live folder only where there is anything.
   */
  async *advance(): AsyncGenerator<DumpBatch> {
    for (const file of this.folder ? await list(this.path) : [this.path]) await this.include(file);
    for (const [number, file] of this.files.entries()) {
      const mark = await markOf(file);
      // A run has a file a step: those that are as they were cost no more than this look.
      if (mark === undefined || !this.mayHaveGrown(file, mark)) continue;
      try {
        for await (const records of file.advance()) yield { file: number, records };
        this.marks.set(file, mark);
      } catch (error) {
        // Whoever follows the run asks next whether it was replaced, and reads it anew.
        if (error instanceof ReplacedError && this.options.live === true) continue;
        if (!this.folder || !canBeLeftOut(error)) throw error;
        this.marks.set(file, mark);
        this.note(file.path, error);
      }
    }
    const nothing = this.folder && this.files.every(({ format }) => format === undefined);
    if (nothing && (this.options.live !== true || this.skipped.length > 0)) this.refuse();
  }

  /**
   * Whether a file was replaced or cut, or has gone from its folder, so that the dump has to be read anew. One that is
   * a dump by itself may come back.
   */
  async replaced(): Promise<boolean> {
    for (const file of this.files) {
      const mark = await markOf(file);
      if (mark === undefined) return this.folder;
      const known = this.marks.get(file);
      const same = mark.inode === known?.inode && mark.version === known.version;
      if (!same && (await file.replaced())) return true;
    }
    return false;
  }

  /** Whether what stands among its rewards may be other numbers: nobody has said which columns they are. */
  get mixed(): boolean {
    return this.files.some(({ mixed }) => mixed);
  }

  /** True where a file ends in a record that its trainer is still writing. */
  get unfinished(): boolean {
    return this.waiting.size > 0 || this.files.some((file) => file.unfinished);
  }

  /** A rollout again. Throws FileError. */
  async read({ file, offset, length, line, part }: RolloutPlace): Promise<Rollout> {
    // A record may hold a whole step, whose rollouts are asked for one after the other.
    if (this.last?.file !== file || this.last.offset !== offset) {
      const rollouts = this.files[file]?.read(offset, length, line) ?? Promise.resolve([]);
      this.last = { file, offset, rollouts };
    }
    const rollout = (await this.last.rollouts)[part];
    if (rollout === undefined) throw new Error(`there is no rollout ${part + 1} at line ${line}`);
    return rollout;
  }

  close(): Promise<void> {
    return this.openFiles.close();
  }

  private async include(file: string): Promise<void> {
    if (this.seen.has(file)) return;
    try {
      const kind = await kindOf(file);
      // One that its trainer has just made is looked at again with the next call.
      if (kind === 'begun' && (this.folder || this.options.live === true)) {
        this.waiting.add(file);
        return;
      }
      const { openFiles: files, options } = this;
      const opened =
        kind === 'parquet'
          ? ParquetFile.open(file, files, options, this.repeats)
          : TextFile.open(file, files, options);
      const included = await opened;
      this.files.push(included);
      this.marks.set(included, { inode: included.inode, version: '' });
      this.seen.add(file);
      this.waiting.delete(file);
      this.note(file, undefined);
    } catch (error) {
      this.leaveOut(file, error);
    }
  }

  /** Notes why a file of a folder cannot be read, or that it has to be waited for; throws where it is all there is. */
  private leaveOut(file: string, error: unknown): void {
    const { live = false } = this.options;
    const unfinished = error instanceof UnfinishedError;
    if (unfinished && live) {
      this.waiting.add(file);
      return;
    }
    if (!this.folder || !canBeLeftOut(error)) throw error;
    this.waiting.delete(file);
    this.note(file, error);
  }

  /** Another file under its name is none that has grown. */
  private mayHaveGrown(file: DumpFile, { inode, version }: Mark): boolean {
    const known = this.marks.get(file);
    return inode === known?.inode && version !== known.version;
  }

  private note(file: string, error: FileError | UnknownFormatError | undefined): void {
    const at = this.skipped.findIndex((each) => each.path === file);
    if (at >= 0) this.skipped.splice(at, 1);
    if (error === undefined) return;
    this.skipped.push({ path: file, message: error.message });
    if (error instanceof UnknownFormatError && error.mappable) this.mappable.add(file);
  }

  private refuse(): never {
    const [first] = this.skipped;
    if (first !== undefined) {
      const message = `${path.basename(first.path)}: ${first.message}`;
      throw new UnknownFormatError(message, this.path, this.mappable.has(first.path));
    }
    throw new UnknownFormatError(
      'the folder holds no .jsonl, .parquet, .log or .txt files',
      this.path,
      false,
    );
  }
}

/** What is wrong with one file of a folder is no reason not to read the others. */
const canBeLeftOut = (error: unknown): error is FileError | UnknownFormatError =>
  error instanceof FileError || error instanceof UnknownFormatError;

interface Mark {
  /** Of the file that has this name now. */
  readonly inode: string;
  /** Differs where it was written to. */
  readonly version: string;
}

/** Undefined where the file has gone. */
async function markOf({ path: at }: DumpFile): Promise<Mark | undefined> {
  try {
    const stats = await stat(at);
    return { inode: inodeOf(stats), version: `${stats.size} ${stats.mtimeMs}` };
  } catch (error) {
    const failed = fileError(error, 'read', at);
    if (failed.code === 'ENOENT') return undefined;
    throw failed;
  }
}

async function list(folder: string, depth = 0): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const here = entries
    .filter((entry) => entry.isFile() && DUMP_FILES.test(entry.name))
    .map((entry) => path.join(folder, entry.name));
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  const below = depth < MAX_DEPTH ? folders.map(({ name }) => list(path.join(folder, name), depth + 1)) : [];
  return [...here, ...(await Promise.all(below)).flat()].sort(naturalOrder);
}
