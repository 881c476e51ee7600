import { open, type FileHandle } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { FileError, fileError } from '../fileError.ts';
import { Windows } from './windows.ts';

/** Files of a dump that are open at once: a system allows a process few, and a run writes one a step. */
const MOST_OPEN = 32;

/** There is another file under the name of one that was read. */
export class ReplacedError extends FileError {
  override name = 'ReplacedError';
  constructor(path: string) {
    super(`${path} was replaced by another file while it was read`, 'REPLACED', path);
  }
}

interface Held {
  readonly handle: Promise<FileHandle>;
  /** How many read from it just now. */
  readers: number;
}

/** The files of one dump: those that were read last stay open, the others are opened again when they are read. */
export class OpenFiles {
  readonly windows = new Windows();
  /** By what is read, the one that was used last at the end. */
  private readonly held = new Map<ReadFile, Held>();
  private closed = false;

  /** Throws FileError. */
  async open(path: string): Promise<ReadFile> {
    try {
      const handle = await open(path, 'r');
      const file = new ReadFile(path, inodeOf(await handle.stat()), this);
      this.held.set(file, { handle: Promise.resolve(handle), readers: 0 });
      await this.trim();
      return file;
    } catch (error) {
      throw fileError(error, 'open', path);
    }
  }

  /** Keeps a file from being closed, until it is given back. Throws FileError. */
  async take(file: ReadFile): Promise<FileHandle> {
    if (this.closed) throw new FileError(`${file.path} is closed`, 'CLOSED', file.path);
    const held = this.held.get(file) ?? { handle: reopen(file), readers: 0 };
    held.readers++;
    this.held.delete(file);
    this.held.set(file, held);
    try {
      return await held.handle;
    } catch (error) {
      if (this.held.get(file) === held) this.held.delete(file);
      throw fileError(error, 'read', file.path);
    }
  }

  async giveBack(file: ReadFile): Promise<void> {
    const held = this.held.get(file);
    if (held !== undefined) held.readers--;
    await this.trim();
  }

  /** Nothing can be read afterwards. */
  async close(): Promise<void> {
    this.closed = true;
    const handles = await Promise.allSettled([...this.held.values()].map(({ handle }) => handle));
    this.held.clear();
    for (const handle of handles) if (handle.status === 'fulfilled') await handle.value.close();
  }

  async drop(file: ReadFile): Promise<void> {
    const held = this.held.get(file);
    this.held.delete(file);
    await (await held?.handle)?.close();
  }

  private async trim(): Promise<void> {
    const idle = [...this.held].filter(([, { readers }]) => readers === 0);
    const spare = idle.slice(0, Math.max(0, this.held.size - MOST_OPEN));
    // Nobody may take one of them while another is closed.
    for (const [file] of spare) this.held.delete(file);
    for (const [, { handle }] of spare) await (await handle).close();
  }
}

/** A file of a dump, whether it is open just now or not. */
export class ReadFile {
  constructor(
    readonly path: string,
    /** Tells it from another file that bears its name later. */
    readonly inode: string,
    private readonly files: OpenFiles,
  ) {}

  /** What is kept of all files of the dump. */
  get windows(): Windows {
    return this.files.windows;
  }

  /** Calls `read` with the file open. Throws FileError where it has gone meanwhile, ReplacedError where another is there. */
  async use<T>(read: (handle: FileHandle) => Promise<T>): Promise<T> {
    const handle = await this.files.take(this);
    try {
      return await read(handle);
    } finally {
      await this.files.giveBack(this);
    }
  }

  /** As `use`, for what is read a part at a time. */
  async *stream<T>(read: (handle: FileHandle) => AsyncIterable<T>): AsyncGenerator<T> {
    const handle = await this.files.take(this);
    try {
      yield* read(handle);
    } finally {
      await this.files.giveBack(this);
    }
  }

  close(): Promise<void> {
    return this.files.drop(this);
  }
}

async function reopen({ path, inode }: ReadFile): Promise<FileHandle> {
  const handle = await open(path, 'r');
  if (inodeOf(await handle.stat()) === inode) return handle;
  await handle.close();
  throw new ReplacedError(path);
}

/** What a file is, whatever its name. */
export const inodeOf = ({ dev, ino }: Stats): string => `${dev} ${ino}`;
