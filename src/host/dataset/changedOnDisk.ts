import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { BackupError, type Backup } from '../../core/backup.ts';
import { readBackup } from '../../node/backup.ts';
import { FileChangedError, FileError } from '../../node/fileError.ts';
import { messageOf } from '../log.ts';
import type { OpenDataset } from './openDataset.ts';
import { DATASET_VIEW } from './viewType.ts';

const RELOAD = 'Reload and Lose My Edits';
const KEEP = 'Keep My Edits';
const COMPARE = 'Compare';

/** Called when the file may have changed: reads it anew where nothing is lost by that, else asks. */
export async function followDisk(open: OpenDataset): Promise<void> {
  const { document, file } = open;
  if ((await file.diskState()).kind !== 'changed') return;
  if (!file.dirty) {
    await file.reload(neverCancelled());
    return;
  }
  const name = path.basename(file.path);
  const answer = await vscode.window.showWarningMessage(
    `${name} was changed on disk, and you have edits that are not saved.`,
    KEEP,
    COMPARE,
    RELOAD,
  );
  if (answer === COMPARE) await compareWithDisk(open);
  else if (answer === KEEP) await keepEdits(open);
  else if (answer === RELOAD) await revertInEditor(document.uri);
}

/**
 * Asked before a save: a changed file is never overwritten in silence.
 * @throws FileChangedError where the person does not decide to put the edits on top of the new content.
 */
export async function settleBeforeSave(open: OpenDataset): Promise<void> {
  const { file } = open;
  if ((await file.diskState()).kind !== 'changed') return;
  const name = path.basename(file.path);
  const answer = await ask(
    `${name} was changed on disk since it was opened. Save your edits on top of what it holds now?`,
    KEEP,
    COMPARE,
  );
  if (answer === KEEP) {
    await file.keepEdits(neverCancelled());
    return;
  }
  if (answer === COMPARE) await compareWithDisk(open);
  throw new FileChangedError(file.path);
}

/**
 * Opens with the edits of an earlier session; asks where the file is another one by now. A backup that is of no
 * use keeps nobody from the file itself: what it holds is put aside, for VS Code will replace it.
 */
export async function restoreEdits({ file }: OpenDataset, backupId: string): Promise<void> {
  const name = path.basename(file.path);
  let backup: Backup;
  try {
    backup = await readBackup(backupId);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const kept = error.code === 'ENOENT' ? '' : ` What is left of it is in ${await putAside(backupId)}.`;
    say(
      `${name} is shown as it is on disk, for there is no backup of unsaved edits to go on from: ${error.message}.${kept}`,
    );
    return;
  }
  try {
    await file.restore(backup);
    return;
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
  }
  const answer = await ask(
    `${name} was changed on disk since your unsaved edits of it were backed up.`,
    KEEP,
    RELOAD,
  );
  if (answer === RELOAD) return;
  try {
    await file.restore(backup, true);
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    const kept = await putAside(backupId);
    say(`Your unsaved edits do not fit ${name} any more: ${error.message}. They are in ${kept}.`);
  }
}

async function putAside(backupId: string): Promise<string> {
  const kept = `${backupId}.kept.json`;
  await copyFile(backupId, kept);
  return kept;
}

/** A message that nothing waits for. */
function say(message: string): void {
  vscode.window.showErrorMessage(message).then(undefined, () => undefined);
}

/** Shows the file as it is on disk beside the rows as they are here. */
async function compareWithDisk(open: OpenDataset): Promise<void> {
  const { uri } = open.document;
  const folder = await mkdtemp(path.join(tmpdir(), 'vqa-verify-compare-'));
  // Plain text on both sides: two dataset editors would not show where they differ.
  const mine = vscode.Uri.file(path.join(folder, `${path.basename(uri.path)}.txt`));
  await open.file.saveAs(mine);
  await vscode.commands.executeCommand(
    'vscode.diff',
    uri,
    mine,
    `${path.basename(open.file.path)}: on disk ↔ with your edits`,
  );
}

async function keepEdits(open: OpenDataset): Promise<void> {
  try {
    await open.file.keepEdits(neverCancelled());
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    await vscode.window.showErrorMessage(messageOf(error));
  }
}

/** Has VS Code revert the document, so that it knows that nothing is unsaved. */
async function revertInEditor(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, DATASET_VIEW);
  await vscode.commands.executeCommand('workbench.action.files.revert');
}

/** A modal question. Where dialogs cannot be shown, nobody has answered. */
async function ask(message: string, ...answers: string[]): Promise<string | undefined> {
  try {
    return await vscode.window.showWarningMessage(message, { modal: true }, ...answers);
  } catch {
    return undefined;
  }
}

function neverCancelled(): vscode.CancellationToken {
  return new vscode.CancellationTokenSource().token;
}
