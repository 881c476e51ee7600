import assert from 'node:assert/strict';
import { openDataset, type DatasetEditor } from './support/dataset.ts';
import { eventually } from './support/eventually.ts';

const row = (name: string): string =>
  `{"id":"${name}","messages":[{"role":"user","content":"<image>${name}?"}],"images":["x.png"],"image_caption":"c","bboxs":[],"width":9,"height":9,"possible_answers":["a"]}`;
const NAMES = ['first', 'second', 'third'];
const TEXT = NAMES.map((name) => `${row(name)}\n`).join('');

/** What the list's context menu does to the file. */
describe('The menu of a sample', function () {
  this.timeout(120_000);
  let editor: DatasetEditor;

  before(async () => {
    editor = await openDataset('rows.vqa.jsonl', { keep: true, files: { 'rows.vqa.jsonl': TEXT } });
    await listIs('first', 'second', 'third');
  });

  after(() => editor.workbench.close());

  it('opens by the right button, and goes with Escape, which gives the focus back', async () => {
    await editor.sample(2).click({ button: 'right' });
    assert.deepEqual(await labels(), [
      'Duplicate Sample',
      'Add Empty Sample Below',
      'Move Up',
      'Move Down',
      'Delete Sample',
    ]);
    await editor.workbench.shot('row-menu');
    await editor.page.keyboard.press('Escape');
    await editor.frame.getByRole('menu').waitFor({ state: 'detached' });
  });

  it('moves a sample; the first cannot go up', async () => {
    await choose(2, 'Move Down');
    await listIs('first', 'third', 'second');
    await choose(2, 'Move Up');
    await listIs('third', 'first', 'second');
    await editor.sample(1).click({ button: 'right' });
    assert.ok(!(await labels()).includes('Move Up'));
    await editor.page.keyboard.press('Escape');
  });

  it('copies a sample, and adds an empty one', async () => {
    await choose(1, 'Duplicate Sample');
    await listIs('third', 'third', 'first', 'second');
    await editor.shows(2);
    await choose(4, 'Add Empty Sample Below');
    await listIs('third', 'third', 'first', 'second', '');
    await editor.shows(5);
  });

  it('deletes a sample and shows its neighbour', async () => {
    await choose(3, 'Delete Sample');
    await listIs('third', 'third', 'second', '');
    await editor.shows(3);
  });

  it('wrote each of that as one undo step, and on saving exactly these rows', async () => {
    await editor.workbench.save();
    const lines = (await editor.bytes()).toString('utf8').split('\n');
    assert.deepEqual(lines.slice(0, 3), [row('third'), row('third'), row('second')]);
    assert.equal(lines.length, 5);
    await editor.samples.focus();
    for (let step = 0; step < 5; step++) {
      const before = await titles();
      await editor.page.keyboard.press('ControlOrMeta+z');
      await eventually(async () => {
        assert.notDeepEqual(await titles(), before);
      });
    }
    await listIs(...NAMES);
    await editor.workbench.save();
    assert.equal((await editor.bytes()).toString('utf8'), TEXT);
  });

  it('opens by the menu key on the selected sample', async () => {
    await editor.sample(3).click();
    await editor.sample(3).and(editor.frame.locator('[aria-selected="true"]')).waitFor();
    await editor.samples.focus();
    await editor.page.keyboard.press('ContextMenu');
    await items().first().waitFor();
    await editor.page.keyboard.press('End');
    await editor.page.keyboard.press('Enter');
    await listIs('first', 'second');
  });

  const items = (): ReturnType<DatasetEditor['frame']['getByRole']> =>
    editor.frame.getByRole('menu', { name: 'Sample' }).getByRole('menuitem');
  const labels = async (): Promise<string[]> => {
    await items().first().waitFor();
    return (await items().allInnerTexts()).map((text) => text.trim());
  };
  const choose = async (number: number, label: string): Promise<void> => {
    await editor.sample(number).click({ button: 'right' });
    await items().filter({ hasText: label }).click();
  };
  const titles = (): Promise<string[]> =>
    editor.samples
      .getByRole('option')
      .evaluateAll((all) => all.map((each) => each.querySelector('.row-title')?.textContent.trim() ?? ''));
  const listIs = (...names: string[]): Promise<void> =>
    eventually(async () => {
      const expected = names.map((name) => (name === '' ? 'No question' : `${name}?`));
      assert.deepEqual(await titles(), expected);
    });
});
