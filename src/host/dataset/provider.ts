import path from 'node:path';
import * as vscode from 'vscode';
import type { Mode } from '../../protocol/dataset.ts';
import { createModelClient, type ModelClient } from '../../node/modelProcess.ts';
import { LastOnly } from '../lastOnly.ts';
import type { OwnRewards } from '../functions/ownRewards.ts';
import type { Log } from '../log.ts';
import { followDisk, restoreEdits, settleBeforeSave } from './changedOnDisk.ts';
import type { DatasetDocument } from './document.ts';
import type { Editors } from './editors.ts';
import { DatasetFile } from './file.ts';
import type { Preview } from './images.ts';
import { OpenDataset } from './openDataset.ts';
import type { OpenDatasets, UnsavedRows } from '../rollouts/openDatasets.ts';
import { DatasetPanel } from './panel.ts';
import { unsavedRows } from './unsaved.ts';
import type { OpenRollout } from './methods.ts';
import type { ProblemTarget } from './problemLinks.ts';
import { DATASET_VIEW } from './viewType.ts';

const MODE_KEY = 'mode';
/** Milliseconds for a writer to finish before its file is looked at. */
const WATCH_PAUSE = 200;

/** VS Code's way to dataset documents: opening, editors, saving and backups. */
export class DatasetProvider
  implements vscode.CustomEditorProvider<DatasetDocument>, OpenDatasets, vscode.Disposable
{
  private readonly edits = new vscode.EventEmitter<vscode.CustomDocumentEditEvent<DatasetDocument>>();
  readonly onDidChangeCustomDocument = this.edits.event;
  private readonly changed = new vscode.EventEmitter<{
    readonly dataset: vscode.Uri;
    readonly saved: boolean;
  }>();
  readonly onDidChange = this.changed.event;
  private readonly datasets = new Map<DatasetDocument, OpenDataset>();
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('vqaVerify');
  private readonly model: ModelClient;
  /** Writes smaller renderings of images, in the model's process. */
  readonly preview: Preview = (params) => this.model.preview(params);

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly editors: Editors,
    private readonly log: Log,
    private readonly ownRewards: OwnRewards,
    private readonly openRollout: OpenRollout,
  ) {
    const dist = (name: string): string => vscode.Uri.joinPath(context.extensionUri, 'dist', name).fsPath;
    this.model = createModelClient({ entry: dist('model.mjs'), modelsDir: dist('models') });
  }

  /** The dataset that is open at `uri`. */
  at(uri: vscode.Uri): OpenDataset | undefined {
    return [...this.datasets.values()].find(({ document }) => document.uri.toString() === uri.toString());
  }

  /** Shows a row in an editor of its dataset: the active one, else one that is seen. */
  show({ uri, ...target }: ProblemTarget): void {
    const panels = [...(this.at(vscode.Uri.parse(uri))?.panels ?? [])];
    const panel =
      panels.find(({ page }) => page.active) ?? panels.find(({ page }) => page.visible) ?? panels[0];
    panel?.reveal(target);
  }

  /** Opens a dataset where it is not open yet, and shows the row at a place of its file. */
  async openRow(uri: vscode.Uri, row: number): Promise<void> {
    if ((this.at(uri)?.panels.size ?? 0) === 0)
      await vscode.commands.executeCommand('vscode.openWith', uri, DATASET_VIEW);
    const id = this.at(uri)?.document.dataset.idAtSaved(row);
    if (id !== undefined) this.show({ uri: uri.toString(), row: id });
  }

  naming(dump: string): string | undefined {
    return [...this.datasets.values()].find(({ rolloutFiles }) => rolloutFiles.includes(dump))?.document.uri
      .fsPath;
  }

  async unsaved(dataset: vscode.Uri, since: number): Promise<UnsavedRows> {
    const open = this.at(dataset);
    return open === undefined ? { rows: [], changed: [], revision: 0 } : unsavedRows(open.document, since);
  }

  async openCustomDocument(
    uri: vscode.Uri,
    { backupId, untitledDocumentData }: vscode.CustomDocumentOpenContext,
    token: vscode.CancellationToken,
  ): Promise<DatasetDocument> {
    if (untitledDocumentData !== undefined) throw new Error('A dataset is opened from a file.');
    const file = await DatasetFile.open(uri, this.context.globalStorageUri, token);
    const open = new OpenDataset({
      document: file.document,
      file,
      extensionUri: this.context.extensionUri,
      cacheFolder: vscode.Uri.joinPath(this.context.globalStorageUri, 'images'),
      diagnostics: this.diagnostics,
      preview: this.preview,
      log: this.log,
    });
    const { document } = open;
    this.datasets.set(document, open);
    const { uri: dataset } = document;
    document.onDidChange(({ edit }) => {
      this.changed.fire({ dataset, saved: edit === undefined });
    });
    document.onDidSave(() => {
      this.changed.fire({ dataset, saved: true });
    });
    document.onDidEdit((edit) => {
      this.edits.fire({ document, ...edit });
    });
    document.onDidDispose(() => {
      this.datasets.delete(document);
      this.changed.fire({ dataset, saved: true });
      open.dispose();
      file.dispose();
    });
    this.watch(open);
    try {
      if (backupId !== undefined) await restoreEdits(open, backupId);
    } catch (error) {
      document.dispose();
      throw error;
    }
    return document;
  }

  async resolveCustomEditor(document: DatasetDocument, webviewPanel: vscode.WebviewPanel): Promise<void> {
    const open = this.of(document);
    const mode = await this.openingMode(open);
    const panel = new DatasetPanel(
      open,
      webviewPanel,
      this.context.extensionUri,
      this.model,
      this.ownRewards,
      this.openRollout,
      mode,
      this.log,
    );
    panel.page.onDidChangeState(() => {
      const { mode: shown } = panel.state;
      if (shown !== this.context.globalState.get(MODE_KEY))
        void this.context.globalState.update(MODE_KEY, shown);
    });
    this.editors.add(panel);
  }

  async saveCustomDocument(document: DatasetDocument): Promise<void> {
    const open = this.of(document);
    await open.flush();
    await settleBeforeSave(open);
    await open.file.save(open.analysis);
  }

  async saveCustomDocumentAs(
    document: DatasetDocument,
    destination: vscode.Uri,
    token: vscode.CancellationToken,
  ): Promise<void> {
    if (destination.toString() === document.uri.toString()) {
      await this.saveCustomDocument(document);
      return;
    }
    const open = this.of(document);
    await open.flush();
    await open.file.saveAs(destination);
    // VS Code goes on with the copy in one panel and takes the document for saved: the others must not show
    // edits that their file does not hold.
    if (open.panels.size > 1) await open.file.reload(token);
  }

  async revertCustomDocument(document: DatasetDocument, token: vscode.CancellationToken): Promise<void> {
    await this.of(document).file.revert(token);
  }

  async backupCustomDocument(
    document: DatasetDocument,
    { destination }: vscode.CustomDocumentBackupContext,
  ): Promise<vscode.CustomDocumentBackup> {
    return this.of(document).file.backup(destination);
  }

  dispose(): void {
    this.model.dispose();
    for (const open of this.datasets.values()) open.dispose();
    this.diagnostics.dispose();
    this.edits.dispose();
    this.changed.dispose();
  }

  private watch(open: OpenDataset): void {
    if (open.document.uri.scheme !== 'file') return;
    const follow = new LastOnly(WATCH_PAUSE, () => followDisk(open), this.log);
    const file = vscode.Uri.file(open.file.path);
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(file, '..'), path.basename(file.fsPath));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, false, true);
    watcher.onDidChange(follow.trigger);
    watcher.onDidCreate(follow.trigger);
    open.document.onDidDispose(() => {
      follow.dispose();
      watcher.dispose();
    });
  }

  private of(document: DatasetDocument): OpenDataset {
    const open = this.datasets.get(document);
    if (open === undefined) throw new Error(`${document.uri.toString()} is not open.`);
    return open;
  }

  /** Debug where there are completions to look at or it was used last, else Annotate. */
  private async openingMode(open: OpenDataset): Promise<Mode> {
    const last = this.context.globalState.get<Mode>(MODE_KEY);
    return last === 'debug' || (await open.hasRollouts()) ? 'debug' : 'annotate';
  }
}
