import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { startServer, type Server } from '../../scripts/lib/codeServer/server.ts';
import { hostTarget } from '../../scripts/package/targets.ts';
import { buildVsix } from '../../scripts/package/vsix.ts';
import { DatasetEditor } from './support/dataset.ts';
import { openRollouts } from './support/rollouts.ts';
import { closeWorkbenches, openWorkbench, type Workbench } from './support/workbench.ts';

describe('The package', function () {
  this.timeout(240_000);
  let folder: string;
  let server: Server | undefined;

  before(async () => {
    // Outside the project: a library missing in the package must not be found in the project's node_modules.
    folder = await mkdtemp(path.join(tmpdir(), 'vqa-verify-installed-'));
    const home = path.join(folder, 'home');
    await mkdir(path.join(home, '.cache'), { recursive: true });
    const { file } = await buildVsix(hostTarget(), path.join(folder, 'vqa-verify.vsix'));
    server = await startServer({
      profile: path.join(folder, 'profile'),
      vsix: [file],
      env: { HOME: home, TMPDIR: folder },
    });
  });

  after(async () => {
    await closeWorkbenches();
    await server?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  it('proposes boxes in a VS Code where it was installed, and leaves nothing in the home folder', async () => {
    assert(server !== undefined);
    const workbench = await openWorkbench({ server });
    await openSampleDataset(workbench);
    const editor = new DatasetEditor(workbench, 'sample.vqa.jsonl');
    await editor.sample(1).click();
    await editor.image.focus();
    const before = await cacheFiles();
    await editor.page.keyboard.press('p');
    await editor.frame.getByRole('button', { name: /^Proposed box 1 of / }).waitFor({ timeout: 90_000 });
    await editor.workbench.shot('package-proposals');
    // onnxruntime-node from 1.29 on keeps what it is about to send below .cache/Microsoft/DeveloperTools,
    // where VS Code has its own file.
    assert.deepEqual(await cacheFiles(), before);
  });

  it('answers SQL over rollouts, and leaves nothing in the home folder', async () => {
    assert(server !== undefined);
    const { frame } = await openRollouts('sample.rollouts.jsonl', { server, copy: 'media/sample' });
    await frame.getByRole('button', { name: 'SQL', exact: true }).click();
    await frame.getByRole('textbox', { name: 'SQL query' }).press('ControlOrMeta+Enter');
    await frame.getByRole('columnheader', { name: 'rollouts', exact: true }).waitFor({ timeout: 60_000 });
    assert(!(await readdir(path.join(folder, 'home'))).includes('.duckdb'));
  });

  const cacheFiles = async (): Promise<string[]> => {
    const files = await readdir(path.join(folder, 'home', '.cache'), { recursive: true });
    return files.sort();
  };
});

/** By the command palette, which lists what is known when it opens: extensions follow seconds after the window. */
async function openSampleDataset({ page }: Workbench): Promise<void> {
  const label = 'VQA-Verify: Open Sample Dataset';
  const command = page.locator('.quick-input-list .monaco-list-row', { hasText: label });
  for (;;) {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input[type=text]').fill(`>${label}`);
    if (await appears(command)) break;
    await page.keyboard.press('Escape');
  }
  await command.click();
}

const appears = (locator: Locator): Promise<boolean> =>
  locator.waitFor({ timeout: 2000 }).then(
    () => true,
    () => false,
  );
