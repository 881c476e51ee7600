import type { Dataset } from './dataset.ts';
import { EditError, type Edit } from './edit.ts';
import { hashText } from './hash.ts';
import type { Fingerprint } from './rowSource.ts';

/**
 * What a hot-exit backup holds: the edits since the last save, and which file they belong to. Plain JSON.
 * The edits name rows by their index in the file, as a dataset does that has just been opened.
 */
export interface Backup {
  readonly version: 1;
  readonly fingerprint: Fingerprint;
  /** Rows of the file, and hashes of the texts of those that the edits touch, by index. */
  readonly rows: number;
  readonly touched: readonly (readonly [index: number, hash: string])[];
  readonly edits: readonly Edit[];
}

/** The file is not the one that a backup was made of; the backup is whole and can be tried on another one. */
export class BackupError extends Error {
  override name = 'BackupError';
}

export async function makeBackup(dataset: Dataset): Promise<Backup> {
  const { source } = dataset;
  const { edits, touched } = await dataset.changes();
  return {
    version: 1,
    fingerprint: source.fingerprint,
    rows: source.rows,
    touched: touched.map(([index, text]) => [index, hashText(text.text)]),
    edits,
  };
}

/**
 * Whether the edits of a backup fit the file that `dataset`, just opened, reads: its ends are the same, and
 * so is every row that the edits touch. Throws `BackupError` where they do not.
 */
export async function checkBackup(dataset: Dataset, backup: Backup): Promise<void> {
  const { rows, fingerprint } = dataset.source;
  const { size, hash } = backup.fingerprint;
  if (rows !== backup.rows || fingerprint.size !== size || fingerprint.hash !== hash) {
    throw new BackupError('the file has changed since the edits that were kept of it');
  }
  for (const [index, expected] of backup.touched) {
    const text = await dataset.savedText(index);
    if (text === undefined || hashText(text.text) !== expected) {
      throw new BackupError(`row ${index + 1} has changed since the edits that were kept of it`);
    }
  }
}

/** Applies a backup to a dataset that has just been opened. Throws `BackupError`, then nothing has changed. */
export async function restoreBackup(dataset: Dataset, backup: Backup): Promise<void> {
  await checkBackup(dataset, backup);
  const edit: Edit = { kind: 'group', edits: backup.edits };
  await dataset.prepare(edit);
  try {
    dataset.apply(edit);
  } catch (error) {
    if (error instanceof EditError)
      throw new BackupError(`the edits that were kept do not fit: ${error.message}`);
    throw error;
  }
}
