import type * as vscode from 'vscode';
import type { RolloutCommand } from '../../protocol/rolloutCommands.ts';
import type { RolloutsHostEvents, RolloutsHostMethods } from '../../protocol/rollouts.ts';
import { EditorPage } from '../editorPage.ts';
import { rolloutsPage } from '../html.ts';
import type { Log } from '../log.ts';
import type { RolloutsDocument } from './document.ts';
import { rolloutsMethods } from './methods.ts';

/** One rollouts editor: a page on a dump, which other panels may show too. */
export class RolloutsPanel {
  /** Whether a single key is a command there. */
  focus = false;
  readonly page: EditorPage<RolloutsHostMethods, Record<string, never>, RolloutsHostEvents>;

  constructor(
    readonly document: RolloutsDocument,
    panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    openRow: (dataset: vscode.Uri, row: number) => Promise<void>,
    log: Log,
  ) {
    const methods = rolloutsMethods({
      document,
      webview: panel.webview,
      openRow,
      opened: () => {
        this.page.opened();
      },
      focused: (focus) => {
        this.focus = focus;
        this.page.changed();
      },
    });
    this.page = new EditorPage(panel, {
      extensionUri,
      methods,
      html: rolloutsPage,
      imageRoots: () => document.images.resourceRoots,
      log,
    });
    this.page.owns(
      document.onDidChange((state) => {
        this.page.send('changed', state);
      }),
      document.onDidChangeSettings((settings) => {
        // Another dataset may have its images elsewhere.
        if (!this.page.reloadForRoots()) this.page.send('settings', settings);
      }),
    );
  }

  command(name: RolloutCommand): void {
    this.page.send('command', { name });
  }
}
