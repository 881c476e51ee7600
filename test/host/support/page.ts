import path from 'node:path';
import { chromium, type Browser, type FrameLocator, type Page } from 'playwright-core';

/** Each test file is a bundle of its own; they share the connection through the global object. */
const shared = globalThis as typeof globalThis & { vqaTestBrowser?: Promise<Browser> | undefined };

/**
 * The page or window in which this VS Code is shown, so that one test has both the `vscode` API and a
 * person's mouse and keyboard.
 */
export async function workbenchPage(): Promise<Page> {
  const address = process.env.VQA_TEST_CDP;
  if (address === undefined) throw new Error('VQA_TEST_CDP does not name a debugging address');
  shared.vqaTestBrowser ??= chromium.connectOverCDP(address);
  const browser = await shared.vqaTestBrowser;
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    if ((await page.locator('.monaco-workbench').count()) > 0) return page;
  }
  throw new Error('No page shows a workbench');
}

/** The document of the n-th webview that is on screen. */
export async function webview(nth = 0): Promise<FrameLocator> {
  const page = await workbenchPage();
  return page.locator('iframe.webview.ready').nth(nth).contentFrame().frameLocator('iframe#active-frame');
}

/** Saves a picture of the window, beside those of the tests by hand: what a failed test saw. */
export async function keepPicture(title: string): Promise<void> {
  const folder = process.env.VQA_TEST_SHOTS;
  if (folder === undefined) return;
  const name = title.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 100);
  await workbenchPage()
    .then((page) => page.screenshot({ path: path.join(folder, `failed-${name}.png`) }))
    .catch(() => undefined);
}

export async function releasePage(): Promise<void> {
  const browser = await shared.vqaTestBrowser;
  shared.vqaTestBrowser = undefined;
  await browser?.close();
}
