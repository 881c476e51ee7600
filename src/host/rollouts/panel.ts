import type * as vscode from 'vscode';
import type { RolloutCommand } from '../../protocol/rolloutCommands.ts';
import type {
  RolloutPlaceInGroup,
  RolloutsHostEvents,
  RolloutsHostMethods,
  RolloutTarget,
} from '../../protocol/rollouts.ts';
import { EditorPage } from '../editorPage.ts';
import { rolloutsPage } from '../html.ts';
import type { Log } from '../log.ts';
import type { RolloutsDocument } from './document.ts';
import { rolloutsMethods, type RolloutsContext } from './methods.ts';

/** One rollouts editor: a page on a dump, which other panels may show too. */
export class RolloutsPanel {
  /** Whether a single key is a command there. */
  focus = false;
  /** The number of the rollout that is shown. */
  rollout: number | undefined;
  /** A comparison that is asked for before the page is there. */
  private wanted: string | undefined;
  private toShow: RolloutPlaceInGroup | undefined;
  readonly page: EditorPage<RolloutsHostMethods, Record<string, never>, RolloutsHostEvents>;

  constructor(
    readonly document: RolloutsDocument,
    private readonly panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    services: Pick<RolloutsContext, 'openRow' | 'scoring' | 'runs'>,
    log: Log,
  ) {
    const methods = rolloutsMethods({
      document,
      webview: panel.webview,
      ...services,
      opened: () => {
        this.page.opened();
        if (this.wanted !== undefined) this.page.send('compare', { name: this.wanted });
        this.wanted = undefined;
        const show = this.toShow;
        this.toShow = undefined;
        return show;
      },
      viewed: ({ focus, rollout }) => {
        this.focus = focus;
        this.rollout = rollout;
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

  /** Brings the editor to the front and shows a rollout in it; false where the dump has no such rollout. */
  async reveal(target: RolloutTarget): Promise<boolean> {
    this.panel.reveal();
    const place = await this.document.run.call('find', target);
    if (place === null) return false;
    this.show(place);
    return true;
  }

  /** Brings the editor to the front with a rollout. */
  show(place: RolloutPlaceInGroup): void {
    this.panel.reveal();
    if (!this.page.send('reveal', place)) this.toShow = place;
  }

  get column(): vscode.ViewColumn | undefined {
    return this.panel.viewColumn;
  }

  /** Shows a rollout, if the editor is in sight. */
  follow(place: RolloutPlaceInGroup): void {
    this.page.send('reveal', place);
  }

  /** Shows what was logged beside what a function gave. */
  compare(name: string): void {
    const { open } = this.page;
    if (!open) this.wanted = name;
    this.panel.reveal();
    if (open) this.page.send('compare', { name });
  }

  command(name: RolloutCommand): void {
    this.page.send('command', { name });
  }
}
