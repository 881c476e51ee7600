import * as vscode from 'vscode';
import { settingProblems, type SettingProblem } from '../core/rewards/settingProblems.ts';
import { DIAGNOSTIC_SOURCE } from './dataset/viewType.ts';

/** Settings of folders, and the files of workspaces; the person's own settings only while they are open. */
const FILES = '**/{.vscode/settings.json,*.code-workspace}';

/** Underlines what is wrong with the `rewards` setting where it is written, and offers the name that was meant. */
export class SettingDiagnostics implements vscode.Disposable, vscode.CodeActionProvider {
  private readonly collection = vscode.languages.createDiagnosticCollection('vqaVerify.settings');
  private readonly watched: vscode.Disposable;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher(FILES);
    const check = (uri: vscode.Uri): void => void this.check(uri);
    this.watched = vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(check),
      watcher.onDidChange(check),
      watcher.onDidDelete((uri) => {
        this.collection.delete(uri);
      }),
      vscode.workspace.onDidOpenTextDocument(({ uri }) => {
        check(uri);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        check(document.uri);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        // A file that was closed with changes has other contents again.
        if (uri.scheme === 'file') check(uri);
        else this.collection.delete(uri);
      }),
      vscode.languages.registerCodeActionsProvider([{ language: 'jsonc' }, { language: 'json' }], this, {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
    );
    for (const { uri } of vscode.workspace.textDocuments) check(uri);
    void vscode.workspace.findFiles(FILES).then((uris) => {
      uris.forEach(check);
    });
  }

  private async check(uri: vscode.Uri): Promise<void> {
    if (settingsPath(uri) === undefined) return;
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    const text = document?.getText() ?? (await readText(uri));
    this.collection.set(
      uri,
      problemsIn(uri, text).map(({ range, message }) => {
        const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
        diagnostic.source = DIAGNOSTIC_SOURCE;
        return diagnostic;
      }),
    );
  }

  provideCodeActions(
    document: vscode.TextDocument,
    asked: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const { uri } = document;
    return problemsIn(uri, document.getText()).flatMap(({ range, nearest }) => {
      if (nearest === undefined || range.intersection(asked) === undefined) return [];
      const action = new vscode.CodeAction(`Change to ${nearest}`, vscode.CodeActionKind.QuickFix);
      action.edit = new vscode.WorkspaceEdit();
      action.edit.replace(uri, range, JSON.stringify(nearest));
      action.diagnostics = diagnostics.filter((diagnostic) => diagnostic.range.isEqual(range));
      action.isPreferred = true;
      return action;
    });
  }

  dispose(): void {
    this.watched.dispose();
    this.collection.dispose();
  }
}

/** Where a file keeps settings; undefined for any other file. */
function settingsPath(uri: vscode.Uri): readonly string[] | undefined {
  if (uri.path.endsWith('.code-workspace')) return ['settings'];
  return uri.path.endsWith('/settings.json') ? [] : undefined;
}

interface RangedProblem extends SettingProblem {
  readonly range: vscode.Range;
}

function problemsIn(uri: vscode.Uri, text: string): readonly RangedProblem[] {
  const under = settingsPath(uri);
  if (under === undefined) return [];
  return settingProblems(text, under).map((problem) => {
    const { offset, length } = problem;
    return {
      ...problem,
      range: new vscode.Range(positionAt(text, offset), positionAt(text, offset + length)),
    };
  });
}

/** Empty where the file is gone meanwhile. */
async function readText(uri: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return '';
    throw error;
  }
}

function positionAt(text: string, offset: number): vscode.Position {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return new vscode.Position(lines.length - 1, lines.at(-1)?.length ?? 0);
}
