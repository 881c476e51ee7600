import { errors, type Page } from 'playwright-core';
import path from 'node:path';
import { launchBrowser, VIEWPORT } from './browser.ts';
import { FIRST_START_SETTINGS, startServer, workbenchUrl } from './codeServer/server.ts';
import { root, scratch } from './paths.ts';
import { SAMPLE_FILE } from './sampleWorkspace.ts';

const PICTURE = scratch('start.png');

/**
 * Opens the sample dataset as a person would and looks for what they would see: an image and the rewards
 * of its sample. Keeps a picture either way.
 */
export async function checkStart(folder: string): Promise<boolean> {
  const server = await startServer({ settings: FIRST_START_SETTINGS });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: VIEWPORT });
    await page.goto(workbenchUrl(server, { folder, extension: root, file: path.join(folder, SAMPLE_FILE) }));
    const missing = await whatIsMissing(page);
    await page.screenshot({ path: PICTURE });
    const picture = path.relative(root, PICTURE);
    if (missing === undefined) console.log(`A sample and its rewards are on screen: ${picture}`);
    else console.error(`Not on screen within a minute: ${missing}. See ${picture}`);
    return missing === undefined;
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function whatIsMissing(page: Page): Promise<string | undefined> {
  const editor = page.locator('iframe.webview.ready').contentFrame().frameLocator('iframe#active-frame');
  const steps = [
    ["VS Code's window", page.locator('.monaco-workbench .statusbar')],
    ['the list of samples', editor.getByRole('listbox', { name: 'Samples' }).getByRole('option').first()],
    ['the image', editor.getByRole('application', { name: 'Image' })],
    ['a box on the image', editor.getByRole('button', { name: /^Box 1 of / })],
    [
      'the rewards',
      editor
        .getByRole('table', { name: 'Rewards' })
        .getByRole('row', { name: /^bbox \d/ })
        .first(),
    ],
  ] as const;
  for (const [what, locator] of steps) {
    try {
      await locator.waitFor({ timeout: 60_000 });
    } catch (error) {
      if (error instanceof errors.TimeoutError) return what;
      throw error;
    }
  }
  return undefined;
}
