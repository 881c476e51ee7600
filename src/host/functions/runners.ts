import path from 'node:path';
import * as vscode from 'vscode';
import { runtimeOf } from '../../core/functions/target.ts';
import { Runners } from '../../node/runner/runners.ts';
import { interpreterSetting } from '../settings.ts';

/** Seconds for one call of a function on a sample, and for loading its file, which may import a framework. */
export const LIMITS = { call: 10, load: 120 };

/** As much of the Python extension's API as is used. */
interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(
      environment: unknown,
    ): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

/** The runner processes, by workspace folder: each is the working directory of what runs in it. */
export class FunctionRunners implements vscode.Disposable {
  private readonly byFolder = new Map<string, Runners>();

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
      chosen: (runtime) => chosenInterpreter(runtime, uri),
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
  }
}

export const UNTRUSTED =
  'Reward functions are code of this workspace, which runs only after the workspace is trusted.';

/** The setting, else what the Python extension has chosen; undefined leaves it to PATH. */
async function chosenInterpreter(
  runtime: 'python' | 'node',
  resource: vscode.Uri,
): Promise<string | undefined> {
  const set = interpreterSetting(runtime, resource);
  if (set !== '' || runtime === 'node') return set;
  const extension = vscode.extensions.getExtension<PythonApi>('ms-python.python');
  if (extension === undefined) return undefined;
  const { environments } = extension.isActive ? extension.exports : await extension.activate();
  const active = environments.getActiveEnvironmentPath(resource);
  const resolved = await environments.resolveEnvironment(active);
  return resolved?.executable.uri?.fsPath ?? active.path;
}
