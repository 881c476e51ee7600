import type * as vscode from 'vscode';
import type { RunClient } from '../../node/rollouts/client.ts';
import { LastOnly } from '../lastOnly.ts';
import type { Log } from '../log.ts';
import type { OpenDatasets } from './openDatasets.ts';

/** Milliseconds without an edit before rollouts are scored again. */
const PAUSE = 120;

/** Has the rollouts of a dump scored against a dataset as it is edited in its editor. */
export class FollowUnsaved implements vscode.Disposable {
  private readonly telling: LastOnly;
  private readonly subscription: vscode.Disposable;
  private told = { revision: 0, rows: 0 };

  constructor(
    private readonly datasets: OpenDatasets,
    private readonly run: RunClient,
    private readonly dataset: () => vscode.Uri | undefined,
    log: Log,
  ) {
    this.telling = new LastOnly(PAUSE, () => this.tell(), log);
    this.subscription = datasets.onDidChange(({ dataset: edited, saved }) => {
      if (edited.toString() !== this.dataset()?.toString()) return;
      if (saved) this.told = { ...this.told, revision: 0 };
      this.telling.trigger();
    });
  }

  /** The run was opened, or reads another dataset: it knows of no edits. */
  begin(): void {
    this.told = { revision: 0, rows: 0 };
    this.telling.trigger();
  }

  dispose(): void {
    this.subscription.dispose();
    this.telling.dispose();
  }

  private async tell(): Promise<void> {
    const dataset = this.dataset();
    if (dataset === undefined) return;
    const { rows, changed, revision } = await this.datasets.unsaved(dataset, this.told.revision);
    if (rows.length === 0 && this.told.rows === 0) return;
    this.told = { revision, rows: rows.length };
    await this.run.call('unsaved', { rows, changed });
  }
}
