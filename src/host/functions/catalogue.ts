import * as vscode from 'vscode';
import { discover, type FoundFunction } from '../../core/functions/discover.ts';
import { LastOnly } from '../lastOnly.ts';
import type { Log } from '../log.ts';

/** Files whose reward functions are looked for. */
const FUNCTION_FILES = '**/*.{py,js,mjs,cjs,ts,mts,cts}';
const NOT_LOOKED_INTO =
  '**/{node_modules,site-packages,dist,build,out,.git,.venv,venv,env,__pycache__,.tox,.vscode-test}/**';
const MOST_FILES = 2000;
/** In bytes: generated code, not a reward. */
const LARGEST = 1_000_000;
const PAUSE = 300;

export interface FunctionFile {
  readonly uri: vscode.Uri;
  readonly functions: readonly FoundFunction[];
}

/** The reward functions of the workspace's files as they are on disk. */
export class Catalogue implements vscode.Disposable {
  private files: Promise<readonly FunctionFile[]> | undefined;
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.changed.event;
  private readonly watcher = vscode.workspace.createFileSystemWatcher(FUNCTION_FILES);
  private readonly refresh: LastOnly;

  constructor(log: Log) {
    this.refresh = new LastOnly(
      PAUSE,
      () => {
        this.files = undefined;
        this.changed.fire(undefined);
        return Promise.resolve();
      },
      log,
    );
    for (const event of [this.watcher.onDidChange, this.watcher.onDidCreate, this.watcher.onDidDelete]) {
      event(this.refresh.trigger);
    }
  }

  /** Files that hold reward functions, by path. */
  list(): Promise<readonly FunctionFile[]> {
    this.files ??= read();
    return this.files;
  }

  dispose(): void {
    this.refresh.dispose();
    this.watcher.dispose();
    this.changed.dispose();
  }
}

async function read(): Promise<readonly FunctionFile[]> {
  const found: FunctionFile[] = [];
  for (const uri of await vscode.workspace.findFiles(FUNCTION_FILES, NOT_LOOKED_INTO, MOST_FILES)) {
    const functions = await functionsIn(uri);
    if (functions.length > 0) found.push({ uri, functions });
  }
  return found.sort((a, b) => (a.uri.path < b.uri.path ? -1 : 1));
}

async function functionsIn(uri: vscode.Uri): Promise<readonly FoundFunction[]> {
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    return bytes.length > LARGEST ? [] : discover(uri.path, new TextDecoder().decode(bytes));
  } catch {
    // It went while it was looked at.
    return [];
  }
}
