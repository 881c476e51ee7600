import assert from 'node:assert/strict';
import { errors, type BrowserContext, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { cp, link, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { VIEWPORT } from '../../../scripts/lib/browser.ts';
import { FIRST_START_SETTINGS, workbenchUrl, type Server } from '../../../scripts/lib/codeServer/server.ts';
import { inRoot, root, scratch } from '../../../scripts/lib/paths.ts';
import { eventually } from './eventually.ts';
import { sharedBrowser, sharedServer } from './shared.ts';

/** The colour themes that screenshots are kept in: VS Code's name, and the class its workbench then bears. */
export const THEMES = {
  light: { name: 'Light Modern', workbench: 'vs' },
  dark: { name: 'Dark Modern', workbench: 'vs-dark' },
  contrast: { name: 'Default High Contrast', workbench: 'hc-black' },
  contrastLight: { name: 'Default High Contrast Light', workbench: 'hc-light' },
} as const;
export type Theme = keyof typeof THEMES;

export interface OpenOptions {
  /** A folder of the repository whose files the workspace starts with, e.g. `media/sample`. */
  readonly copy?: string;
  /** Files of the workspace, by relative path; on top of `copy`. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Hard links of the workspace to files that are too large to copy: absolute paths by relative ones. */
  readonly links?: Readonly<Record<string, string>>;
  /** A file of the workspace to open in its default editor, by relative path. */
  readonly open?: string;
  /** Settings of the workspace. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** `light` unless given. */
  readonly theme?: Theme;
  /** 1280×800 unless given. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A server of one's own, e.g. with a VSIX installed; the extension then comes from there. */
  readonly server?: Server;
  /** Where the extension is loaded from: the repository, unless given or already on the `server`. */
  readonly extension?: string;
  /** Outlives the test: for a suite whose tests share it, opened and closed by the suite's own hooks. */
  readonly keep?: boolean;
}

const open = new Set<Workbench>();

/** Opens VS Code on a fresh workspace. It is closed, and the workspace deleted, after the test unless it is kept. */
export async function openWorkbench(options: OpenOptions = {}): Promise<Workbench> {
  await mkdir(scratch('workspaces'), { recursive: true });
  const folder = await mkdtemp(scratch('workspaces', 'e2e-'));
  if (options.copy !== undefined) await cp(inRoot(options.copy), folder, { recursive: true });
  for (const [name, content] of Object.entries(options.files ?? {})) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  for (const [name, target] of Object.entries(options.links ?? {})) {
    await link(target, path.join(folder, name));
  }
  const server = options.server ?? (await sharedServer());
  const browser = await sharedBrowser();
  const context = await browser.newContext({ viewport: options.viewport ?? VIEWPORT });
  const workbench = new Workbench(context, await context.newPage(), folder, options);
  open.add(workbench);
  await workbench.writeSettings();
  const extension = options.extension ?? (options.server === undefined ? root : undefined);
  const url = workbenchUrl(server, {
    folder,
    ...(extension === undefined ? {} : { extension }),
    ...(options.open === undefined ? {} : { file: path.join(folder, options.open) }),
  });
  await workbench.page.goto(url);
  await workbench.shown();
  await workbench.themed();
  return workbench;
}

/** Closes what a test has opened and does not keep; keeps a picture of all where the test failed. */
export async function closeWorkbenches(failedTest?: string): Promise<void> {
  for (const workbench of [...open]) {
    if (failedTest !== undefined) await workbench.shot(`failed-${failedTest}`).catch(() => undefined);
    if (!workbench.keep) await workbench.close();
  }
}

/** VS Code in a page, on a workspace folder of its own. */
export class Workbench {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Absolute path of the workspace. */
  readonly folder: string;
  /** What pages and their frames wrote on the console as errors, policy violations among them. */
  readonly errors: string[] = [];
  readonly keep: boolean;
  #theme: Theme;
  #settings: Readonly<Record<string, unknown>>;

  constructor(context: BrowserContext, page: Page, folder: string, options: OpenOptions) {
    this.context = context;
    this.page = page;
    this.folder = folder;
    this.keep = options.keep === true;
    this.#theme = options.theme ?? 'light';
    this.#settings = options.settings ?? {};
    page.setDefaultTimeout(20_000);
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(String(error)));
  }

  /** The document of the n-th webview that is on screen. */
  webview(nth = 0): FrameLocator {
    return this.page
      .locator('iframe.webview.ready')
      .nth(nth)
      .contentFrame()
      .frameLocator('iframe#active-frame');
  }

  /** Absolute path of a file of the workspace. */
  path(name: string): string {
    return path.join(this.folder, name);
  }

  bytes(name: string): Promise<Buffer> {
    return readFile(this.path(name));
  }

  /** Waits until the window is on screen, as after a reload. */
  async shown(): Promise<void> {
    await this.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
  }

  /** Runs a command of the palette by its full label, e.g. "View: Split Editor Right". */
  async command(label: string): Promise<void> {
    await this.#inList('F1', `>${label}`, label, (row) => row.click({ timeout: 2000 }));
  }

  /** Waits until VS Code knows what the extension contributes. */
  async extensionKnown(): Promise<void> {
    const label = 'VQA-Verify: Open Sample Dataset';
    await this.#inList('F1', `>${label}`, label, (row) => row.waitFor({ timeout: 2000 }));
    await this.page.keyboard.press('Escape');
  }

  /**
   * Opens a file of the workspace by its name, in its default editor, as Go to File does, and waits for its tab: a
   * list that is filled anew under the pointer may swallow the click.
   */
  async quickOpen(name: string): Promise<void> {
    const tab = this.page.locator('.editor-group-container.active .tab.active', { hasText: name });
    await this.#inList('ControlOrMeta+KeyP', name, name, async (row) => {
      await row.click({ timeout: 2000 });
      await tab.waitFor({ timeout: 10_000 });
    });
  }

  /**
   * Opens a file of the workspace in our editor. The palette knows of the extension a moment before VS Code knows its
   * editors, and until then the file opens as text: it is closed and opened again.
   */
  async openCustom(name: string): Promise<void> {
    const text = this.page.locator('.editor-instance .monaco-editor');
    const custom = this.page.locator('iframe.webview');
    for (let attempt = 1; ; attempt++) {
      await this.quickOpen(name);
      await text.or(custom).first().waitFor({ timeout: 60_000 });
      if ((await text.count()) === 0 || attempt === 5) return;
      await this.command('View: Close Editor');
      await this.page.waitForTimeout(1000 * attempt);
    }
  }

  /**
   * Presses a key that opens the list at the top, types, and does something with the row that bears the label;
   * again and again until that succeeds. The list holds what is known when it opens, and extensions and files
   * follow seconds after the window; and it goes when an editor that is still opening takes the focus.
   */
  async #inList(
    key: string,
    text: string,
    label: string,
    act: (row: Locator) => Promise<void>,
  ): Promise<void> {
    const row = this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.locator('.label-name', { hasText: label }) })
      .first();
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press(key);
      try {
        await this.page.locator('.quick-input-widget input[type=text]').fill(text, { timeout: 2000 });
        await act(row);
        return;
      } catch (error) {
        if (!(error instanceof errors.TimeoutError) || attempt === 20) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Waits for what an editor shows once it is open; says what is on screen where it does not come. */
  async editorShows(what: Locator): Promise<void> {
    try {
      await what.waitFor({ timeout: 60_000 });
    } catch (error) {
      if (!(error instanceof errors.TimeoutError)) throw error;
      throw new Error(`No ${String(what)} within a minute, but ${await this.#onScreen()}`, { cause: error });
    }
  }

  /** Tabs, notifications, the list at the top and the text of the first webview, in one line. */
  async #onScreen(): Promise<string> {
    const { page } = this;
    const texts = async (selector: string): Promise<string> => {
      const each = await page.locator(selector).allInnerTexts();
      return JSON.stringify(each.map((text) => text.replace(/\s+/g, ' ').trim()));
    };
    const body = this.webview().locator('body').innerText({ timeout: 2000 });
    return [
      `tabs ${await texts('.tab')}`,
      `text editors ${await page.locator('.editor-instance .monaco-editor').count()}`,
      `webviews ${await page.locator('iframe.webview').count()}`,
      `of them ready ${await page.locator('iframe.webview.ready').count()}`,
      `page ${JSON.stringify((await body.catch(String)).replace(/\s+/g, ' ').slice(0, 300))}`,
      `list at the top ${await texts('.quick-input-widget:not([style*="display: none"])')}`,
      `notifications ${await texts('.notification-list-item-message')}`,
      `errors ${JSON.stringify(this.errors.slice(-5).map((text) => text.slice(0, 150)))}`,
    ].join(', ');
  }

  /** Whether the active tab shows unsaved changes. */
  async isDirty(): Promise<boolean> {
    return (await this.page.locator('.editor-group-container.active .tab.active.dirty').count()) > 0;
  }

  /** Waits until the active tab shows unsaved changes. */
  async waitForDirty(): Promise<void> {
    await this.page.locator('.editor-group-container.active .tab.active.dirty').waitFor();
  }

  /** Waits until the active tab shows no unsaved changes. */
  async waitForSaved(): Promise<void> {
    await this.page.locator('.editor-group-container.active .tab.active:not(.dirty)').waitFor();
  }

  /** Presses Ctrl+S and waits until the file is written. */
  async save(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+KeyS');
    await this.waitForSaved();
  }

  /**
   * Opens the list of notifications and waits for one with that text. They do not come up by themselves here:
   * a VS Code that is driven by tests shows none over its window.
   */
  async notification(text: string): Promise<Locator> {
    const found = this.page.locator('.notifications-center .notification-list-item', { hasText: text });
    const centre = this.page.locator('.notifications-center.visible');
    await eventually(async () => {
      if (!(await centre.isVisible())) await this.page.locator('[id="status.notifications"]').click();
      assert.equal(await found.count(), 1, `no notification says “${text}”`);
    }, 20_000);
    return found;
  }

  /**
   * Waits until VS Code has backed up an edit that was made since then, and knows of the backup when the window
   * is loaded anew: it writes down every few seconds what it remembers, whenever it is idle.
   */
  async waitForBackup(since: number): Promise<void> {
    await eventually(
      async () => {
        const remembered = await this.page.evaluate<string>(READ_DATABASES);
        const backups = [...remembered.matchAll(/backupId\\*":\\*"([^"\\]+)/g)].map(([, file = '']) => file);
        const times = await Promise.all(
          backups.map((file) =>
            stat(file).then(
              ({ mtimeMs }) => mtimeMs,
              () => 0,
            ),
          ),
        );
        assert.ok(Math.max(0, ...times) >= since, 'no backup is on record');
      },
      30_000,
      1000,
    );
  }

  async setViewport(width: number, height: number): Promise<void> {
    await this.page.setViewportSize({ width, height });
  }

  async setSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    this.#settings = settings;
    await this.writeSettings();
  }

  async setTheme(theme: Theme): Promise<void> {
    this.#theme = theme;
    await this.writeSettings();
    await this.themed();
  }

  /** Saves a picture as `test/e2e/shots/NAME-THEME.png`. */
  async shot(name: string): Promise<void> {
    const file = name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 100);
    await this.page.screenshot({ path: inRoot('test/e2e/shots', `${file}-${this.#theme}.png`) });
  }

  /** Saves pictures in several themes, and ends in the theme it began with. */
  async shots(name: string, themes: readonly Theme[] = ['light', 'dark', 'contrast']): Promise<void> {
    const before = this.#theme;
    for (const theme of themes) {
      await this.setTheme(theme);
      await this.shot(name);
    }
    await this.setTheme(before);
  }

  async writeSettings(): Promise<void> {
    const settings = {
      'workbench.colorTheme': THEMES[this.#theme].name,
      ...FIRST_START_SETTINGS,
      ...this.#settings,
    };
    await mkdir(this.path('.vscode'), { recursive: true });
    await writeFile(this.path('.vscode/settings.json'), JSON.stringify(settings, undefined, 2));
  }

  /** Waits for the theme. A window that is just opening does not watch the settings yet: they are written again. */
  async themed(): Promise<void> {
    const workbench = this.page.locator(`.monaco-workbench.${THEMES[this.#theme].workbench}`).first();
    await eventually(async () => {
      await this.writeSettings();
      await workbench.waitFor({ timeout: 4000 });
    }, 40_000);
  }

  async close(): Promise<void> {
    open.delete(this);
    await this.context.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Run in the page: every text in every database of the browser. */
const READ_DATABASES = `(async () => {
  const result = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const texts = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await result(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      texts.push(...(await result(database.transaction(store).objectStore(store).getAll())));
    }
    database.close();
  }
  return texts.filter((text) => typeof text === 'string').join('\\n');
})()`;
