import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServer, type Server } from '../../scripts/lib/codeServer/server.ts';
import { hostTarget } from '../../scripts/package/targets.ts';
import { buildVsix } from '../../scripts/package/vsix.ts';
import { openSample } from './support/dataset.ts';
import { closeWorkbenches } from './support/workbench.ts';

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
    server = await startServer({ profile: path.join(folder, 'profile'), vsix: [file], env: { HOME: home } });
  });

  after(async () => {
    await closeWorkbenches();
    await server?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  it('proposes boxes in a VS Code where it was installed, and leaves nothing in the home folder', async () => {
    assert(server !== undefined);
    const editor = await openSample({ server });
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

  const cacheFiles = async (): Promise<string[]> => {
    const files = await readdir(path.join(folder, 'home', '.cache'), { recursive: true });
    return files.sort();
  };
});
