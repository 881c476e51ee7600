/** The dataset editor's webview in a plain page, under the policy that VS Code gives it. */
import { build } from 'esbuild';
import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { VIEWPORT } from '../../../scripts/lib/browser.ts';
import { inRoot } from '../../../scripts/lib/paths.ts';
import { sharedBrowser } from '../support/shared.ts';
import type { HarnessWindow, Keybinding } from './boot.ts';
import type { FakeHost, Fixture } from './fakeHost.ts';

const NONCE = 'nonce';
const POLICY = [
  `default-src 'none'`,
  `img-src 'self'`,
  `font-src 'self'`,
  `style-src 'self' 'nonce-${NONCE}'`,
  `script-src 'nonce-${NONCE}'`,
].join('; ');
/** Of the sheet that VS Code puts into every webview, what has bitten. */
const DEFAULT_STYLES = `@layer vscode-default { body { padding: 0 20px } img { max-width: 100%; max-height: 100% } }`;
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
};

type Files = ReadonlyMap<string, Uint8Array>;
let bundled: Promise<Files> | undefined;

async function bundle(): Promise<Files> {
  const { outputFiles } = await build({
    entryPoints: {
      dataset: inRoot('webview/dataset/main.ts'),
      boot: inRoot('test/e2e/webviewHarness/boot.ts'),
    },
    bundle: true,
    write: false,
    outdir: '/',
    format: 'iife',
    target: 'es2022',
    minify: true,
  });
  const files = new Map(outputFiles.map(({ path: name, contents }) => [path.basename(name), contents]));
  for (const name of ['codicon.css', 'codicon.ttf']) {
    files.set(name, await readFile(inRoot('node_modules/@vscode/codicons/dist', name)));
  }
  return files;
}

export class WebviewPage {
  constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly server: Server,
    /** What the console said in errors; violations of the policy among them. */
    readonly errors: readonly string[],
  ) {}

  get image(): Locator {
    return this.page.getByRole('application', { name: 'Image' });
  }

  box(number: number): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^Box ${number} of `) });
  }

  predicted(number: number): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^Predicted box ${number} of `) });
  }

  proposed(number: number): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^Proposed box ${number} of `) });
  }

  field(name: string): Locator {
    return this.page.getByRole('textbox', { name });
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** The names of the rewards' rows. */
  rewards(): Promise<(string | null)[]> {
    const rows = this.page.getByRole('table', { name: 'Rewards' }).getByRole('row');
    return rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label')));
  }

  /** Takes a corner of a box and drags it, without letting go. */
  async grab(box: Locator, dx: number, dy: number): Promise<void> {
    const rect = await box.boundingBox();
    if (rect === null) throw new Error('the box is not on screen');
    const { mouse } = this.page;
    await mouse.click(rect.x + rect.width / 2, rect.y + rect.height / 2);
    await mouse.move(rect.x + rect.width, rect.y + rect.height);
    await mouse.down();
    await mouse.move(rect.x + rect.width + dx, rect.y + rect.height + dy, { steps: 4 });
  }

  /** Asks the host in the page; `ask` runs there. */
  async host<T>(ask: (host: FakeHost) => T): Promise<Awaited<T>> {
    const host = await this.page.evaluateHandle(() => (window as unknown as HarnessWindow).host);
    return (await host.evaluate(ask as (host: FakeHost) => unknown)) as Awaited<T>;
  }

  async close(): Promise<void> {
    await this.context.close();
    this.server.close();
  }
}

const lines = async (name: string): Promise<string[]> =>
  (await readFile(inRoot('media/sample', name), 'utf8')).trimEnd().split('\n');

export async function sampleFixture(): Promise<Fixture> {
  const rollouts = (await lines('sample.rollouts.jsonl')).map(
    (line) => JSON.parse(line) as Fixture['rollouts'][number],
  );
  return { rows: await lines('sample.vqa.jsonl'), rollouts, images: '/sample/' };
}

/** Opens the editor on the sample dataset, or on what `change` makes of it. */
export async function openWebview(
  change: (sample: Fixture) => Fixture = (sample) => sample,
  viewport: { readonly width: number; readonly height: number } = VIEWPORT,
): Promise<WebviewPage> {
  const files = await (bundled ??= bundle());
  const fixture = change(await sampleFixture());
  const manifest = JSON.parse(await readFile(inRoot('package.json'), 'utf8')) as {
    readonly contributes: { readonly keybindings: readonly Keybinding[] };
  };
  const html = document(fixture, manifest.contributes.keybindings);
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname;
    void answer(name, html, files).then(({ type, body }) => {
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': type });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const context = await (await sharedBrowser()).newContext({ viewport });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return new WebviewPage(page, context, server, errors);
}

async function answer(
  name: string,
  html: string,
  files: Files,
): Promise<{ readonly type: string; readonly body?: string | Uint8Array }> {
  if (name === '/') return { type: 'text/html', body: html };
  // A browser asks for it by itself.
  if (name === '/favicon.ico') return { type: 'image/png', body: '' };
  const type = TYPES[path.extname(name)] ?? 'text/plain';
  if (name.startsWith('/sample/')) {
    const body = await readFile(inRoot('media/sample', name.slice('/sample/'.length))).catch(() => undefined);
    return body === undefined ? { type } : { type, body };
  }
  const body = files.get(name.slice(1));
  return body === undefined ? { type } : { type, body };
}

function document(fixture: Fixture, keybindings: readonly Keybinding[]): string {
  const data = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${POLICY}">
    <meta property="csp-nonce" content="${NONCE}">
    <style nonce="${NONCE}">${DEFAULT_STYLES}</style>
    <link rel="stylesheet" href="/codicon.css">
    <link rel="stylesheet" href="/dataset.css">
  </head>
  <body class="vscode-light">
    <div id="app"></div>
    <script nonce="${NONCE}">window.fixture = ${data(fixture)}; window.keybindings = ${data(keybindings)};</script>
    <script nonce="${NONCE}" src="/boot.js"></script>
    <script nonce="${NONCE}" src="/dataset.js"></script>
  </body>
</html>`;
}
