import path from 'node:path';
import * as vscode from 'vscode';

/** As much of the API of VS Code's own Git extension as is used here. */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): {
    toGitUri(uri: vscode.Uri, ref: string): vscode.Uri;
    getRepository(uri: vscode.Uri): { readonly rootUri: vscode.Uri } | null;
    openRepository(root: vscode.Uri): Promise<{ readonly rootUri: vscode.Uri } | null>;
  };
}

/** Shows what a saved dataset changes against its last commit, as text: a line a sample. */
export async function compareWithHead(uri: vscode.Uri): Promise<void> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  const git = await extension?.activate();
  if (git?.enabled !== true) throw new Error('VS Code’s Git extension is switched off.');
  const api = git.getAPI(1);
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
