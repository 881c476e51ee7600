import { fstatSync, read } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';

const readAt = promisify(read);

/** Small enough to stay in a core's cache while it is scanned. */
const CHUNK = 1 << 20;

/** Bytes of an open file, wherever they are kept. */
export interface FileBytes {
  readonly size: number;
  readonly mtimeMs: number;
  /** At most `length` bytes from `from` on; fewer at the end of the file. */
  peek(from: number, length: number): Promise<Buffer>;
  /** All bytes from `from` on, in order. A chunk is valid until the next one is asked for. */
  chunks(from: number): AsyncIterable<Buffer>;
}

/** Reads from the file as asked. Throws a system error for a folder or a pipe. */
export function bytesOnDisk(fd: number): FileBytes {
  // Opening has just fetched these attributes, so asking for them again waits for nothing.
  const stat = fstatSync(fd);
  const { size, mtimeMs } = stat;
  if (!stat.isFile()) {
    const code = stat.isDirectory() ? 'EISDIR' : 'EINVAL';
    throw Object.assign(new Error('it is no regular file'), { code });
  }
  return {
    size,
    mtimeMs,
    async peek(from, length) {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - from)));
      for (let done = 0; done < buffer.length;) {
        const { bytesRead } = await readAt(fd, buffer, done, buffer.length - done, from + done);
        if (bytesRead === 0) return buffer.subarray(0, done);
        done += bytesRead;
      }
      return buffer;
    },
    chunks: (from) => readAhead(fd, from),
  };
}

/** Memory that was never used costs more than reading into it: a file is passed through one block of this size. */
const BLOCK = 1 << 19;

/** The same for a small file, whose first bytes are kept: what is looked at first is among them. */
export async function bytesWithHead(fd: number): Promise<FileBytes> {
  const disk = bytesOnDisk(fd);
  const { size, mtimeMs } = disk;
  const head = await disk.peek(0, BLOCK);
  if (head.length === size) return bytesOf(head, mtimeMs);
  return {
    size,
    mtimeMs,
    peek: (from, length) =>
      from + length <= head.length
        ? Promise.resolve(head.subarray(from, from + length))
        : disk.peek(from, length),
    async *chunks(from) {
      if (from < head.length) yield head.subarray(from);
      const block = Buffer.allocUnsafe(BLOCK);
      for (let at = Math.max(from, head.length); at < size;) {
        const { bytesRead } = await readAt(fd, block, 0, Math.min(BLOCK, size - at), at);
        if (bytesRead === 0) return;
        yield block.subarray(0, bytesRead);
        at += bytesRead;
      }
    },
  };
}

/** All of a file in memory; undefined where it is not, or no longer, as it was at `mtimeMs`. */
export async function bytesInMemory(fd: number, mtimeMs: number): Promise<FileBytes | undefined> {
  const disk = bytesOnDisk(fd);
  const all = await disk.peek(0, disk.size);
  const unchanged = all.length === disk.size && bytesOnDisk(fd).mtimeMs === mtimeMs;
  return unchanged ? bytesOf(all, mtimeMs) : undefined;
}

/** Bytes in memory. Between chunks others get their turn. */
export function bytesOf(all: Buffer, mtimeMs = 0): FileBytes {
  return {
    size: all.length,
    mtimeMs,
    peek: (from, length) => Promise.resolve(all.subarray(from, from + length)),
    async *chunks(from) {
      for (let at = from; at < all.length; at += CHUNK) {
        if (at > from) await setImmediate();
        yield all.subarray(at, at + CHUNK);
      }
    },
  };
}

/** Reads the next chunk while the caller works on the last one. */
async function* readAhead(fd: number, from: number): AsyncGenerator<Buffer> {
  let [current, next] = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)];
  let pending = readAt(fd, current, 0, CHUNK, from);
  try {
    for (let offset = from; ;) {
      const { bytesRead } = await pending;
      if (bytesRead === 0) return;
      offset += bytesRead;
      pending = readAt(fd, next, 0, CHUNK, offset);
      yield current.subarray(0, bytesRead);
      [current, next] = [next, current];
    }
  } finally {
    // Nobody may close the file under a read that is on its way.
    await pending.catch(() => undefined);
  }
}
