import * as vscode from 'vscode';

/** As much of the API of VS Code's own Git extension as is used here. */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

export interface GitApi {
  /** The program that VS Code found. */
  readonly git: { readonly path: string };
  toGitUri(uri: vscode.Uri, ref: string): vscode.Uri;
  getRepository(uri: vscode.Uri): { readonly rootUri: vscode.Uri } | null;
  openRepository(root: vscode.Uri): Promise<{ readonly rootUri: vscode.Uri } | null>;
}

/** Undefined where VS Code's Git extension is switched off. */
export async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  const git = await extension?.activate();
  return git?.enabled === true ? git.getAPI(1) : undefined;
}
