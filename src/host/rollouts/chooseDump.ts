import * as vscode from 'vscode';

/**
 * Asks for a dump of rollouts; undefined where the person gives up. A dialog of Windows or Linux shows files or folders
 * and not both, so that it has to be said which.
 */
export async function chooseDump(title: string): Promise<vscode.Uri | undefined> {
  const kinds = [
    { label: 'A File…', folder: false },
    { label: 'A Folder…', folder: true },
  ];
  const kind = await vscode.window.showQuickPick(kinds, { title });
  return kind && chooseDumpOf(title, kind.folder);
}

/** Asks for a file, or a folder. */
export async function chooseDumpOf(title: string, folder: boolean): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title,
    canSelectFiles: !folder,
    canSelectFolders: folder,
    ...(!folder && { filters: { Rollouts: ['jsonl', 'parquet', 'log', 'txt'] } }),
  });
  return chosen?.[0];
}
