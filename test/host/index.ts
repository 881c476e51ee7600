/**
 * The module that VS Code's extension host is told to run: every `*.test.cjs` bundled beside it.
 * The environment carries `VQA_TEST_GREP` (a pattern), `VQA_TEST_OUTPUT` (a file for the report, which
 * the extension host's own console would mix with its log) and `VQA_TEST_RESULT` (a file for what came of it).
 */
import Mocha from 'mocha';
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { runMocha } from '../../scripts/lib/mocha.ts';
import { keepPicture, releasePage } from './support/page.ts';

export async function run(): Promise<void> {
  const { VQA_TEST_GREP: grep, VQA_TEST_OUTPUT: output, VQA_TEST_RESULT: result } = process.env;
  if (output !== undefined) {
    Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => {
      appendFileSync(output, `${format(...parts)}\n`);
    };
  }
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: 'spec',
    timeout: 60_000,
    slow: 5000,
    color: false,
    ...(grep === undefined || grep === '' ? {} : { grep }),
  });
  const folder = __dirname;
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith('.test.cjs')) mocha.addFile(path.join(folder, name));
  }
  mocha.rootHooks({
    async afterEach(this: Mocha.Context) {
      const test = this.currentTest;
      if (test?.state === 'failed') await keepPicture(test.fullTitle());
    },
    afterAll: releasePage,
  });
  const outcome = await runMocha(mocha);
  if (result !== undefined) writeFileSync(result, JSON.stringify(outcome));
  if (outcome.failed > 0) throw new Error(`${outcome.failed} tests failed`);
}
