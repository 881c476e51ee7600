import * as vscode from 'vscode';
import type { EditorCommand } from '../../protocol/commands.ts';
import type { ViewState } from '../../protocol/dataset.ts';
import type { StatusBar } from '../statusBar.ts';
import type { DatasetPanel } from './panel.ts';

/** The open dataset editors: which one is active decides the status bar, the context keys and the commands. */
export class Editors implements vscode.Disposable {
  private readonly panels = new Set<DatasetPanel>();
  private readonly context = new Map<string, unknown>();

  private last: DatasetPanel | undefined;
  /** When one of them was active last, by performance.now(). */
  usedAt = -Infinity;

  constructor(private readonly statusBar: StatusBar) {}

  add(panel: DatasetPanel): void {
    this.panels.add(panel);
    panel.page.onDidChangeState(() => {
      this.update();
    });
    panel.page.onDidDispose(() => {
      this.panels.delete(panel);
      if (this.last === panel) this.last = undefined;
      this.update();
    });
    this.update();
  }

  get active(): DatasetPanel | undefined {
    return [...this.panels].find((panel) => panel.page.active);
  }

  /** The active editor, else the one that was active last, else any. */
  get recent(): DatasetPanel | undefined {
    return this.active ?? this.last ?? [...this.panels][0];
  }

  all(): readonly DatasetPanel[] {
    return [...this.panels];
  }

  command(name: EditorCommand): void {
    this.active?.command(name);
  }

  dispose(): void {
    for (const panel of this.panels) panel.page.dispose();
    this.update();
  }

  private update(): void {
    const panel = this.active;
    if (panel !== undefined) {
      this.last = panel;
      this.usedAt = performance.now();
    }
    this.statusBar.show(panel?.shown);
    const state: ViewState | undefined = panel?.state;
    this.setContext('vqaVerify.canvasFocus', state?.canvasFocus === true);
    this.setContext('vqaVerify.imageFocus', state?.canvasFocus === true && state.imageFocus === true);
    this.setContext('vqaVerify.mode', state?.mode);
  }

  private setContext(name: string, value: unknown): void {
    if (this.context.get(name) === value) return;
    this.context.set(name, value);
    void vscode.commands.executeCommand('setContext', name, value);
  }
}
