import * as vscode from 'vscode';
import type { Mode } from '../protocol/dataset.ts';

export interface Shown {
  readonly mode: Mode;
  /** 0-based place of the selected sample in the file. */
  readonly position?: number;
  readonly count: number;
}

const MODES: Readonly<Record<Mode, { text: string; tooltip: string }>> = {
  annotate: {
    text: '$(edit) Annotate',
    tooltip:
      'VQA-Verify edits ground truth without sight of predictions and rewards. Select to debug rewards.',
  },
  debug: {
    text: '$(debug-alt) Debug',
    tooltip: 'VQA-Verify shows completions and their rewards. Select to annotate without sight of them.',
  },
};

/** The mode of the active dataset editor and where in the file it is; hidden while no such editor is active. */
export class StatusBar implements vscode.Disposable {
  private readonly mode = vscode.window.createStatusBarItem(
    'vqaVerify.mode',
    vscode.StatusBarAlignment.Right,
    101,
  );
  private readonly sample = vscode.window.createStatusBarItem(
    'vqaVerify.sample',
    vscode.StatusBarAlignment.Right,
    100,
  );

  constructor() {
    this.mode.name = 'VQA-Verify Mode';
    this.mode.command = 'vqaVerify.toggleMode';
    this.sample.name = 'VQA-Verify Sample';
  }

  show(shown: Shown | undefined): void {
    if (shown === undefined) {
      this.mode.hide();
      this.sample.hide();
      return;
    }
    const { text, tooltip } = MODES[shown.mode];
    this.mode.text = text;
    this.mode.tooltip = tooltip;
    this.mode.show();
    if (shown.position === undefined) {
      this.sample.hide();
      return;
    }
    const number = new Intl.NumberFormat('en-US');
    this.sample.text = `Sample ${number.format(shown.position + 1)} of ${number.format(shown.count)}`;
    this.sample.show();
  }

  dispose(): void {
    this.mode.dispose();
    this.sample.dispose();
  }
}
