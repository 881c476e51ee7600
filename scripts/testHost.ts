/**
 * The host suite inside a real VS Code: code-server's extension host, shown in headless Chromium.
 *
 *   npm run test:host [-- -g PATTERN]
 *
 * Where CI is set, what fails is run once more in a new VS Code, as for the tests by hand, and what passed only
 * then is named. What the extension host itself logs goes to `.vscode-test/host.log`.
 */
import { createWriteStream } from 'node:fs';
import { runModule } from './lib/codeServer/runModule.ts';
import { freePort, prepareHostRun } from './lib/hostTests.ts';
import { countsLine, failureLine, grepFor, grepOption, succeeded, type Outcome } from './lib/mocha.ts';
import { scratch } from './lib/paths.ts';

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
  let outcome: Outcome | undefined;
  try {
    await runModule({ ...run, cdpPort, log: (text) => log.write(text), limitMinutes: LIMIT_MINUTES });
    outcome = await run.outcome();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
  } finally {
    await run.dispose();
  }
  if (outcome === undefined) console.error(`The host suite broke off; see ${scratch('host.log')}`);
  return outcome ?? { passed: 0, failed: 1, failures: [] };
}
