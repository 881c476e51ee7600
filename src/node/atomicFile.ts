import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Fingerprint } from '../core/rowSource.ts';
import type { Segment } from '../core/savePlan.ts';
import { codeOf, FileChangedError, FileError, fileError } from './fileError.ts';
import { fingerprintOf, sameFile } from './rowSource.ts';

const COPY_BYTES = 1 << 20;

/** Where copied segments come from: the file as it was opened. */
export interface CopySource {
  bytes(from: number, length: number): Promise<Uint8Array>;
}

export interface AtomicWriteOptions {
  readonly source?: CopySource;
  /** The file as it was read; when the one on disk differs, `FileChangedError` is thrown and nothing written. */
  readonly expected?: Fingerprint;
}

/**
 * Writes a file so that at every moment, a crash included, it is either the old one or the new one: a
 * temporary file beside it, flushed to the disk, takes its name. Symbolic links are followed, the mode and
 * where possible the owner are kept. On any failure the temporary file is removed, the original is whole,
 * and a `FileError` says what happened.
 *
 * Where the folder takes no new files but the file itself may be written, it is overwritten in place: the
 * new content is complete in the system's temporary folder first, and the old one is put back on failure.
 */
export async function atomicWrite(
  file: string,
  segments: readonly Segment[],
  options: AtomicWriteOptions = {},
): Promise<void> {
  try {
    const target = await resolveLinks(file);
    if (options.expected !== undefined) await expectUnchanged(target, options.expected);
    const old = await fs.stat(target).catch(absent);
    if (old !== undefined) await expectWritable(target, old.mode);
    const temporary = path.join(path.dirname(target), temporaryName(target));
    let handle: fs.FileHandle;
    try {
      handle = await fs.open(temporary, 'wx', 0o666);
    } catch (error) {
      if (old === undefined || !['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) throw error;
      await overwrite(target, segments, options);
      return;
    }
    try {
      try {
        await writeSegments(handle, segments, options.source);
        if (old !== undefined) {
          await handle.chown(old.uid, old.gid).catch(ignoreRefusal);
          await handle.chmod(old.mode & 0o7777);
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
      if (options.expected !== undefined) await expectUnchanged(target, options.expected);
      await fs.rename(temporary, target);
    } catch (error) {
      await fs.rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(path.dirname(target));
  } catch (error) {
    throw fileError(error, 'save', file);
  }
}

/** A new file may take a read-only one's name, but whoever made it read-only meant its content. */
async function expectWritable(target: string, mode: number): Promise<void> {
  await fs.access(target, constants.W_OK);
  // To root everything is writable; what the mode says still counts.
  if ((mode & 0o222) === 0) throw new FileError(`cannot save ${target}: it is read-only`, 'EACCES', target);
}

async function expectUnchanged(target: string, expected: Fingerprint): Promise<void> {
  if (!sameFile(await fingerprintOf(target), expected)) throw new FileChangedError(target);
}

/** The file that a chain of symbolic links ends at, whether or not it exists yet. */
async function resolveLinks(file: string): Promise<string> {
  try {
    return await fs.realpath(file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    const link = await fs.readlink(file).catch(() => undefined);
    if (link !== undefined) return resolveLinks(path.resolve(path.dirname(file), link));
    return path.join(await fs.realpath(path.dirname(file)), path.basename(file));
  }
}

/** Hidden, and short enough for a file system's limit whatever the file's own name is. */
function temporaryName(target: string): string {
  return `.${path.basename(target).slice(0, 40)}.${randomBytes(6).toString('hex')}.tmp`;
}

async function writeSegments(
  handle: fs.FileHandle,
  segments: readonly Segment[],
  source: CopySource | undefined,
): Promise<void> {
  for (const segment of segments) {
    if (segment.kind === 'bytes') {
      await writeAll(handle, segment.bytes);
      continue;
    }
    if (source === undefined) throw new TypeError('a segment is to be copied, but there is no source');
    for (let from = segment.from; from < segment.to; from += COPY_BYTES) {
      await writeAll(handle, await source.bytes(from, Math.min(COPY_BYTES, segment.to - from)));
    }
  }
}

async function writeAll(handle: fs.FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await handle.write(bytes, done, bytes.length - done)).bytesWritten;
  }
}

/** Without the folder's permission a new name cannot take the old one's place. */
async function overwrite(
  target: string,
  segments: readonly Segment[],
  options: AtomicWriteOptions,
): Promise<void> {
  const folder = await fs.mkdtemp(path.join(tmpdir(), 'vqa-verify-'));
  const [after, before] = [path.join(folder, 'after'), path.join(folder, 'before')];
  const handle = await fs.open(after, 'wx');
  try {
    await writeSegments(handle, segments, options.source);
    await handle.sync();
    await fs.copyFile(target, before);
  } catch (error) {
    await fs.rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    await handle.close();
  }
  try {
    await pour(after, target);
  } catch (error) {
    await pour(before, target).catch((again: unknown) => {
      const message = `cannot save ${target}, and its old content could not be put back; it is kept in ${before}`;
      throw new FileError(message, codeOf(again), target, { cause: error });
    });
    await fs.rm(folder, { recursive: true, force: true });
    throw error;
  }
  await fs.rm(folder, { recursive: true, force: true });
}

/** Makes `to` hold what `from` holds without replacing the file itself. */
async function pour(from: string, to: string): Promise<void> {
  const source = await fs.open(from, 'r');
  try {
    const { size } = await source.stat();
    const handle = await fs.open(to, 'r+');
    try {
      const buffer = Buffer.allocUnsafe(COPY_BYTES);
      for (let at = 0; at < size;) {
        const { bytesRead } = await source.read(buffer, 0, COPY_BYTES, at);
        let done = 0;
        while (done < bytesRead)
          done += (await handle.write(buffer, done, bytesRead - done, at + done)).bytesWritten;
        at += bytesRead;
      }
      await handle.truncate(size);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } finally {
    await source.close();
  }
}

/** Makes the rename itself durable, where folders can be flushed. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r').catch(() => undefined);
  if (handle === undefined) return;
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}

function absent(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
  return undefined;
}

/** Only root may give a file away; keeping the mode is then what can be kept. */
function ignoreRefusal(error: unknown): void {
  if (!['EPERM', 'EINVAL', 'ENOSYS', 'ENOTSUP'].includes(codeOf(error))) throw error;
}
