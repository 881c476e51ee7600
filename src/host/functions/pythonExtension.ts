import * as vscode from 'vscode';

/** As much of the Python extension's API as is used (ms-python.python, `PythonExtension`). */
interface PythonApi {
  readonly environments: {
    readonly onDidChangeActiveEnvironmentPath?: vscode.Event<unknown>;
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(
      environment: unknown,
    ): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

/** Which Python a person has chosen in the Python extension, where that is installed. */
export class PythonExtension implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  /** Another one was chosen; told once `chosen` was asked. */
  readonly onDidChange = this.changed.event;
  private watch: vscode.Disposable | undefined;

  /** A path, or a name on PATH; undefined without the extension. */
  async chosen(resource: vscode.Uri): Promise<string | undefined> {
    const extension = vscode.extensions.getExtension<PythonApi>('ms-python.python');
    if (extension === undefined) return undefined;
    const { environments } = extension.isActive ? extension.exports : await extension.activate();
    this.watch ??= environments.onDidChangeActiveEnvironmentPath?.(() => {
      this.changed.fire(undefined);
    });
    const active = environments.getActiveEnvironmentPath(resource);
    const resolved = await environments.resolveEnvironment(active);
    return resolved?.executable.uri?.fsPath ?? active.path;
  }

  dispose(): void {
    this.watch?.dispose();
    this.changed.dispose();
  }
}
