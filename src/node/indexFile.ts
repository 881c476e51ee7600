import { read } from 'node:fs';
import { promisify } from 'node:util';
import { ArrayIndexer } from '../core/codec/arrayIndex.ts';
import { bomLength, LineIndexer, type RowIndex } from '../core/codec/lineIndex.ts';

const readAt = promisify(read);

/** Small enough to stay in a core's cache while it is scanned. */
const CHUNK = 1 << 20;

export interface IndexOptions {
  /** True for a file named `.json`: a broken array is then taken for an array all the same. */
  readonly json: boolean;
  /** Called with the part of the file that is done, 0 to 1; may throw to give up. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Finds the rows of an open file, by content: a file that begins with `[` and holds one array is an array
 * file whatever its name, all else is JSON Lines.
 */
export async function indexFile(fd: number, size: number, options: IndexOptions): Promise<RowIndex> {
  const head = Buffer.allocUnsafe(Math.min(size, 4096));
  const length = (await readAt(fd, head, 0, head.length, 0)).bytesRead;
  const bom = bomLength(head.subarray(0, length));
  if (firstCharacter(head.subarray(bom, length)) === '[') {
    const indexer = new ArrayIndexer(bom);
    await scan(fd, size, bom, options, (chunk) => {
      indexer.push(chunk);
      return !indexer.hasMore;
    });
    const index = indexer.finish();
    if (index.problem === undefined || (options.json && !indexer.hasMore)) return index;
  }
  const indexer = new LineIndexer(bom);
  await scan(fd, size, bom, options, (chunk) => {
    indexer.push(chunk);
    return true;
  });
  return indexer.finish();
}

function firstCharacter(head: Buffer): string {
  return head.toString('latin1').trimStart().charAt(0);
}

/** Hands the file to `take` chunk by chunk until it returns false; the next chunk is read meanwhile. */
async function scan(
  fd: number,
  size: number,
  from: number,
  options: IndexOptions,
  take: (chunk: Buffer) => boolean,
): Promise<void> {
  let [current, next] = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)];
  let pending = readAt(fd, current, 0, CHUNK, from);
  for (let offset = from; ;) {
    const { bytesRead } = await pending;
    if (bytesRead === 0) return;
    offset += bytesRead;
    pending = readAt(fd, next, 0, CHUNK, offset);
    const more = take(current.subarray(0, bytesRead));
    if (!more) {
      await pending;
      return;
    }
    options.onProgress?.(Math.min(1, offset / Math.max(1, size)));
    [current, next] = [next, current];
  }
}
