import * as vscode from 'vscode';
import type { CompareHostMethods } from '../../protocol/rollouts/compare.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { Scoring } from '../functions/scoring.ts';
import type { RolloutsDocument } from './document.ts';

/** What a comparison needs of the host: functions to call, and a place to write to. */
export function compareMethods(document: RolloutsDocument, scoring: Scoring): Handlers<CompareHostMethods> {
  return {
    functions: () => scoring.choices(),
    scoreFunction: ({ target, head }, context) =>
      scoring.score(document, target, {
        head,
        signal: context.signal,
        progress: (told) => {
          context.progress(told);
        },
      }),
    async saveComparison(query) {
      const target = await vscode.window.showSaveDialog({
        defaultUri: vscode.Uri.joinPath(document.uri, '..', 'comparison.csv'),
        filters: { 'Comma-separated values': ['csv'] },
      });
      if (target === undefined) return false;
      await document.run.call('exportComparison', { query, path: target.fsPath });
      return true;
    },
    async debugBelow({ target }) {
      await vscode.commands.executeCommand('vqaVerify.debugRowsBelow', { target, rollouts: document.uri });
      return null;
    },
  };
}
