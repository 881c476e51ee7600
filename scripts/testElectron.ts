/**
 * The host suite inside desktop VS Code, which is downloaded unless `VSCODE` names an executable.
 *
 *   npm run test:electron [-- -g PATTERN]
 */
import { runTests } from '@vscode/test-electron';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { writeSettings } from './lib/codeServer/server.ts';
import { freePort, prepareHostRun } from './lib/hostTests.ts';
import { countsLine, failureLine, grepOption, succeeded } from './lib/mocha.ts';
import { root, scratch } from './lib/paths.ts';

const cdpPort = await freePort();
const run = await prepareHostRun(grepOption(), cdpPort);
await mkdir(scratch('profiles'), { recursive: true });
const profile = await mkdtemp(scratch('profiles', 'electron-'));
await writeSettings(profile);
const executable = process.env.VSCODE;
let trouble: unknown;
try {
  await runTests({
    extensionDevelopmentPath: root,
    extensionTestsPath: run.module,
    extensionTestsEnv: run.env,
    launchArgs: [
      run.workspace,
      `--user-data-dir=${profile}`,
      `--remote-debugging-port=${cdpPort}`,
      '--disable-extensions',
      '--disable-workspace-trust',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    ...(executable === undefined ? { cachePath: scratch('desktop') } : { vscodeExecutablePath: executable }),
  });
} catch (error) {
  trouble = error;
}
const outcome = await run.outcome();
await run.dispose();
await rm(profile, { recursive: true, force: true, maxRetries: 3 });
if (outcome === undefined) {
  console.error(`The host suite broke off: ${trouble instanceof Error ? trouble.message : String(trouble)}`);
}
for (const failure of outcome?.failures ?? []) console.log(failureLine(failure));
console.log(countsLine(outcome ?? { passed: 0, failed: 1 }));
process.exit(succeeded(outcome) ? 0 : 1);
