import * as vscode from 'vscode';

/** Asks for a dump of rollouts, a file or a folder; undefined where the person gives up. */
export async function chooseDump(title: string): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title,
    canSelectFolders: true,
    filters: { Rollouts: ['jsonl', 'parquet', 'log', 'txt'] },
  });
  return chosen?.[0];
}
