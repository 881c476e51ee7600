import assert from 'node:assert/strict';
import { openSample, type DatasetEditor } from './support/dataset.ts';
import { eventually } from './support/eventually.ts';

describe('The keys of CVAT', function () {
  this.timeout(120_000);
  let editor: DatasetEditor;

  before(async () => {
    editor = await openSample({ keep: true, settings: { 'vqaVerify.keymap': 'cvat' } });
    await editor.image.focus();
    await eventually(async () => {
      await press('n');
      await eventually(async () => {
        assert.equal(await drawing(), 'true');
      }, 500);
    });
    await press('v');
  });

  after(() => editor.workbench.close());

  it('F and D go to the next and the previous sample', async () => {
    await press('f');
    await editor.shows(2);
    await press('f');
    await editor.shows(3);
    await press('d');
    await editor.shows(2);
    await press('a');
    await editor.shows(2);
  });

  it('N draws a box, Shift+N several', async () => {
    const boxes = await count();
    await press('n');
    await draws();
    await editor.drag([100, 100], [200, 200]);
    await has(boxes + 1);
    await press('Shift+N');
    await draws();
    await editor.drag([100, 300], [200, 400]);
    await editor.drag([300, 300], [400, 400]);
    await has(boxes + 3);
    await press('Escape');
  });

  it('Ctrl+B copies the boxes of the previous sample, and leaves the side bar where it is', async () => {
    const bar = editor.page.locator('.part.sidebar');
    const seen = await bar.isVisible();
    const before = await count();
    await editor.show(3);
    await editor.image.focus();
    const own = await count();
    await press('ControlOrMeta+b');
    await has(own + before);
    assert.equal(await bar.isVisible(), seen);
  });

  it('are those that tooltips and the help show', async () => {
    for (const title of ['Next sample (F)', 'Previous sample (D)', 'Draw box (N)']) {
      await editor.frame.getByTitle(title, { exact: true }).waitFor();
    }
    await editor.button('Keys').click();
    const help = editor.frame.getByRole('dialog', { name: 'Keys' });
    assert.match(await help.innerText(), /Ctrl\+B\s+Copy boxes from the previous sample/);
    await press('Escape');
    await help.waitFor({ state: 'detached' });
  });

  it('give way to the others as soon as the setting does', async () => {
    await editor.workbench.setSettings({});
    await editor.frame.getByTitle('Next sample (D)', { exact: true }).waitFor();
    await editor.focusImage();
    await press('a');
    await editor.shows(2);
  });

  const press = (key: string): Promise<void> => editor.page.keyboard.press(key);
  const drawing = (): Promise<string | null> => editor.button('Draw box').getAttribute('aria-pressed');
  const draws = (): Promise<void> =>
    eventually(async () => {
      assert.equal(await drawing(), 'true');
    });
  const count = (): Promise<number> => editor.frame.getByRole('button', { name: /^Box \d+ of/ }).count();
  const has = (boxes: number): Promise<void> =>
    eventually(async () => {
      assert.equal(await count(), boxes);
    });
});
