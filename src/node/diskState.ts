import { open, stat } from 'node:fs/promises';
import type { Fingerprint } from '../core/rowSource.ts';
import { codeOf } from './fileError.ts';
import { FINGERPRINT_BYTES, fingerprintOf, type FileRowSource } from './rowSource.ts';

const CHUNK = 1 << 20;
/** Bytes at each end of a file that its fingerprint covers: of a file no longer than both, all. */
const COVERED = 2 * FINGERPRINT_BYTES;

export type DiskState =
  { readonly kind: 'same' | 'changed'; readonly fingerprint: Fingerprint } | { readonly kind: 'gone' };

/**
 * Whether a file still holds what `source` was opened on. A file that was only touched is the same; one that was
 * written in place is not, for the old bytes are no longer there to be compared.
 */
export async function diskState(file: string, source: FileRowSource): Promise<DiskState> {
  try {
    const fingerprint = await fingerprintOf(file);
    const same = await holdsSame(file, fingerprint, source);
    return { kind: same ? 'same' : 'changed', fingerprint };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { kind: 'gone' };
    throw error;
  }
}

async function holdsSame(file: string, now: Fingerprint, source: FileRowSource): Promise<boolean> {
  const then = source.fingerprint;
  if (now.size !== then.size || now.hash !== then.hash) return false;
  if (now.size <= COVERED) return true;
  // Two files that were written in one tick of the clock bear the same time.
  // Another file has taken the place of the one that was opened where their numbers differ.
  const replaced = (await stat(file)).ino !== source.inode;
  return replaced ? equals(file, source) : now.mtimeMs === then.mtimeMs;
}

async function equals(file: string, source: FileRowSource): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (let at = 0; at < source.size; at += CHUNK) {
      const length = Math.min(CHUNK, source.size - at);
      const { bytesRead } = await handle.read(buffer, 0, length, at);
      if (bytesRead < length) return false;
      if (!buffer.subarray(0, length).equals(await source.bytes(at, length))) return false;
    }
    return true;
  } finally {
    await handle.close();
  }
}
