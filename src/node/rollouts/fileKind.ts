import { open } from 'node:fs/promises';
import { fileError } from '../fileError.ts';
import { UnknownFormatError } from './dumpFile.ts';
import { MAGIC } from './parquetFile.ts';

/** What is no text, by its first bytes, and what to do about it. */
const UNREADABLE: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x1f, 0x8b], 'it is compressed with gzip; unpack it first (gunzip)'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'it is compressed with Zstandard; unpack it first (zstd -d)'],
  [[0x50, 0x4b, 0x03, 0x04], 'it is a ZIP archive; unpack it first'],
  [[0xff, 0xfe], 'it is a text in UTF-16; save it as UTF-8'],
  [[0xfe, 0xff], 'it is a text in UTF-16; save it as UTF-8'],
];

/**
 * What a file is by its first bytes, for names do not tell: `begun` where there are too few of them yet. Throws
 * FileError, and UnknownFormatError for what is compressed or in UTF-16.
 */
export async function kindOf(file: string): Promise<'parquet' | 'text' | 'begun'> {
  const first = await firstBytes(file);
  const start = first.toString('latin1');
  if (start === MAGIC) return 'parquet';
  if (MAGIC.startsWith(start)) return 'begun';
  const unreadable = UNREADABLE.find(([bytes]) => bytes.every((byte, i) => first[i] === byte));
  if (unreadable !== undefined) throw new UnknownFormatError(unreadable[1], file, false);
  return 'text';
}

async function firstBytes(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(error, 'open', file);
  }
}
