import { readFile } from 'node:fs/promises';
import type { Backup } from '../core/backup.ts';
import { atomicWrite } from './atomicFile.ts';
import { FileError, fileError } from './fileError.ts';

export async function writeBackup(file: string, backup: Backup): Promise<void> {
  await atomicWrite(file, [{ kind: 'bytes', bytes: Buffer.from(JSON.stringify(backup)) }]);
}

/** Throws `FileError` where the file is missing or holds no backup. */
export async function readBackup(file: string): Promise<Backup> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw fileError(error, 'read the backup', file);
  }
  if (!isBackup(value)) throw new FileError(`${file} is no backup of a dataset`, 'CORRUPT', file);
  return value;
}

function isBackup(value: unknown): value is Backup {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === 1 &&
    'edits' in value &&
    Array.isArray(value.edits) &&
    'touched' in value &&
    Array.isArray(value.touched) &&
    'fingerprint' in value &&
    typeof value.fingerprint === 'object'
  );
}
