import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { RunClient } from '../../node/rollouts/client.ts';
import type { RunSettings, RunState } from '../../protocol/rollouts.ts';
import { Images, type Preview } from '../dataset/images.ts';
import type { Log } from '../log.ts';
import { rolloutMapping, scoringSettings, SECTION, viewSettings } from '../settings.ts';
import { FollowUnsaved } from './followUnsaved.ts';
import type { DatasetChoices } from './linkedDataset.ts';
import type { OpenDatasets } from './openDatasets.ts';

export interface RolloutsDocumentOptions {
  readonly uri: vscode.Uri;
  readonly extensionUri: vscode.Uri;
  readonly cacheFolder: vscode.Uri;
  readonly choices: DatasetChoices;
  readonly datasets: OpenDatasets;
  readonly preview: Preview;
  readonly log: Log;
  readonly disposed: (document: RolloutsDocument) => void;
}

/** A dump of rollouts that is open: the worker that reads it, and the images of the dataset it answers. */
export class RolloutsDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly run: RunClient;
  state: RunState | undefined;
  images: Images;
  private readonly changed = new vscode.EventEmitter<RunState>();
  readonly onDidChange = this.changed.event;
  private readonly settingsChanged = new vscode.EventEmitter<RunSettings>();
  readonly onDidChangeSettings = this.settingsChanged.event;
  private readonly subscriptions: { dispose(): unknown }[] = [];
  private readonly unsaved: FollowUnsaved;

  private constructor(
    private readonly options: RolloutsDocumentOptions,
    private dataset: string | undefined,
    /** The folder that the dump is, or stands in. */
    private readonly folder: string,
  ) {
    const { uri, extensionUri, log } = options;
    this.uri = uri;
    this.images = this.imagesOf(dataset);
    const script = vscode.Uri.joinPath(extensionUri, 'dist', 'rolloutsWorker.cjs').fsPath;
    this.run = new RunClient(script, (reason) => {
      log.error(`The worker of ${uri.fsPath} ended: ${reason}`);
      void vscode.window.showErrorMessage(`${path.basename(uri.fsPath)}: ${reason}. Open it again to go on.`);
    });
    this.run.onChanged((state) => {
      this.state = state;
      this.changed.fire(state);
    });
    this.unsaved = new FollowUnsaved(options.datasets, this.run, () => this.datasetUri, log);
    this.subscriptions.push(
      this.unsaved,
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SECTION, this.resource)) void this.reopen();
      }),
    );
  }

  /** Rejects where the path cannot be opened. */
  static async open(options: RolloutsDocumentOptions): Promise<RolloutsDocument> {
    if (options.uri.scheme !== 'file') throw new Error('Rollouts are read from local files and folders.');
    const folder = await folderOf(options.uri.fsPath);
    const document = new RolloutsDocument(options, await options.choices.of(options.uri), folder);
    try {
      const { fsPath } = options.uri;
      const { dataset, settings } = document;
      document.state = await document.run.call('open', {
        path: fsPath,
        settings,
        ...(dataset !== undefined && { dataset }),
      });
      document.unsaved.begin();
      return document;
    } catch (error) {
      document.dispose();
      throw error;
    }
  }

  get datasetUri(): vscode.Uri | undefined {
    return this.dataset === undefined ? undefined : vscode.Uri.file(this.dataset);
  }

  get wheelZoom(): boolean {
    return viewSettings(this.resource).wheelZoom;
  }

  get settings(): RunSettings {
    const { columns, coordinates, rewardCoordinates, advantage } = viewSettings(this.resource);
    return {
      columns,
      mapping: rolloutMapping(this.resource),
      coordinates,
      rewardCoordinates,
      advantage,
      rewards: scoringSettings(this.resource).rewards,
      folders: this.folders,
    };
  }

  /** Asks which dataset the rollouts answer. */
  async chooseDataset(): Promise<void> {
    const chosen = await this.options.choices.choose(this.uri);
    if (chosen === undefined) return;
    this.dataset = chosen;
    this.images = this.imagesOf(chosen);
    await this.reopen();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
    this.settingsChanged.dispose();
    void this.run.dispose();
    this.options.disposed(this);
  }

  /** What settings and images go by: the dataset's place, where one is known. */
  get resource(): vscode.Uri {
    return this.datasetUri ?? this.uri;
  }

  /** Where files that rollouts name may stand: the folder of the dump besides those of the images. */
  private get folders(): NonNullable<RunSettings['folders']> {
    const { bases, followLinks } = this.images.folders;
    return { bases: [...new Set([this.folder, ...bases])], followLinks };
  }

  private imagesOf(dataset: string | undefined): Images {
    const { uri, cacheFolder, preview } = this.options;
    return new Images(dataset === undefined ? uri : vscode.Uri.file(dataset), cacheFolder, preview);
  }

  private async reopen(): Promise<void> {
    const { settings } = this;
    await this.run.call('dataset', { file: this.dataset ?? null, settings });
    this.settingsChanged.fire(settings);
    this.unsaved.begin();
  }
}

async function folderOf(dump: string): Promise<string> {
  const found = await stat(dump).catch(() => undefined);
  return found?.isDirectory() === true ? dump : path.dirname(dump);
}
