import { statSync, type BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';

/** What there is where there is no file. */
const GONE = 'gone';

/** Changes with every write of a file. The Python runner writes the same (loading.py). */
export async function fileStamp(file: string): Promise<string> {
  return stat(file, { bigint: true }).then(stampOf, () => GONE);
}

export function fileStampSync(file: string): string {
  try {
    return stampOf(statSync(file, { bigint: true }));
  } catch {
    return GONE;
  }
}

const stampOf = ({ mtimeNs, size, ino }: BigIntStats): string => `${mtimeNs} ${size} ${ino}`;
