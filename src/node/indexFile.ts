import { ArrayIndexer } from '../core/codec/arrayIndex.ts';
import { bomLength, LineIndexer, type RowIndex } from '../core/codec/lineIndex.ts';
import type { FileBytes } from './fileBytes.ts';

export interface IndexOptions {
  /** True for a file named `.json`: an array that is never closed is then taken for an array all the same. */
  readonly json: boolean;
  /** Called with the part of the file that is done, 0 to 1; may throw to give up. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Finds the rows of a file, by content: a file that begins with `[` and holds one array is an array file
 * whatever its name, all else is JSON Lines.
 */
export async function indexFile(file: FileBytes, options: IndexOptions): Promise<RowIndex> {
  const head = await file.peek(0, 4096);
  const bom = bomLength(head);
  if (head.toString('latin1', bom).trimStart().startsWith('[')) {
    const indexer = new ArrayIndexer(bom);
    await scan(file, bom, options, indexer);
    const index = indexer.finish();
    if (index.problem === undefined || (options.json && !indexer.hasMore)) return index;
  }
  const indexer = new LineIndexer(bom);
  await scan(file, bom, options, indexer);
  const index = indexer.finish();
  const problem = isUtf16(head) ? UTF16 : options.json && isOneObject(head, index) ? ONE_OBJECT : undefined;
  return problem === undefined ? index : { ...index, problem };
}

const UTF16 = 'the file is in UTF-16, not UTF-8: convert it, e.g. with iconv -f UTF-16 -t UTF-8';
const ONE_OBJECT =
  'the file holds one object, and a .json file is expected to hold a list of them: put [ and ] around it';

/** Whether JSON Lines are none: a single row, or an object whose first line does not end it. */
function isOneObject(head: Buffer, { starts }: RowIndex): boolean {
  const rows = starts.length - 1;
  const [line = ''] = head.toString('latin1', starts[0]).split('\n');
  if (!line.startsWith('{')) return false;
  return rows === 1 || (rows > 1 && line.length < 256 && !line.trimEnd().endsWith('}'));
}

/** Whether a file begins with the byte order mark of UTF-16, as files from Windows tools may. */
function isUtf16(head: Buffer): boolean {
  const mark = head.toString('hex', 0, 2);
  return mark === 'fffe' || mark === 'feff';
}

interface Indexer {
  push(chunk: Uint8Array): void;
  /** True once the rest of the file does not matter. */
  readonly hasMore?: boolean;
}

async function scan(file: FileBytes, from: number, options: IndexOptions, indexer: Indexer): Promise<void> {
  let done = from;
  for await (const chunk of file.chunks(from)) {
    indexer.push(chunk);
    if (indexer.hasMore === true) return;
    done += chunk.length;
    options.onProgress?.(Math.min(1, done / Math.max(1, file.size)));
  }
}
