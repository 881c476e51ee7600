import type * as vscode from 'vscode';
import type { ModelClient } from '../../node/modelProcess.ts';
import type { EditorCommand } from '../../protocol/commands.ts';
import type {
  HostEvents,
  HostMethods,
  Mode,
  RowTarget,
  TestedCompletion,
  ViewState,
  WebviewMethods,
} from '../../protocol/dataset.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import { EditorPage } from '../editorPage.ts';
import { datasetPage } from '../html.ts';
import type { OwnRewards } from '../functions/ownRewards.ts';
import type { Log } from '../log.ts';
import { viewSettings } from '../settings.ts';
import type { Shown } from '../statusBar.ts';
import type { DocumentChange } from './document.ts';
import { hostMethods, type OpenRollout } from './methods.ts';
import type { OpenDataset } from './openDataset.ts';
import { PanelList } from './panelList.ts';

/** What the webview may take to write down what a focused field still holds. */
const FLUSH_TIMEOUT = 2000;

/** One dataset editor: a page on a dataset, which other panels may show too. */
export class DatasetPanel {
  readonly methods: Handlers<HostMethods>;
  readonly page: EditorPage<HostMethods, WebviewMethods, HostEvents>;
  private view: ViewState;
  private toShow: RowTarget | undefined;
  /** What was under test when the page last said so. */
  private tested: TestedCompletion | null = null;
  private readonly list: PanelList;

  constructor(
    readonly open: OpenDataset,
    private readonly panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    model: ModelClient,
    ownRewards: OwnRewards,
    openRollout: OpenRollout,
    mode: Mode,
    private readonly log: Log,
  ) {
    const { document } = open;
    this.view = { canvasFocus: false, mode };
    this.list = new PanelList(open);
    this.methods = hostMethods({
      open,
      list: this.list,
      webview: panel.webview,
      model,
      ownRewards,
      openRollout,
      author: this,
      mode: () => this.view.mode,
      opened: () => {
        this.page.opened();
        const show = this.toShow;
        this.toShow = undefined;
        return show;
      },
      tested: (question) => {
        this.tested = question;
      },
      stateChanged: (state) => {
        this.view = state;
        this.page.changed();
      },
    });
    this.page = new EditorPage(panel, {
      extensionUri,
      methods: this.methods,
      html: datasetPage,
      imageRoots: () => open.images.resourceRoots,
      log,
    });
    open.panels.add(this);
    this.page.onDidDispose(() => {
      open.panels.delete(this);
    });
    this.page.owns(
      document.onDidChange((change) => {
        this.documentChanged(change);
      }),
      document.onDidSave((rev) => {
        this.send('saved', { rev });
      }),
    );
  }

  get state(): ViewState {
    return this.view;
  }

  get shown(): Shown {
    const { dataset } = this.open.document;
    const position = this.view.row === undefined ? -1 : dataset.positionOf(this.view.row);
    return { mode: this.view.mode, count: dataset.length, ...(position >= 0 && { position }) };
  }

  /** Answers whether the page hears it. */
  send<K extends keyof HostEvents>(name: K, data: HostEvents[K]): boolean {
    return this.page.send(name, data);
  }

  get column(): vscode.ViewColumn | undefined {
    return this.panel.viewColumn;
  }

  /** Brings the editor to the front and shows a row in it. */
  reveal(target: RowTarget): void {
    if (!this.send('reveal', target)) this.toShow = target;
    this.panel.reveal();
  }

  command(name: EditorCommand): void {
    this.send('command', { name });
  }

  /** Has the webview send what a focused field still holds. One that does not answer has nothing to add. */
  async flush(): Promise<void> {
    if (!this.page.open) return;
    try {
      await this.page.call('flush', null, { timeout: FLUSH_TIMEOUT });
    } catch (error) {
      this.log.warn(`An editor did not flush: ${String(error)}`);
    }
  }

  /** The completion under test, of a hidden page the last one that it told of; null where there is none. */
  async underTest(): Promise<TestedCompletion | null> {
    return this.page.open ? this.page.call('underTest', null, { timeout: FLUSH_TIMEOUT }) : this.tested;
  }

  settingsChanged(): void {
    if (this.page.reloadForRoots()) return;
    this.send('settings', viewSettings(this.open.document.uri));
    this.rowsChanged('Settings changed');
  }

  /** Something about the rows that is not in them: images, rollouts, how columns are read. */
  rowsChanged(why: string): void {
    const { revision, dataset } = this.open.document;
    this.send('changed', { rev: revision, rows: 'all', count: dataset.length, why });
  }

  private documentChanged({ revision, rows, order, why, edit, step }: DocumentChange): void {
    this.list.documentChanged(edit);
    const { length } = this.open.document.dataset;
    this.send('changed', {
      rev: revision,
      rows: order ? 'all' : rows,
      count: length,
      why,
      ...(step && { step }),
    });
    this.page.changed();
  }
}
