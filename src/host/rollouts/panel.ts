import * as vscode from 'vscode';
import type { RolloutsHostEvents, RolloutsHostMethods } from '../../protocol/rollouts.ts';
import type { RolloutCommand } from '../../protocol/rolloutCommands.ts';
import { connect, type Connection, type Packet } from '../../protocol/rpc.ts';
import { rolloutsPage } from '../html.ts';
import type { Log } from '../log.ts';
import type { RolloutsDocument } from './document.ts';
import { rolloutsMethods } from './methods.ts';

/** One rollouts editor: a webview on a dump, which other panels may show too. */
export class RolloutsPanel implements vscode.Disposable {
  /** Whether a single key is a command there. */
  focus = false;
  private ready = false;
  private readonly connection: Connection<Record<string, never>, RolloutsHostEvents, Record<string, never>>;
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly stateChanged = new vscode.EventEmitter<undefined>();
  readonly onDidChangeState = this.stateChanged.event;
  private readonly disposed = new vscode.EventEmitter<undefined>();
  readonly onDidDispose = this.disposed.event;

  constructor(
    readonly document: RolloutsDocument,
    private readonly panel: vscode.WebviewPanel,
    private readonly extensionUri: vscode.Uri,
    openRow: (dataset: vscode.Uri, row: number) => Promise<void>,
    log: Log,
  ) {
    const methods = rolloutsMethods({
      document,
      webview: panel.webview,
      openRow,
      opened: () => {
        this.ready = true;
      },
      focused: (focus) => {
        this.focus = focus;
        this.stateChanged.fire(undefined);
      },
    });
    this.connection = connect<
      RolloutsHostMethods,
      Record<string, never>,
      RolloutsHostEvents,
      Record<string, never>
    >((packet) => {
      if (packet.t === 'fail') log.warn(`${packet.error.name}: ${packet.error.message}`);
      void panel.webview.postMessage(packet);
    }, methods);
    this.subscriptions.push(
      panel.webview.onDidReceiveMessage((packet: Packet) => {
        this.connection.receive(packet);
      }),
      panel.onDidChangeViewState(() => {
        this.stateChanged.fire(undefined);
      }),
      panel.onDidDispose(() => {
        this.dispose();
      }),
      document.onDidChange((state) => {
        this.send('changed', state);
      }),
      document.onDidChangeSettings((settings) => {
        // Another dataset may have its images elsewhere: new roots take effect no other way than by a new page.
        if (this.rootsChanged()) this.load();
        else this.send('settings', settings);
      }),
    );
    this.load();
  }

  get active(): boolean {
    return this.panel.active;
  }

  command(name: RolloutCommand): void {
    this.send('command', { name });
  }

  dispose(): void {
    this.connection.close('The editor was closed.');
    for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
    this.disposed.fire(undefined);
    this.stateChanged.dispose();
    this.disposed.dispose();
  }

  private send<K extends keyof RolloutsHostEvents>(name: K, data: RolloutsHostEvents[K]): void {
    if (this.ready) this.connection.send(name, data);
  }

  private load(): void {
    this.ready = false;
    this.panel.webview.options = { enableScripts: true, localResourceRoots: this.resourceRoots() };
    this.panel.webview.html = rolloutsPage(this.panel.webview, this.extensionUri);
  }

  private rootsChanged(): boolean {
    const before = this.panel.webview.options.localResourceRoots ?? [];
    return this.resourceRoots().map(String).join() !== before.map(String).join();
  }

  private resourceRoots(): vscode.Uri[] {
    const dist = vscode.Uri.joinPath(this.extensionUri, 'dist', 'webview');
    return [dist, ...this.document.images.resourceRoots];
  }
}
