import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { scratch } from './paths.ts';
import { ensureChromium } from './systemPackages.ts';

/** Keeps Chromium to itself: as root, without a screen, and without looking for Google's hosts. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--force-color-profile=srgb',
];

/** What fits a small laptop; the editor must be legible in it. */
export const VIEWPORT = { width: 1280, height: 800 };

/** A headless Chromium; open a context for each thing that must not see the others' state. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await ensureChromium(), headless: true, args: FLAGS });
}

/**
 * A headless Chromium of one context, which a second client can take hold of at `debuggingPort`: such a
 * client sees the pages of a browser's own context only.
 */
export async function launchDebuggable(
  debuggingPort: number,
  options: BrowserContextOptions = {},
): Promise<{ readonly context: BrowserContext; close(): Promise<void> }> {
  const executablePath = await ensureChromium();
  await mkdir(scratch('profiles'), { recursive: true });
  const profile = await mkdtemp(scratch('profiles', 'chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [...FLAGS, `--remote-debugging-port=${debuggingPort}`],
    viewport: VIEWPORT,
    ...options,
  });
  return {
    context,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
