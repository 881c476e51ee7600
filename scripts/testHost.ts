/**
 * The host suite inside a real VS Code: code-server's extension host, shown in headless Chromium.
 *
 *   npm run test:host [-- -g PATTERN]
 *
 * What the extension host itself logs goes to `.vscode-test/host.log`.
 */
import { createWriteStream } from 'node:fs';
import type { Page } from 'playwright-core';
import { launchDebuggable } from './lib/browser.ts';
import { startServer, workbenchUrl } from './lib/codeServer/server.ts';
import { freePort, prepareHostRun } from './lib/hostTests.ts';
import { countsLine, grepOption, succeeded, type Counts } from './lib/mocha.ts';
import { root, scratch } from './lib/paths.ts';

/** Of the suite as a whole; a test has a limit of its own. */
const LIMIT_MINUTES = 15;

const cdpPort = await freePort();
const run = await prepareHostRun(grepOption(), cdpPort);
const server = await startServer();
const browser = await launchDebuggable(cdpPort);
const log = createWriteStream(scratch('host.log'));
let counts: Counts | undefined;
try {
  const page = await browser.context.newPage();
  await page.exposeFunction('codeAutomationLog', (_level: string, parts: unknown[]) => {
    for (const part of parts) log.write(`${String(part)}\n`);
  });
  const ended = runEnds(page);
  const tests = { module: run.module, env: run.env };
  await page.goto(workbenchUrl(server, { folder: run.workspace, extension: root, tests }));
  await ended;
  counts = await run.counts();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
} finally {
  await browser.close();
  await server.stop();
  await run.dispose();
}
if (counts === undefined) console.error(`The host suite broke off; see ${scratch('host.log')}`);
console.log(countsLine(counts ?? { passed: 0, failed: 1 }));
process.exit(succeeded(counts) ? 0 : 1);

/** Waits until VS Code says that the module's `run()` is over. */
function runEnds(page: Page): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => () => {
      reject(new Error(why));
    };
    page.on('close', fail('The page was closed.'));
    page.on('crash', fail('The page crashed.'));
    setTimeout(fail(`The suite took more than ${LIMIT_MINUTES} minutes.`), LIMIT_MINUTES * 60_000).unref();
    void page.exposeFunction('codeAutomationExit', resolve);
  });
}
