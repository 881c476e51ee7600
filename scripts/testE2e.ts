/**
 * A person's hands on a real VS Code: code-server in headless Chromium.
 *
 *   npm run test:e2e [-- -g PATTERN]
 *
 * Where CI is set, a file that fails is run once more in a new VS Code, since a machine that is busy elsewhere can
 * be too slow for a hand; what passed only then is named before the counts.
 */
import Mocha from 'mocha';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { closeShared } from '../test/e2e/support/shared.ts';
import { closeWorkbenches } from '../test/e2e/support/workbench.ts';
import {
  countsLine,
  grepOption,
  succeeded,
  runMocha,
  sumCounts,
  testFiles,
  failureLine,
  type Outcome,
} from './lib/mocha.ts';
import { inRoot } from './lib/paths.ts';

const grep = grepOption();
const runs = (process.env.CI ?? '') === '' ? 1 : 2;
const outcomes: Outcome[] = [];
const unsteady: string[] = [];
for (const file of testFiles(inRoot('test/e2e'))) {
  let outcome = await runFile(file, 1);
  for (let attempt = 2; outcome.failed > 0 && attempt <= runs; attempt++) {
    outcome = await runFile(file, attempt);
    if (outcome.failed === 0) unsteady.push(path.basename(file));
  }
  outcomes.push(outcome);
}
await closeShared();
if (unsteady.length > 0) console.log(`Passed at the second try only: ${unsteady.join(', ')}`);
for (const failure of outcomes.flatMap(({ failures }) => failures)) console.log(failureLine(failure));
const total = sumCounts(outcomes);
console.log(countsLine(total));
process.exit(succeeded(total) ? 0 : 1);

async function runFile(file: string, attempt: number): Promise<Outcome> {
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    timeout: 90_000,
    slow: 15_000,
    ...(grep === undefined ? {} : { grep }),
  });
  mocha.rootHooks({
    async afterEach(this: Mocha.Context) {
      const test = this.currentTest;
      await closeWorkbenches(test?.state === 'failed' ? test.fullTitle() : undefined);
    },
  });
  mocha.suite.emit('pre-require', globalThis, file, mocha);
  // A module runs only once; its tests must be declared to this Mocha.
  await import(`${pathToFileURL(file).href}?attempt=${attempt}`);
  try {
    return await runMocha(mocha);
  } finally {
    mocha.dispose();
  }
}
