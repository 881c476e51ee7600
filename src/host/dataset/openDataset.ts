import path from 'node:path';
import * as vscode from 'vscode';
import { Analysis } from '../../node/analysis/client.ts';
import type { RolloutsRead } from '../../protocol/dataset.ts';
import type { Log } from '../log.ts';
import { columnSettings, rolloutMapping, rolloutFiles, scoringSettings, SECTION } from '../settings.ts';
import { Diagnostics } from './diagnostics.ts';
import type { DatasetDocument } from './document.ts';
import type { DatasetFile } from './file.ts';
import { Images, type Preview } from './images.ts';
import type { DatasetPanel } from './panel.ts';

export interface OpenDatasetOptions {
  readonly document: DatasetDocument;
  readonly file: DatasetFile;
  readonly extensionUri: vscode.Uri;
  readonly cacheFolder: vscode.Uri;
  readonly diagnostics: vscode.DiagnosticCollection;
  readonly preview: Preview;
  readonly log: Log;
}

/** A document with everything that serves it for as long as it is open. */
export class OpenDataset implements vscode.Disposable {
  readonly document: DatasetDocument;
  readonly file: DatasetFile;
  readonly images: Images;
  readonly panels = new Set<DatasetPanel>();
  analysis: Analysis;
  /** What is known of the linked rollouts; undefined until the first are read. */
  rollouts: RolloutsRead | undefined;
  private readonly diagnostics: Diagnostics;
  private readonly subscriptions: vscode.Disposable[] = [];

  constructor(private readonly options: OpenDatasetOptions) {
    const { document, file } = options;
    this.document = document;
    this.file = file;
    this.images = new Images(document.uri, options.cacheFolder, options.preview);
    this.diagnostics = new Diagnostics(document.uri, options.diagnostics);
    this.analysis = this.startAnalysis();
    document.flush = () => this.flush();
    this.subscriptions.push(
      document.onDidChange(({ edit }) => {
        if (edit === undefined) this.restartAnalysis();
        else this.watched(this.analysis.edit(edit));
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SECTION, document.uri)) this.applySettings();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.applySettings();
      }),
    );
  }

  /** Whether a linked rollout file is there. */
  async hasRollouts(): Promise<boolean> {
    const found = await Promise.all(
      this.rolloutFiles.map((file) =>
        vscode.workspace.fs.stat(vscode.Uri.file(file)).then(
          () => true,
          () => false,
        ),
      ),
    );
    return found.includes(true);
  }

  /** Has every editor write down what a focused field still holds. */
  async flush(): Promise<void> {
    await Promise.all([...this.panels].map((panel) => panel.flush()));
  }

  dispose(): void {
    void this.images.cache.prune();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.diagnostics.dispose();
    void this.analysis.dispose();
  }

  /** Absolute paths of the linked files and folders, whether they exist or not. */
  get rolloutFiles(): readonly string[] {
    return this.document.uri.scheme === 'file' ? rolloutFiles(this.document.uri) : [];
  }

  private startAnalysis(): Analysis {
    const { extensionUri, log } = this.options;
    const script = vscode.Uri.joinPath(extensionUri, 'dist', 'datasetWorker.cjs').fsPath;
    const analysis = new Analysis(script, (reason) => {
      log.error(`The worker of ${this.document.uri.fsPath} ended: ${reason}`);
      const lost = 'Its samples cannot be filtered, checked or linked until it is opened again.';
      void vscode.window.showErrorMessage(`${path.basename(this.file.path)}: ${reason}. ${lost}`);
    });
    analysis.onProblems((state) => {
      this.watched(this.diagnostics.update(analysis));
      for (const panel of this.panels) panel.send('problemsChanged', state);
    });
    analysis.onRollouts((read) => {
      this.rollouts = read;
      for (const panel of this.panels) {
        panel.send('rolloutsRead', read);
        if (!read.reading) panel.rowsChanged('Rollouts read');
      }
    });
    analysis.onFailure(({ message }) => {
      log.error(`${this.document.uri.fsPath} could not be read to its end: ${message}`);
    });
    this.watched(
      analysis.open(this.file.path).then(() => {
        for (const panel of this.panels) panel.rowsChanged('The worker is there');
      }),
    );
    this.watched(analysis.settings(this.analysisSettings()));
    this.watched(analysis.rollouts(this.rolloutFiles, rolloutMapping(this.document.uri)));
    return analysis;
  }

  private restartAnalysis(): void {
    void this.analysis.dispose();
    this.analysis = this.startAnalysis();
  }

  private applySettings(): void {
    this.watched(this.analysis.settings(this.analysisSettings()));
    this.watched(this.analysis.rollouts(this.rolloutFiles, rolloutMapping(this.document.uri)));
    for (const panel of this.panels) panel.settingsChanged();
  }

  private analysisSettings(): Parameters<Analysis['settings']>[0] {
    const { bases, followLinks } = this.images.folders;
    return {
      columns: columnSettings(this.document.uri),
      imageFolders: bases,
      followLinks,
      scoring: scoringSettings(this.document.uri),
    };
  }

  /** The worker's failures are the log's: what the person asked for fails by itself where it depends on them. */
  private watched(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.options.log.warn(error instanceof Error ? error.message : String(error));
    });
  }
}
