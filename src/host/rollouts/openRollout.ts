import path from 'node:path';
import * as vscode from 'vscode';
import type { RolloutTarget } from '../../protocol/rollouts/find.ts';
import type { RolloutsPanel } from './panel.ts';
import { ROLLOUTS_VIEW } from './viewType.ts';

/**
 * Shows a rollout in an editor of its dump: the active one, else one that is seen, else one that is open, else a new
 * one in `column`.
 */
export async function openRollout(
  panels: ReadonlySet<RolloutsPanel>,
  dump: vscode.Uri,
  target: RolloutTarget,
  column: vscode.ViewColumn = vscode.ViewColumn.Active,
): Promise<void> {
  const panelOf = (): RolloutsPanel | undefined => {
    const own = [...panels].filter(({ document }) => document.uri.toString() === dump.toString());
    return own.find(({ page }) => page.active) ?? own.find(({ page }) => page.visible) ?? own[0];
  };
  if (panelOf() === undefined)
    await vscode.commands.executeCommand('vscode.openWith', dump, ROLLOUTS_VIEW, column);
  const panel = panelOf();
  if (panel === undefined || (await panel.reveal(target))) return;
  const place = `${path.basename(target.source)}, line ${target.line}`;
  void vscode.window.showWarningMessage(
    `${path.basename(dump.fsPath)} holds no rollout any more where this one was read: ${place}.`,
  );
}
