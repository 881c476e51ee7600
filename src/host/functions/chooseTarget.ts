import * as vscode from 'vscode';
import type { RunTarget } from '../../protocol/runner.ts';
import type { Catalogue } from './catalogue.ts';
import { UNTRUSTED } from './runners.ts';
import { readTargetArgument } from './target.ts';

/** The function that a command was called with, else the one that a person picks. @throws Error where nothing may run */
export async function chooseTarget(catalogue: Catalogue, argument: unknown): Promise<RunTarget | undefined> {
  if (!vscode.workspace.isTrusted) throw new Error(UNTRUSTED);
  const given = argument instanceof Object && 'target' in argument ? argument.target : argument;
  return readTargetArgument(given) ?? pick(catalogue);
}

async function pick(catalogue: Catalogue): Promise<RunTarget | undefined> {
  const files = await catalogue.list();
  const items = files.flatMap(({ uri, functions }) =>
    functions.map(({ symbol, contract }) => ({
      label: symbol,
      description: `${vscode.workspace.asRelativePath(uri)} · ${contract}`,
      target: { file: uri.fsPath, symbol, contract },
    })),
  );
  if (items.length === 0) throw new Error('No reward function was recognised in this workspace.');
  return (await vscode.window.showQuickPick(items, { title: 'Reward Function', matchOnDescription: true }))
    ?.target;
}
