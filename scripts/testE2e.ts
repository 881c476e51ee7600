/**
 * A person's hands on a real VS Code: code-server in headless Chromium.
 *
 *   npm run test:e2e [-- -g PATTERN]
 */
import Mocha from 'mocha';
import { pathToFileURL } from 'node:url';
import { closeShared } from '../test/e2e/support/shared.ts';
import { closeWorkbenches } from '../test/e2e/support/workbench.ts';
import { countsLine, grepOption, succeeded, runMocha, testFiles } from './lib/mocha.ts';
import { inRoot } from './lib/paths.ts';

const grep = grepOption();
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
  afterAll: closeShared,
});
mocha.suite.emit('pre-require', globalThis, '', mocha);
for (const file of testFiles(inRoot('test/e2e'))) await import(pathToFileURL(file).href);
const counts = await runMocha(mocha);
console.log(countsLine(counts));
process.exit(succeeded(counts) ? 0 : 1);
