import * as vscode from 'vscode';
import {
  connect,
  type CallOptions,
  type Connection,
  type Events,
  type Handlers,
  type Methods,
  type Packet,
} from '../protocol/rpc.ts';
import type { Log } from './log.ts';

export interface EditorPageOptions<Local extends Methods> {
  readonly extensionUri: vscode.Uri;
  /** What the page may ask. */
  readonly methods: Handlers<Local>;
  readonly html: (webview: vscode.Webview, extensionUri: vscode.Uri) => string;
  /** Folders of the images that the page may show. */
  readonly imageRoots: () => readonly vscode.Uri[];
  readonly log: Log;
}

/** The page of one custom editor, from its first load to the closing of its tab, and the calls to and from it. */
export class EditorPage<Local extends Methods, Remote extends Methods, Sent extends Events>
  implements vscode.Disposable
{
  private ready = false;
  private readonly connection: Connection<Remote, Sent, Record<string, never>>;
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly stateChanged = new vscode.EventEmitter<undefined>();
  /** The tab was shown, hidden, or gained or lost focus; or its owner says that what it shows is another. */
  readonly onDidChangeState = this.stateChanged.event;
  private readonly disposed = new vscode.EventEmitter<undefined>();
  readonly onDidDispose = this.disposed.event;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly options: EditorPageOptions<Local>,
  ) {
    const { methods, log } = options;
    this.connection = connect<Local, Remote, Sent, Record<string, never>>((packet) => {
      if (packet.t === 'fail') log.warn(`${packet.error.name}: ${packet.error.message}`);
      void panel.webview.postMessage(packet);
    }, methods);
    this.subscriptions.push(
      panel.webview.onDidReceiveMessage((packet: Packet) => {
        this.connection.receive(packet);
      }),
      panel.onDidChangeViewState(() => {
        // A hidden page is thrown away; it opens anew when it is seen again.
        if (!panel.visible) this.ready = false;
        this.changed();
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

  get visible(): boolean {
    return this.panel.visible;
  }

  /** Whether the page is loaded, has asked for its beginning, and is seen. */
  get open(): boolean {
    return this.ready && this.panel.visible;
  }

  /** To be told when the page has asked for its beginning: from then on it hears of what changes. */
  opened(): void {
    this.ready = true;
  }

  changed(): void {
    this.stateChanged.fire(undefined);
  }

  /** Answers whether the page hears it: one that is still loading will ask for everything by itself. */
  send<K extends keyof Sent & string>(name: K, data: Sent[K]): boolean {
    if (this.ready) this.connection.send(name, data);
    return this.ready;
  }

  call<K extends keyof Remote & string>(
    method: K,
    params: Parameters<Remote[K]>[0],
    options: CallOptions,
  ): Promise<Awaited<ReturnType<Remote[K]>>> {
    return this.connection.call(method, params, options);
  }

  /** Ends with the page. */
  owns(...subscriptions: readonly vscode.Disposable[]): void {
    this.subscriptions.push(...subscriptions);
  }

  /** Loads the page anew where images lie elsewhere now: new roots take effect no other way. Answers whether. */
  reloadForRoots(): boolean {
    const before = this.panel.webview.options.localResourceRoots ?? [];
    if (this.resourceRoots().map(String).join() === before.map(String).join()) return false;
    this.load();
    return true;
  }

  dispose(): void {
    this.connection.close('The editor was closed.');
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
    this.disposed.fire(undefined);
    this.stateChanged.dispose();
    this.disposed.dispose();
  }

  private load(): void {
    const { webview } = this.panel;
    this.ready = false;
    webview.options = { enableScripts: true, localResourceRoots: this.resourceRoots() };
    webview.html = this.options.html(webview, this.options.extensionUri);
  }

  private resourceRoots(): vscode.Uri[] {
    return [vscode.Uri.joinPath(this.options.extensionUri, 'dist', 'webview'), ...this.options.imageRoots()];
  }
}
