import * as vscode from 'vscode';
import { discover } from '../../core/functions/discover.ts';
import { shownResult } from './shown.ts';
import type { Results } from './results.ts';

export const FUNCTION_LANGUAGES: vscode.DocumentSelector = [
  { language: 'python' },
  { language: 'javascript' },
  { language: 'typescript' },
];

/** What can be done with a reward function, above its definition, and what it gave last. */
export class FunctionLenses implements vscode.CodeLensProvider {
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(private readonly results: Results) {
    this.onDidChangeCodeLenses = results.onDidChange as vscode.Event<unknown> as vscode.Event<void>;
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (document.uri.scheme !== 'file') return [];
    const file = document.uri.fsPath;
    return discover(file, document.getText()).flatMap(({ symbol, contract, line }) => {
      const range = new vscode.Range(line - 1, 0, line - 1, 0);
      const target = { file, symbol, contract };
      const lens = (title: string, command: string): vscode.CodeLens =>
        new vscode.CodeLens(range, { title, command: `vqaVerify.${command}`, arguments: [target] });
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
}
