import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { checkBackup, makeBackup, type Backup } from '../../core/backup.ts';
import { Dataset } from '../../core/dataset.ts';
import type { Analysis } from '../../node/analysis/client.ts';
import { atomicWrite } from '../../node/atomicFile.ts';
import { writeBackup } from '../../node/backup.ts';
import { diskState, type DiskState } from '../../node/diskState.ts';
import { FileChangedError, FileError } from '../../node/fileError.ts';
import { rebase } from '../../node/rebase.ts';
import type { FileRowSource } from '../../node/rowSource.ts';
import { DatasetDocument } from './document.ts';
import { index, openSource, type OpenedSource } from './openSource.ts';

/** The file of a document: opening, saving, reading anew, and the backup of what is not saved. */
export class DatasetFile {
  readonly document: DatasetDocument;

  private constructor(
    uri: vscode.Uri,
    private readonly opened: OpenedSource,
    private source: FileRowSource,
  ) {
    this.document = new DatasetDocument(uri, new Dataset(source), opened.readOnly);
  }

  static async open(
    uri: vscode.Uri,
    storage: vscode.Uri,
    token: vscode.CancellationToken,
  ): Promise<DatasetFile> {
    const opened = await openSource(uri, storage, token);
    return new DatasetFile(uri, opened, opened.source);
  }

  /** The local file that holds the rows. */
  get path(): string {
    return this.opened.path;
  }

  get dirty(): boolean {
    return this.document.dataset.isDirty;
  }

  /** The file on disk beside what the rows were read from. */
  diskState(): Promise<DiskState> {
    return diskState(this.path, this.source);
  }

  /**
   * Writes the edits into the file. Nothing is applied meanwhile, so what VS Code then takes for saved is
   * what was written. @throws FileChangedError, FileError; the edits are kept.
   */
  async save(analysis: Analysis): Promise<void> {
    const { document } = this;
    await document.queue.run(async () => {
      document.closeSession();
      if (document.readOnly !== undefined) throw new Error(document.readOnly);
      if (document.dataset.isDirty) await this.write(analysis);
      document.journal.saved();
    });
    document.didSave();
  }

  /** Writes the rows as they are to another file; this document stays what it is. */
  async saveAs(destination: vscode.Uri): Promise<void> {
    const { document } = this;
    await document.queue.run(async () => {
      document.closeSession();
      const { segments } = await document.dataset.plan();
      if (destination.scheme === 'file') {
        await atomicWrite(destination.fsPath, segments, { source: this.source });
      } else {
        const parts: Uint8Array[] = [];
        for (const part of segments) {
          if (part.kind === 'bytes') parts.push(part.bytes);
          else parts.push(await this.source.bytes(part.from, part.to - part.from));
        }
        await vscode.workspace.fs.writeFile(destination, Buffer.concat(parts));
      }
    });
  }

  /** Takes all edits back; reads the file anew where it is another one by now. */
  async revert(token: vscode.CancellationToken): Promise<void> {
    if ((await this.diskState()).kind === 'changed') await this.reload(token);
    else await this.document.queue.run(() => this.document.takeBackAll('Revert'));
  }

  async reload(token: vscode.CancellationToken): Promise<void> {
    const source = await index(this.path, token);
    await this.document.queue.run(() => this.replace(source, 'The file was read anew'));
  }

  /**
   * Reads the file anew and puts the edits on top of it.
   * @throws BackupError where rows that were edited here are others by now; nothing has changed then.
   */
  async keepEdits(token: vscode.CancellationToken): Promise<void> {
    const source = await index(this.path, token);
    await this.document.queue.run(async () => {
      const mine = onto(await makeBackup(this.document.dataset), source);
      try {
        await checkBackup(new Dataset(source), mine);
      } catch (error) {
        await source.close();
        throw error;
      }
      await this.replace(source, 'The file was read anew');
      await this.document.restore(mine.edits, 'Your edits were kept');
    });
  }

  /** Keeps the edits, not the file: fingerprints tell what they are edits of. */
  async backup(destination: vscode.Uri): Promise<vscode.CustomDocumentBackup> {
    const { document } = this;
    await mkdir(path.dirname(destination.fsPath), { recursive: true });
    await document.queue.run(async () => {
      await writeBackup(destination.fsPath, await makeBackup(document.dataset));
    });
    return {
      id: destination.fsPath,
      delete: () => {
        void rm(destination.fsPath, { force: true });
      },
    };
  }

  /**
   * Puts the edits of a backup on top of the file.
   * @throws BackupError where the file, or, with `anyFile`, a row that was edited, is another one by now.
   */
  async restore(backup: Backup, anyFile = false): Promise<void> {
    const { document } = this;
    await document.queue.run(async () => {
      await checkBackup(document.dataset, anyFile ? onto(backup, this.source) : backup);
      await document.restore(backup.edits, 'Edits of the last session were restored');
    });
  }

  dispose(): void {
    void this.opened.dispose();
  }

  private async write(analysis: Analysis): Promise<void> {
    const { dataset } = this.document;
    const disk = await this.diskState();
    if (disk.kind === 'changed') throw new FileChangedError(this.path);
    if (disk.kind === 'same') await refuseReadOnly(this.path);
    const plan = await dataset.plan();
    // The worker follows as well as it can; a save must not depend on it.
    await analysis.saving().catch(() => undefined);
    const { source: old } = this;
    await atomicWrite(this.path, plan.segments, {
      source: old,
      ...(disk.kind === 'same' && { expected: disk.fingerprint }),
    });
    const source = await index(this.path, new vscode.CancellationTokenSource().token);
    const previous = await rebase(dataset, plan, source);
    this.source = source;
    await previous.close();
    await analysis.saved(this.path).catch(() => undefined);
  }

  private async replace(source: FileRowSource, why: string): Promise<void> {
    this.source = source;
    const before = this.document.replace(new Dataset(source), why);
    await before.source.close();
  }
}

/** A rename would replace a write-protected file, and the superuser may write it anyway: respect the wish. */
async function refuseReadOnly(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o222) === 0) {
    throw new FileError(
      `cannot save ${file}: it is read-only. Your edits are kept; Save As writes them elsewhere`,
      'EACCES',
      file,
    );
  }
}

/** The same edits as edits of another state of the file. */
function onto(backup: Backup, { fingerprint }: FileRowSource): Backup {
  return { ...backup, fingerprint };
}
