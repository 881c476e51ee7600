/** One warm code-server and one browser for all tests, started by the first that asks. */
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../../scripts/lib/browser.ts';
import { startServer, type Server } from '../../../scripts/lib/codeServer/server.ts';

let server: Promise<Server> | undefined;
let browser: Promise<Browser> | undefined;

export const sharedServer = (): Promise<Server> => (server ??= startServer());
export const sharedBrowser = (): Promise<Browser> => (browser ??= launchBrowser());

export async function closeShared(): Promise<void> {
  await (await browser)?.close();
  await (await server)?.stop();
  browser = undefined;
  server = undefined;
}
