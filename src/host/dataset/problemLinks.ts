import * as vscode from 'vscode';
import type { RowTarget } from '../../protocol/dataset.ts';
import { DIAGNOSTIC_SOURCE } from './viewType.ts';

/**
 * From a diagnostic to its sample. VS Code tells a custom editor no position when a row of its Problems view is
 * clicked; the link on the rule's name does, and so does the quick fix where the file is open as text too. The
 * underscore keeps the command, which means nothing by itself, from the list of commands.
 */
const SHOW_PROBLEM = '_vqaVerify.showProblem';

export interface ProblemTarget extends RowTarget {
  /** Of the dataset. */
  readonly uri: string;
}

export function problemLink(target: ProblemTarget): vscode.Uri {
  return vscode.Uri.parse(`command:${SHOW_PROBLEM}?${JSON.stringify([encoded(target)])}`);
}

/** Registers the command of the links and the quick fix. */
export function registerProblemLinks(show: (target: ProblemTarget) => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand(SHOW_PROBLEM, (target: string) => {
      show(JSON.parse(Buffer.from(target, 'base64url').toString()) as ProblemTarget);
    }),
    vscode.languages.registerCodeActionsProvider(
      [{ pattern: '**/*.jsonl' }, { pattern: '**/*.json' }],
      { provideCodeActions: (_document, _range, { diagnostics }) => diagnostics.flatMap(quickFix) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );
}

/** Letters and digits only: the Problems view and the text editor decode a link a different number of times. */
function encoded(target: ProblemTarget): string {
  return Buffer.from(JSON.stringify(target)).toString('base64url');
}

function quickFix(diagnostic: vscode.Diagnostic): vscode.CodeAction[] {
  const { source, code } = diagnostic;
  if (source !== DIAGNOSTIC_SOURCE || typeof code !== 'object') return [];
  const title = 'Show in the Dataset Editor';
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.command = { title, command: SHOW_PROBLEM, arguments: JSON.parse(code.target.query) as unknown[] };
  return [action];
}
