import { stat } from 'node:fs/promises';

/** Changes with every write of a file; `gone` where there is none. */
export async function fileStamp(file: string): Promise<string> {
  return stat(file).then(
    ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
    () => 'gone',
  );
}
