import path from 'node:path';
import * as vscode from 'vscode';
import { knownAs } from '../../core/functions/knownAs.ts';
import { readSelection, type Selection } from '../../core/rewards/selection.ts';
import type { RunTarget } from '../../protocol/runner.ts';
import { viewSettings } from '../settings.ts';
import type { Catalogue, FunctionFile } from './catalogue.ts';
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
    return node.name === 'Scored' ? this.scored(await this.catalogue.list()) : this.found();
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'group') {
      return new vscode.TreeItem(node.name, vscode.TreeItemCollapsibleState.Expanded);
    }
    const item = new vscode.TreeItem(node.name);
    const last = node.kind === 'own' ? this.results.of(node.target) : this.results.ofBuiltIn(node.name);
    const kind = node.kind === 'own' ? (node.target.contract ?? '') : 'built-in';
    const weight = node.weight === undefined ? '' : `×${node.weight}`;
    const time = last?.median === undefined ? '' : shownTime(last.median);
    const value = last === undefined ? '' : shownResult(last);
    item.description = [weight, kind, value, time].filter((part) => part !== '').join(' · ');
    item.iconPath = new vscode.ThemeIcon(node.kind === 'own' ? 'symbol-function' : 'star-full');
    const place = node.kind === 'own' ? node.target.file : 'One of the rewards that come with VQA-Verify';
    const failed = last?.error === undefined ? [] : [`${last.error.type}: ${last.error.message}`];
    item.tooltip = [place, ...failed].join('\n');
    if (last?.error !== undefined) {
      item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    }
    if (node.kind === 'own') {
      item.contextValue = 'vqaVerify.function';
      const file = vscode.Uri.file(node.target.file);
      item.command = { title: 'Open', command: 'vscode.open', arguments: [file] };
    }
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

  private scored(files: readonly FunctionFile[]): Node[] {
    const { rewards, own } = this.selection();
    const resource = this.resource();
    return [
      ...rewards.map(({ name, weight }): Node => ({ kind: 'builtIn', name, weight })),
      ...(resource === undefined ? [] : own).flatMap((each): Node[] =>
        resource === undefined
          ? []
          : [
              {
                kind: 'own',
                name: each.name,
                weight: each.weight,
                target: recognised(targetOf(each, resource), files),
              },
            ],
      ),
    ];
  }

  private async found(): Promise<Node[]> {
    const resource = this.resource();
    const { own } = this.selection();
    const files = await this.catalogue.list();
    const targets = resource === undefined ? [] : own.map((each) => targetOf(each, resource));
    const scored = new Set(targets.map((target) => keyOf(recognised(target, files))));
    return files.flatMap(({ uri, functions }) =>
      functions.flatMap(({ symbol, contract }): Node[] => {
        const target = { file: uri.fsPath, symbol, contract };
        if (scored.has(keyOf(target))) return [];
        return [{ kind: 'own', name: `${path.basename(uri.fsPath)}:${symbol}`, target }];
      }),
    );
  }
}

/** A function of the setting with what its source says of it, where the setting says less. */
function recognised(target: RunTarget, files: readonly FunctionFile[]): RunTarget {
  const functions = files.find(({ uri }) => uri.fsPath === target.file)?.functions ?? [];
  const found = knownAs(functions, target.symbol);
  return found === undefined ? target : { contract: found.contract, ...target, symbol: found.symbol };
}

const shownTime = (milliseconds: number): string =>
  milliseconds < 0.05 ? '<0.1 ms' : `${milliseconds.toFixed(1)} ms`;
