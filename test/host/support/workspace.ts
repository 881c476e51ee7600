import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';

/** The folder that VS Code was opened on; the runner makes it afresh for each run. */
export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('No folder is open');
  return folder.uri;
}

/** Files of one test, in a folder of the workspace that goes with {@link TestFiles.dispose}. */
export class TestFiles {
  readonly folder: vscode.Uri;

  private constructor(folder: vscode.Uri) {
    this.folder = folder;
  }

  static async create(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<TestFiles> {
    const folder = await mkdtemp(path.join(workspaceFolder().fsPath, 'case-'));
    const made = new TestFiles(vscode.Uri.file(folder));
    for (const [name, content] of Object.entries(files)) await made.write(name, content);
    return made;
  }

  uri(name: string): vscode.Uri {
    return vscode.Uri.joinPath(this.folder, name);
  }

  async write(name: string, content: string | Uint8Array): Promise<vscode.Uri> {
    const file = this.uri(name).fsPath;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    return this.uri(name);
  }

  bytes(name: string): Promise<Buffer> {
    return readFile(this.uri(name).fsPath);
  }

  /** Closes every editor without saving, and deletes the folder. */
  async dispose(): Promise<void> {
    while (vscode.window.tabGroups.all.some((group) => group.tabs.length > 0)) {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
    await rm(this.folder.fsPath, { recursive: true, force: true, maxRetries: 3 });
  }
}
