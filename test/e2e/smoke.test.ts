import assert from 'node:assert/strict';
import { openWorkbench } from './support/workbench.ts';

describe('VS Code', () => {
  it('opens on a folder', async () => {
    const workbench = await openWorkbench({ files: { 'notes.txt': 'hello\n' }, open: 'notes.txt' });
    await workbench.page.getByRole('treeitem', { name: 'notes.txt' }).waitFor();
    await workbench.page.getByRole('tab', { name: 'notes.txt' }).waitFor();
    await workbench.page.locator('.view-line', { hasText: 'hello' }).waitFor();
  });

  it('changes its theme', async () => {
    const workbench = await openWorkbench();
    const background = (): Promise<string> =>
      workbench.page.locator('.part.statusbar').evaluate((part) => getComputedStyle(part).backgroundColor);
    const light = await background();
    await workbench.setTheme('dark');
    assert.notEqual(await background(), light);
  });
});
