import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import { DatasetEditor, openSample } from './support/dataset.ts';
import { eventually } from './support/eventually.ts';

const AT = 'Box 1 of 1: x 427, y 324, width 57, height 38';
const LOWER = 'Box 1 of 1: x 427, y 334, width 57, height 38';

/** One file in several panels, and its way to the disk and back. */
describe('Panels and files', function () {
  this.timeout(120_000);
  this.bail(true);
  let editor: DatasetEditor;

  before(async () => {
    editor = await openSample({ keep: true });
    await editor.box(1).waitFor();
  });

  after(() => editor.workbench.close());

  it('reverts to what is on disk', async () => {
    await moveDown(editor);
    await editor.workbench.waitForDirty();
    await editor.workbench.command('File: Revert File');
    await editor.workbench.waitForSaved();
    await isAt(editor, AT);
  });

  it('goes on with a file that another program has written, where nothing is unsaved', async () => {
    const text = (await editor.bytes()).toString('utf8');
    await writeFile(
      editor.workbench.path(editor.file),
      text.replace('[427,324,484,362]', '[427,334,484,372]'),
    );
    await isAt(editor, LOWER);
    await writeFile(editor.workbench.path(editor.file), text);
    await isAt(editor, AT);
    assert.equal(await editor.workbench.isDirty(), false);
  });

  it('asks before it overwrites what another program has written', async () => {
    const text = (await editor.bytes()).toString('utf8');
    await moveDown(editor);
    await editor.workbench.waitForDirty();
    await writeFile(editor.workbench.path(editor.file), text.replace('turquoise', 'petrol'));
    const question = await editor.workbench.notification('was changed on disk');
    await isAt(editor, LOWER);
    await question.getByRole('button', { name: 'Keep My Edits' }).click();
    await question.waitFor({ state: 'detached' });
    await editor.workbench.save();
    const saved = (await editor.bytes()).toString('utf8');
    assert.equal(
      saved,
      text.replace('turquoise', 'petrol').replace('[427,324,484,362]', '[427,334,484,372]'),
    );
    await writeFile(editor.workbench.path(editor.file), text);
    await isAt(editor, AT);
  });

  it('says why a write-protected file cannot be saved, and keeps the edits', async () => {
    const file = editor.workbench.path(editor.file);
    const before = await editor.bytes();
    await chmod(file, 0o444);
    await moveDown(editor);
    await editor.workbench.waitForDirty();
    await editor.page.keyboard.press('ControlOrMeta+KeyS');
    const message = await editor.workbench.notification('read-only');
    await editor.workbench.shot('read-only-save');
    assert.match(await message.innerText(), /Your edits are kept/);
    assert.equal(await editor.workbench.isDirty(), true);
    await isAt(editor, LOWER);
    assert.deepEqual(await editor.bytes(), before);
    await chmod(file, 0o644);
    await editor.workbench.command('Notifications: Clear All Notifications');
    await editor.workbench.save();
    assert.equal((await editor.bytes()).toString('utf8').includes('[427,334,484,372]'), true);
    await writeFile(file, before);
    await isAt(editor, AT);
  });

  it('shows the unsaved edits again after the window is loaded anew', async () => {
    const since = Date.now();
    await moveDown(editor);
    await editor.workbench.waitForBackup(since);
    await editor.page.reload();
    await editor.workbench.shown();
    await editor.samples.waitFor({ timeout: 60_000 });
    await isAt(editor, LOWER);
    await editor.workbench.waitForDirty();
    await editor.workbench.save();
    assert.equal((await editor.bytes()).toString('utf8').includes('[427,334,484,372]'), true);
    await moveUp(editor);
    await editor.workbench.waitForDirty();
    await editor.workbench.save();
    await isAt(editor, AT);
  });

  it('saves as the very same file, and stays on it', async () => {
    const { workbench, page } = editor;
    await moveDown(editor);
    await workbench.waitForDirty();
    await workbench.command('File: Save As...');
    const name = page.locator('.quick-input-widget input[type=text]');
    await eventually(async () => {
      assert.equal(await name.inputValue(), workbench.path(editor.file));
    });
    // The dialog takes no key while it still lists the folder.
    await eventually(async () => {
      await page.keyboard.press('Enter');
      await page.getByText('Are you sure you want to overwrite it?').waitFor({ timeout: 5000 });
    });
    await page.locator('.quick-input-widget').getByRole('button', { name: 'OK' }).click();
    await workbench.waitForSaved();
    assert.ok((await editor.bytes()).toString('utf8').includes('[427,334,484,372]'));
    assert.equal(await page.locator('.tab').count(), 1);
    await isAt(editor, LOWER);
    await moveUp(editor);
    await workbench.waitForDirty();
    await workbench.save();
  });

  it('keeps two panels on one file in step', async () => {
    const other = await split();
    await isAt(other, AT);
    await moveDown(other);
    await isAt(editor, LOWER);
    await editor.focusImage();
    await editor.page.keyboard.press('ControlOrMeta+z');
    await isAt(editor, AT);
    await isAt(other, AT);
    const caption = editor.field('Caption');
    await caption.click();
    await editor.page.keyboard.press('ControlOrMeta+End');
    await editor.page.keyboard.type(' More');
    await eventually(async () => {
      assert.match(await other.field('Caption').inputValue(), / More$/);
    });
    await other.show(3);
    await editor.shows(1);
  });

  it('leaves the focus where it is when the other panel loses the box that it had focused', async () => {
    const other = new DatasetEditor(editor.workbench, editor.file, 1);
    await other.show(3);
    await other.focusImage();
    await other.page.keyboard.press('Tab');
    await editor.show(3);
    await editor.focusImage();
    await editor.page.keyboard.press('Tab');
    await editor.page.keyboard.press('Delete');
    await other.box(1).waitFor({ state: 'detached' });
    await editor.page.keyboard.press('d');
    await editor.shows(4);
    await other.shows(3);
    await editor.page.keyboard.press('ControlOrMeta+z');
    await other.box(1).waitFor();
  });

  it('saves as another file, and leaves the first as it was on disk', async () => {
    const before = await editor.bytes();
    await editor.show(1);
    await moveDown(editor);
    await editor.workbench.command('File: Save As...');
    const name = editor.page.locator('.quick-input-widget input[type=text]');
    await eventually(async () => {
      assert.equal(await name.inputValue(), editor.workbench.path(editor.file));
    });
    await name.fill(editor.workbench.path('copy.vqa.jsonl'));
    await editor.page.keyboard.press('Enter');
    await editor.page.getByRole('tab', { name: /^copy\.vqa\.jsonl/ }).waitFor();
    await eventually(async () => {
      const copy = (await editor.workbench.bytes('copy.vqa.jsonl')).toString('utf8');
      assert.ok(copy.includes('[427,334,484,372]'));
    });
    assert.deepEqual(await editor.bytes(), before);
  });

  it('goes on in the other panel with what the first file holds', async () => {
    const first = editor.page.getByRole('tab', { name: /^sample\.vqa\.jsonl/ });
    await first.click();
    await editor.workbench.waitForSaved();
    const panels = [editor, new DatasetEditor(editor.workbench, editor.file, 1)];
    for (const panel of panels) await panel.show(1);
    await eventually(async () => {
      const labels = await Promise.all(panels.map((panel) => panel.box(1).getAttribute('aria-label')));
      assert.deepEqual(labels.sort(), [AT, LOWER]);
    });
  });

  const split = async (): Promise<DatasetEditor> => {
    await editor.workbench.command('View: Split Editor Right');
    const other = new DatasetEditor(editor.workbench, editor.file, 1);
    await other.box(1).waitFor();
    return other;
  };
  const isAt = (where: DatasetEditor, expected: string): Promise<void> =>
    eventually(async () => {
      assert.equal(await where.box(1).getAttribute('aria-label'), expected);
    });
  const moveDown = (where: DatasetEditor): Promise<void> => move(where, 'Shift+ArrowDown');
  const moveUp = (where: DatasetEditor): Promise<void> => move(where, 'Shift+ArrowUp');
  const move = async (where: DatasetEditor, key: string): Promise<void> => {
    await where.focusImage();
    await where.page.keyboard.press('Tab');
    await where.page.keyboard.press(key);
  };
});
