import path from 'node:path';
import * as vscode from 'vscode';
import { readSelection, type Selection } from '../../core/rewards/selection.ts';
import type { RunTarget } from '../../protocol/runner.ts';
import { viewSettings } from '../settings.ts';
import type { Catalogue } from './catalogue.ts';
import type { Results } from './results.ts';
import { UNTRUSTED } from './runners.ts';
import { shownResult } from './shown.ts';
import { keyOf, targetOf } from './target.ts';

const FUNCTIONS_VIEW = 'vqaVerify.functions';

type Node =
  | { readonly kind: 'group'; readonly name: 'Scored' | 'In this workspace' }
  | { readonly kind: 'builtIn'; readonly name: string; readonly weight: number }
  | { readonly kind: 'own'; readonly name: string; readonly weight?: number; readonly target: RunTarget };

/** The rewards that are scored, built-in and the user's own, and the functions that could be. */
export class FunctionsTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly subscriptions: vscode.Disposable;
  private readonly view: vscode.TreeView<Node>;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly results: Results,
    /** What the settings are read for. */
    private readonly resource: () => vscode.Uri | undefined,
  ) {
    this.view = vscode.window.createTreeView(FUNCTIONS_VIEW, { treeDataProvider: this });
    const refresh = (): void => {
      this.view.message = vscode.workspace.isTrusted ? '' : UNTRUSTED;
      this.changed.fire(undefined);
    };
    refresh();
    this.subscriptions = vscode.Disposable.from(
      this.view,
      vscode.workspace.onDidGrantWorkspaceTrust(refresh),
      catalogue.onDidChange(refresh),
      results.onDidChange(refresh),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('vqaVerify.rewards')) refresh();
      }),
    );
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) {
      const found = await this.found();
      return [
        { kind: 'group', name: 'Scored' },
        ...(found.length > 0 ? [{ kind: 'group', name: 'In this workspace' } as const] : []),
      ];
    }
    if (node.kind !== 'group') return [];
    return node.name === 'Scored' ? this.scored() : this.found();
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'group') {
      return new vscode.TreeItem(node.name, vscode.TreeItemCollapsibleState.Expanded);
    }
    const item = new vscode.TreeItem(node.name);
    const weight = node.weight === undefined || node.weight === 1 ? '' : `×${node.weight} `;
    item.iconPath = new vscode.ThemeIcon(node.kind === 'own' ? 'symbol-function' : 'star-full');
    if (node.kind === 'builtIn') {
      item.description = `${weight}built-in`;
      return item;
    }
    const { file, contract } = node.target;
    const last = this.results.of(node.target);
    const time = last?.median === undefined ? '' : ` · ${last.median.toFixed(1)} ms`;
    const value = last === undefined ? '' : ` ${shownResult(last)}${time}`;
    item.description = `${weight}${contract ?? ''}${value}`;
    item.tooltip = last?.error === undefined ? file : `${file}\n${last.error.type}: ${last.error.message}`;
    item.contextValue = 'vqaVerify.function';
    if (last?.error !== undefined) item.iconPath = new vscode.ThemeIcon('error');
    item.command = { title: 'Open', command: 'vscode.open', arguments: [vscode.Uri.file(file)] };
    return item;
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.changed.dispose();
  }

  private selection(): Selection {
    const resource = this.resource();
    return readSelection(resource === undefined ? undefined : viewSettings(resource).rewards);
  }

  private scored(): Node[] {
    const { rewards, own } = this.selection();
    const resource = this.resource();
    return [
      ...rewards.map(({ name, weight }): Node => ({ kind: 'builtIn', name, weight })),
      ...(resource === undefined ? [] : own).flatMap((each): Node[] =>
        resource === undefined
          ? []
          : [{ kind: 'own', name: each.name, weight: each.weight, target: targetOf(each, resource) }],
      ),
    ];
  }

  private async found(): Promise<Node[]> {
    const resource = this.resource();
    const { own } = this.selection();
    const scored = new Set(resource === undefined ? [] : own.map((each) => keyOf(targetOf(each, resource))));
    return (await this.catalogue.list()).flatMap(({ uri, functions }) =>
      functions.flatMap(({ symbol, contract }): Node[] => {
        const target = { file: uri.fsPath, symbol, contract };
        if (scored.has(keyOf(target))) return [];
        return [{ kind: 'own', name: `${path.basename(uri.fsPath)}:${symbol}`, target }];
      }),
    );
  }
}
