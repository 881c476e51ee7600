import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { inRoot, scratch } from '../../scripts/lib/paths.ts';
import { openSample } from './support/dataset.ts';

const MISSING = 'ppocr-rec.onnx';

describe('A model whose files are incomplete', function () {
  this.timeout(120_000);
  let extension: string;

  before(async () => {
    await mkdir(scratch('workspaces'), { recursive: true });
    extension = await mkdtemp(scratch('workspaces', 'extension-'));
    const models = inRoot('dist', 'models');
    await cp(inRoot('package.json'), path.join(extension, 'package.json'));
    await cp(inRoot('dist'), path.join(extension, 'dist'), {
      recursive: true,
      filter: (source) => source !== models,
    });
    await symlink(inRoot('node_modules'), path.join(extension, 'node_modules'));
    for (const file of await readdir(models, { recursive: true, withFileTypes: true })) {
      const name = path.relative(models, path.join(file.parentPath, file.name));
      const target = path.join(extension, 'dist', 'models', name);
      if (file.isDirectory()) await mkdir(target, { recursive: true });
      else if (name !== MISSING) {
        await mkdir(path.dirname(target), { recursive: true });
        await symlink(path.join(models, name), target);
      }
    }
  });

  after(() => rm(extension, { recursive: true, force: true }));

  it('is said to be so where one asks it, and everything else goes on working', async () => {
    const editor = await openSample({ extension });
    await editor.box(1).waitFor();
    await editor.button('Propose').click();
    const failed = editor.frame.locator('.panel.failed');
    await failed.waitFor({ timeout: 60_000 });
    assert.match(await failed.innerText(), /rec\.onnx/);
    await editor.workbench.shot('model-file-missing');
    assert.ok(await editor.button('Propose').isEnabled());
    await editor.button('Retry').click();
    await failed.waitFor();
    await editor.button('Dismiss').click();
    await failed.waitFor({ state: 'detached' });
    await editor.focusImage();
    await editor.page.keyboard.press('d');
    await editor.shows(2);
  });
});
