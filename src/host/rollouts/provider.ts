import * as vscode from 'vscode';
import type { RolloutCommand } from '../../protocol/rolloutCommands.ts';
import type { Preview } from '../dataset/images.ts';
import type { Scoring } from '../functions/scoring.ts';
import type { Log } from '../log.ts';
import { RolloutsDocument } from './document.ts';
import { DatasetChoices } from './linkedDataset.ts';
import type { RolloutPlaceInGroup, RolloutTarget } from '../../protocol/rollouts.ts';
import type { OpenDatasets } from './openDatasets.ts';
import { openRollout } from './openRollout.ts';
import { RolloutsPanel } from './panel.ts';
import { RecentRuns } from './runs.ts';
import { ROLLOUTS_VIEW } from './viewType.ts';

export interface RolloutsServices {
  readonly preview: Preview;
  readonly datasets: OpenDatasets;
  readonly scoring: Scoring;
}

/** VS Code's way to dumps of rollouts, files or folders, which are read and never written. */
export class RolloutsProvider
  implements vscode.CustomReadonlyEditorProvider<RolloutsDocument>, vscode.Disposable
{
  readonly documents = new Set<RolloutsDocument>();
  readonly panels = new Set<RolloutsPanel>();
  private readonly choices: DatasetChoices;
  private readonly recent: RecentRuns;
  private focus: boolean | undefined;
  private last: RolloutsPanel | undefined;
  /** When one of its editors was active last, by performance.now(). */
  usedAt = -Infinity;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly services: RolloutsServices,
    private readonly log: Log,
  ) {
    this.choices = new DatasetChoices(context.workspaceState, (dump) => services.datasets.naming(dump));
    this.recent = new RecentRuns(context.workspaceState);
  }

  async openCustomDocument(uri: vscode.Uri): Promise<RolloutsDocument> {
    const { extensionUri, globalStorageUri } = this.context;
    const document = await RolloutsDocument.open({
      uri,
      extensionUri,
      cacheFolder: vscode.Uri.joinPath(globalStorageUri, 'images'),
      choices: this.choices,
      datasets: this.services.datasets,
      preview: this.services.preview,
      log: this.log,
      disposed: (closed) => {
        this.documents.delete(closed);
      },
    });
    this.documents.add(document);
    return document;
  }

  resolveCustomEditor(document: RolloutsDocument, webviewPanel: vscode.WebviewPanel): void {
    const { extensionUri } = this.context;
    const { scoring, datasets } = this.services;
    const services = {
      scoring,
      openRow: (dataset: vscode.Uri, row: number) => datasets.openRow(dataset, row),
      runs: {
        recent: this.recent,
        open: () => [...this.documents].map(({ uri }) => uri.fsPath),
        openRollout: (dump: vscode.Uri, target: RolloutTarget) =>
          this.openRollout(dump, target, vscode.ViewColumn.Beside),
      },
    };
    const panel = new RolloutsPanel(document, webviewPanel, extensionUri, services, this.log);
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

  /** Shows a rollout in an editor of its dump, which is opened in `column` where it is not open yet. */
  async openRollout(dump: vscode.Uri, target: RolloutTarget, column?: vscode.ViewColumn): Promise<void> {
    await openRollout(this.panels, dump, target, column);
  }

  /** The rollouts of the editor that is in use. */
  get active(): RolloutsDocument | undefined {
    return this.activePanel?.document;
  }

  /** Those that are open already stay where they are. @throws Error where they cannot be opened */
  async open(uri: vscode.Uri): Promise<RolloutsDocument> {
    const find = (): RolloutsDocument | undefined =>
      [...this.documents].find((document) => document.uri.toString() === uri.toString());
    const open = find();
    if (open !== undefined) return open;
    await vscode.commands.executeCommand('vscode.openWith', uri, ROLLOUTS_VIEW);
    const opened = find();
    if (opened === undefined) throw new Error(`${uri.fsPath} cannot be opened as rollouts.`);
    return opened;
  }

  /** Shows a rollout wherever its dump is in sight. */
  follow(document: RolloutsDocument, place: RolloutPlaceInGroup): void {
    for (const panel of this.panels) if (panel.document === document) panel.follow(place);
  }

  /** Shows what was logged beside what a function gave. */
  compare(document: RolloutsDocument, name: string): void {
    const panels = [...this.panels].filter((panel) => panel.document === document);
    (panels.find((panel) => panel.page.visible) ?? panels[0])?.compare(name);
  }

  command(name: RolloutCommand): void {
    this.activePanel?.command(name);
  }

  dispose(): void {
    for (const document of this.documents) document.dispose();
  }

  /** The editor that was active last, else any; it may be active still. */
  get recentPanel(): RolloutsPanel | undefined {
    return this.activePanel ?? this.last ?? [...this.panels][0];
  }

  private get activePanel(): RolloutsPanel | undefined {
    return [...this.panels].find((panel) => panel.page.active);
  }

  private update(): void {
    const { activePanel } = this;
    if (activePanel !== undefined) {
      this.last = activePanel;
      this.usedAt = performance.now();
    }
    const focus = [...this.panels].some((panel) => panel.page.active && panel.focus);
    if (focus === this.focus) return;
    this.focus = focus;
    void vscode.commands.executeCommand('setContext', 'vqaVerify.rolloutsFocus', focus);
  }
}
