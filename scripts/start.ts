/**
 * Builds, and opens VS Code on a copy of the sample dataset: the desktop's `code` where there is one and a
 * display, else VS Code in the browser.
 *
 *   npm start [-- --keep] [-- --browser] [-- --port N] [-- --check]
 *
 * `--keep` goes on with the copy of the last time. `--check` looks by itself, headlessly, whether a sample
 * and its rewards come on screen, keeps `.vscode-test/start.png`, and exits 0 or 1.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll } from './lib/build.ts';
import { FIRST_START_SETTINGS, startServer, workbenchUrl, writeSettings } from './lib/codeServer/server.ts';
import { root, scratch } from './lib/paths.ts';
import { mustRun } from './lib/process.ts';
import { SAMPLE_FILE, sampleWorkspace } from './lib/sampleWorkspace.ts';
import { checkStart } from './lib/startCheck.ts';
import { onPath } from './lib/systemPackages.ts';

const { values: flags } = parseArgs({
  options: {
    keep: { type: 'boolean', default: false },
    browser: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
    check: { type: 'boolean', default: false },
  },
});

if (!(await buildAll())) process.exit(1);
const desktop = flags.check || flags.browser ? undefined : desktopCode();
if (flags.check) {
  const folder = await sampleWorkspace(false, scratch('check-workspace'));
  process.exit((await checkStart(folder)) ? 0 : 1);
} else if (desktop !== undefined) {
  await openDesktop(desktop, await sampleWorkspace(flags.keep));
} else {
  await serve(await sampleWorkspace(flags.keep));
}

/** The desktop's VS Code, where there is a desktop. */
function desktopCode(): string | undefined {
  if (process.platform === 'win32') return onPath('code.cmd');
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const display = process.platform === 'darwin' || [DISPLAY, WAYLAND_DISPLAY].some((name) => name?.length);
  return display ? onPath('code') : undefined;
}

async function openDesktop(code: string, folder: string): Promise<void> {
  const profile = scratch('desktop-profile');
  await writeSettings(profile, FIRST_START_SETTINGS);
  const args = [
    '--new-window',
    `--user-data-dir=${profile}`,
    `--extensionDevelopmentPath=${root}`,
    '--disable-workspace-trust',
    folder,
    path.join(folder, SAMPLE_FILE),
  ];
  // A .cmd file can be run by a shell only.
  await mustRun(code, args, { shell: process.platform === 'win32' });
  console.log(`VS Code opens on ${path.relative(root, folder)}.`);
}

async function serve(folder: string): Promise<void> {
  const profile = scratch('start-profile');
  const server = await startServer({
    profile,
    settings: FIRST_START_SETTINGS,
    port: Number(flags.port),
  });
  const url = workbenchUrl(server, { folder, extension: root, file: path.join(folder, SAMPLE_FILE) });
  console.log(`\nVS Code on a copy of the sample dataset (${path.relative(root, folder)}):\n\n  ${url}\n`);
  console.log('Ctrl+C ends it.');
}
