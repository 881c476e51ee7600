/**
 * The host suite inside a real VS Code: code-server's extension host, shown in headless Chromium.
 *
 *   npm run test:host [-- -g PATTERN]
 *
 * Where CI is set, what fails is run once more in a new VS Code, as for the tests by hand, and what passed only
 * then is named. What the extension host itself logs goes to `.vscode-test/host.log`.
 */
import { createWriteStream } from 'node:fs';
import type { Page } from 'playwright-core';
import { launchDebuggable } from './lib/browser.ts';
import { startServer, workbenchUrl } from './lib/codeServer/server.ts';
import { freePort, prepareHostRun } from './lib/hostTests.ts';
import { countsLine, failureLine, grepFor, grepOption, succeeded, type Outcome } from './lib/mocha.ts';
import { root, scratch } from './lib/paths.ts';

/** Of the suite as a whole; a test has a limit of its own. */
const LIMIT_MINUTES = 15;

const log = createWriteStream(scratch('host.log'));
let outcome = await runSuite(grepOption());
if ((process.env.CI ?? '') !== '' && outcome.failed > 0) outcome = await tryAgain(outcome);
for (const failure of outcome.failures) console.log(failureLine(failure));
console.log(countsLine(outcome));
process.exit(succeeded(outcome) ? 0 : 1);

/** Runs what failed once more, in a new VS Code. */
async function tryAgain(first: Outcome): Promise<Outcome> {
  const second = await runSuite(first.failures.length === 0 ? grepOption() : grepFor(first.failures));
  if (second.failed > second.failures.length) return second;
  const still = new Set(second.failures.map(({ title }) => title));
  const unsteady = first.failures.filter(({ title }) => !still.has(title));
  for (const { title, message } of unsteady) {
    console.log(`Passed at the second try only: ${title} (${message})`);
  }
  return { ...second, passed: first.passed + second.passed };
}

async function runSuite(grep: string | undefined): Promise<Outcome> {
  const cdpPort = await freePort();
  const run = await prepareHostRun(grep, cdpPort);
  const server = await startServer();
  const browser = await launchDebuggable(cdpPort);
  let outcome: Outcome | undefined;
  try {
    const page = await browser.context.newPage();
    await page.exposeFunction('codeAutomationLog', (_level: string, parts: unknown[]) => {
      for (const part of parts) log.write(`${String(part)}\n`);
    });
    const ended = runEnds(page);
    const tests = { module: run.module, env: run.env };
    await page.goto(workbenchUrl(server, { folder: run.workspace, extension: root, tests }));
    await ended;
    outcome = await run.outcome();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
  } finally {
    await browser.close();
    await server.stop();
    await run.dispose();
  }
  if (outcome === undefined) console.error(`The host suite broke off; see ${scratch('host.log')}`);
  return outcome ?? { passed: 0, failed: 1, failures: [] };
}

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
