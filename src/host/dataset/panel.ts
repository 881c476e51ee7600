import * as vscode from 'vscode';
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
import { connect, type Connection, type Handlers, type Packet } from '../../protocol/rpc.ts';
import { datasetPage } from '../html.ts';
import type { OwnRewards } from '../functions/ownRewards.ts';
import type { Log } from '../log.ts';
import { viewSettings } from '../settings.ts';
import type { Shown } from '../statusBar.ts';
import type { DocumentChange } from './document.ts';
import { hostMethods } from './methods.ts';
import type { OpenDataset } from './openDataset.ts';
import { PanelList } from './panelList.ts';

/** What the webview may take to write down what a focused field still holds. */
const FLUSH_TIMEOUT = 2000;

/** One dataset editor: a webview on a dataset, which other panels may show too. */
export class DatasetPanel implements vscode.Disposable {
  readonly methods: Handlers<HostMethods>;
  private view: ViewState;
  private ready = false;
  private toShow: RowTarget | undefined;
  /** What was under test when the page last said so. */
  private tested: TestedCompletion | null = null;
  private readonly list: PanelList;
  private readonly connection: Connection<WebviewMethods, HostEvents, Record<string, never>>;
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly stateChanged = new vscode.EventEmitter<undefined>();
  readonly onDidChangeState = this.stateChanged.event;
  private readonly disposed = new vscode.EventEmitter<undefined>();
  readonly onDidDispose = this.disposed.event;

  constructor(
    readonly open: OpenDataset,
    private readonly panel: vscode.WebviewPanel,
    private readonly extensionUri: vscode.Uri,
    model: ModelClient,
    ownRewards: OwnRewards,
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
      author: this,
      mode: () => this.view.mode,
      opened: () => {
        this.ready = true;
        const show = this.toShow;
        this.toShow = undefined;
        return show;
      },
      tested: (question) => {
        this.tested = question;
      },
      stateChanged: (state) => {
        this.view = state;
        this.stateChanged.fire(undefined);
      },
    });
    this.connection = connect<HostMethods, WebviewMethods, HostEvents, Record<string, never>>((packet) => {
      if (packet.t === 'fail') this.log.warn(`${packet.error.name}: ${packet.error.message}`);
      void panel.webview.postMessage(packet);
    }, this.methods);
    open.panels.add(this);
    this.subscriptions.push(
      panel.webview.onDidReceiveMessage((packet: Packet) => {
        this.connection.receive(packet);
      }),
      panel.onDidChangeViewState(() => {
        // A hidden page is thrown away; it opens anew when it is seen again.
        if (!panel.visible) this.ready = false;
        this.stateChanged.fire(undefined);
      }),
      document.onDidChange((change) => {
        this.documentChanged(change);
      }),
      document.onDidSave((rev) => {
        this.send('saved', { rev });
      }),
      panel.onDidDispose(() => {
        this.dispose();
      }),
    );
    this.load();
  }

  get active(): boolean {
    return this.panel.active;
  }

  get state(): ViewState {
    return this.view;
  }

  get shown(): Shown {
    const { dataset } = this.open.document;
    const position = this.view.row === undefined ? -1 : dataset.positionOf(this.view.row);
    return { mode: this.view.mode, count: dataset.length, ...(position >= 0 && { position }) };
  }

  send<K extends keyof HostEvents>(name: K, data: HostEvents[K]): void {
    if (this.ready) this.connection.send(name, data);
  }

  get visible(): boolean {
    return this.panel.visible;
  }

  /** Brings the editor to the front and shows a row in it. */
  reveal(target: RowTarget): void {
    if (this.ready) this.send('reveal', target);
    else this.toShow = target;
    this.panel.reveal();
  }

  command(name: EditorCommand): void {
    this.send('command', { name });
  }

  /** Has the webview send what a focused field still holds. One that does not answer has nothing to add. */
  async flush(): Promise<void> {
    if (!this.ready || !this.panel.visible) return;
    try {
      await this.connection.call('flush', null, { timeout: FLUSH_TIMEOUT });
    } catch (error) {
      this.log.warn(`An editor did not flush: ${String(error)}`);
    }
  }

  /** The completion under test, of a hidden page the last one that it told of; null where there is none. */
  async underTest(): Promise<TestedCompletion | null> {
    return this.ready && this.panel.visible
      ? this.connection.call('underTest', null, { timeout: FLUSH_TIMEOUT })
      : this.tested;
  }

  settingsChanged(): void {
    const roots = this.resourceRoots();
    const before = this.panel.webview.options.localResourceRoots ?? [];
    if (roots.map(String).join() === before.map(String).join()) {
      this.send('settings', viewSettings(this.open.document.uri));
      this.rowsChanged('Settings changed');
    } else this.load();
  }

  /** Something about the rows that is not in them: images, rollouts, how columns are read. */
  rowsChanged(why: string): void {
    const { revision, dataset } = this.open.document;
    this.send('changed', { rev: revision, rows: 'all', count: dataset.length, why });
  }

  dispose(): void {
    this.open.panels.delete(this);
    this.connection.close('The editor was closed.');
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
    this.disposed.fire(undefined);
    this.stateChanged.dispose();
    this.disposed.dispose();
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
    this.stateChanged.fire(undefined);
  }

  /** Loads the page, also anew: new resource roots take effect no other way. */
  private load(): void {
    this.ready = false;
    this.panel.webview.options = { enableScripts: true, localResourceRoots: this.resourceRoots() };
    this.panel.webview.html = datasetPage(this.panel.webview, this.extensionUri);
  }

  private resourceRoots(): vscode.Uri[] {
    const dist = vscode.Uri.joinPath(this.extensionUri, 'dist', 'webview');
    return [dist, ...this.open.images.resourceRoots];
  }
}
