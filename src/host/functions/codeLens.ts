import * as vscode from 'vscode';
import { discover } from '../../core/functions/discover.ts';
import type { Results } from './results.ts';
import { UNTRUSTED } from './runners.ts';
import { shownResult } from './shown.ts';

export const FUNCTION_LANGUAGES: vscode.DocumentSelector = [
  { language: 'python' },
  { language: 'javascript' },
  { language: 'typescript' },
];

/** In the place of everything else, while nothing of the workspace may run. */
const ASK_FOR_TRUST: vscode.Command = {
  title: 'Trust this workspace to run reward functions',
  tooltip: UNTRUSTED,
  command: 'workbench.trust.manage',
};

/** What can be done with a reward function, above its definition, and what it gave last. */
export class FunctionLenses implements vscode.CodeLensProvider {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly results: Results) {
    const refresh = (): void => {
      this.changed.fire();
    };
    this.subscriptions = vscode.Disposable.from(
      results.onDidChange(refresh),
      vscode.workspace.onDidGrantWorkspaceTrust(refresh),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (document.uri.scheme !== 'file') return [];
    const file = document.uri.fsPath;
    return discover(file, document.getText()).flatMap(({ symbol, contract, line }) => {
      const range = new vscode.Range(line - 1, 0, line - 1, 0);
      const target = { file, symbol, contract };
      const lens = (title: string, command: string): vscode.CodeLens =>
        new vscode.CodeLens(range, { title, command: `vqaVerify.${command}`, arguments: [target] });
      if (!vscode.workspace.isTrusted) return [new vscode.CodeLens(range, ASK_FOR_TRUST)];
      const last = this.results.of(target);
      return [
        lens('Run on current sample', 'runReward'),
        lens('Debug on current sample', 'debugReward'),
        lens('Score rollouts', 'scoreRollouts'),
        lens('Add to rewards', 'addRewardFunction'),
        lens('Pin as case', 'pinRewardCase'),
        ...(last === undefined ? [] : [lens(shownResult(last), 'runReward')]),
      ];
    });
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.changed.dispose();
  }
}
