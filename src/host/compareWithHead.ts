import path from 'node:path';
import * as vscode from 'vscode';
import { gitApi } from './git.ts';

/** Shows what a saved dataset changes against its last commit, as text: a line a sample. */
export async function compareWithHead(uri: vscode.Uri): Promise<void> {
  const api = await gitApi();
  if (api === undefined) throw new Error('VS Code’s Git extension is switched off.');
  const name = path.basename(uri.path);
  const repository = api.getRepository(uri) ?? (await api.openRepository(vscode.Uri.joinPath(uri, '..')));
  if (repository === null) throw new Error(`${name} is in no Git repository.`);
  await vscode.commands.executeCommand(
    'vscode.diff',
    api.toGitUri(uri, 'HEAD'),
    uri,
    `${name} (HEAD ↔ file)`,
  );
}
