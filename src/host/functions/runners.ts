import path from 'node:path';
import * as vscode from 'vscode';
import { runtimeOf } from '../../core/functions/target.ts';
import { Runners } from '../../node/runner/runners.ts';
import { interpreterSetting } from '../settings.ts';
import { PythonExtension } from './pythonExtension.ts';

/** Seconds for one call of a function on a sample, and for loading its file, which may import a framework. */
export const LIMITS = { call: 10, load: 120 };

/** The runner processes, by workspace folder: each is the working directory of what runs in it. */
export class FunctionRunners implements vscode.Disposable {
  private readonly byFolder = new Map<string, Runners>();
  private readonly python = new PythonExtension();
  /** The Python extension's choice is another one now. */
  readonly onDidChoosePython = this.python.onDidChange;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly output: vscode.OutputChannel,
  ) {}

  /** @throws Error that says why nothing may run */
  for(file: string): Runners {
    if (!vscode.workspace.isTrusted) throw new Error(UNTRUSTED);
    const uri = vscode.Uri.file(file);
    const cwd = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? path.dirname(file);
    const known = this.byFolder.get(cwd);
    if (known !== undefined) return known;
    const runners = new Runners({
      dist: this.dist,
      cwd,
      limits: LIMITS,
      chosen: (runtime) => this.chosen(runtime, uri),
      onOutput: (text) => {
        this.output.append(text);
      },
    });
    this.byFolder.set(cwd, runners);
    return runners;
  }

  /** Where functions of a file run and by what: for a worker with processes of its own. @throws Error as `for` does */
  async place(file: string): Promise<{ readonly cwd: string; readonly interpreter: string }> {
    const { cwd, command } = await this.for(file).command(runtimeOf(file) ?? 'python');
    return { cwd, interpreter: command };
  }

  get dist(): string {
    return vscode.Uri.joinPath(this.extensionUri, 'dist').fsPath;
  }

  /** Another interpreter was chosen. */
  restart(): void {
    for (const runners of this.byFolder.values()) runners.restart();
  }

  dispose(): void {
    for (const runners of this.byFolder.values()) runners.dispose();
    this.byFolder.clear();
    this.python.dispose();
  }

  /** The setting, else what the Python extension has chosen; undefined leaves it to PATH. */
  private async chosen(runtime: 'python' | 'node', resource: vscode.Uri): Promise<string | undefined> {
    const set = interpreterSetting(runtime, resource);
    return set !== '' || runtime === 'node' ? set : this.python.chosen(resource);
  }
}

export const UNTRUSTED =
  'Reward functions are code of this workspace, which runs only after the workspace is trusted.';
