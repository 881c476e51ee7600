import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { openSample, type DatasetEditor } from './support/dataset.ts';
import { eventually } from './support/eventually.ts';

const AT = 'Box 1 of 1: x 427, y 324, width 57, height 38';
const LOWER = 'Box 1 of 1: x 427, y 334, width 57, height 38';
const EDITED = '[427,334,484,372]';

/** Another program writes the file while it has unsaved edits: every way out of that, by hand. */
describe('A file that changes on disk under unsaved edits', function () {
  this.timeout(120_000);
  let editor: DatasetEditor;
  /** As the sample dataset is, and as another program writes it. */
  let text: string;
  let theirs: string;

  before(async () => {
    editor = await openSample({ keep: true });
    text = (await editor.bytes()).toString('utf8');
    theirs = text.replace('turquoise', 'petrol');
    await editor.box(1).waitFor();
  });

  after(() => editor.workbench.close());

  /** One edit of ours on the first sample, and one of theirs on the third. */
  beforeEach(async () => {
    await editor.show(1);
    await isAt(AT);
    await editor.focusImage();
    await editor.page.keyboard.press('Tab');
    await editor.page.keyboard.press('Shift+ArrowDown');
    await editor.workbench.waitForDirty();
    await writeFile(editor.workbench.path(editor.file), theirs);
  });

  /** Back to a clean editor on the file as it was. */
  afterEach(async () => {
    await editor.workbench.command('Notifications: Clear All Notifications');
    await editor.workbench.command('File: Revert File');
    await writeFile(editor.workbench.path(editor.file), text);
    await editor.show(1);
    await isAt(AT);
    await editor.workbench.waitForSaved();
  });

  it('is read anew by “Reload and Lose My Edits”', async () => {
    const question = await editor.workbench.notification('was changed on disk');
    await question.getByRole('button', { name: 'Reload and Lose My Edits' }).click();
    await isAt(AT);
    await editor.workbench.waitForSaved();
    await editor.show(3);
    await captionSays(/petrol/);
    assert.equal(await onDisk(), theirs);
  });

  it('is shown beside the edits by “Compare”, and nothing is lost by looking', async () => {
    const question = await editor.workbench.notification('was changed on disk');
    await question.getByRole('button', { name: 'Compare' }).click();
    await comparison();
    await editor.workbench.shot('compare-with-disk');
    await editor.workbench.command('View: Close Editor');
    await isAt(LOWER);
    assert.equal(await editor.workbench.isDirty(), true);
    assert.equal(await onDisk(), theirs);
  });

  it('is not written by Ctrl+S without asking; Cancel leaves both as they are', async () => {
    const dialog = await saving();
    await editor.workbench.shot('save-over-change');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await isAt(LOWER);
    assert.equal(await editor.workbench.isDirty(), true);
    assert.equal(await onDisk(), theirs);
  });

  it('gets the edits on top of what it holds now by “Keep My Edits”', async () => {
    const dialog = await saving();
    await dialog.getByRole('button', { name: 'Keep My Edits' }).click();
    await editor.workbench.waitForSaved();
    assert.equal(await onDisk(), theirs.replace('[427,324,484,362]', EDITED));
    await isAt(LOWER);
  });

  it('is compared from the question before saving, and stays as it is', async () => {
    const dialog = await saving();
    await dialog.getByRole('button', { name: 'Compare' }).click();
    await comparison();
    await editor.workbench.command('View: Close Editor');
    assert.equal(await editor.workbench.isDirty(), true);
    assert.equal(await onDisk(), theirs);
  });

  const onDisk = async (): Promise<string> => (await editor.bytes()).toString('utf8');
  const isAt = (expected: string): Promise<void> =>
    eventually(async () => {
      assert.equal(await editor.box(1).getAttribute('aria-label'), expected);
    });
  const captionSays = (expected: RegExp): Promise<void> =>
    eventually(async () => {
      assert.match(await editor.field('Caption').inputValue(), expected);
    });
  const saving = async (): Promise<Locator> => {
    await editor.page.keyboard.press('ControlOrMeta+KeyS');
    const dialog = editor.page.locator('.monaco-dialog-box', { hasText: 'was changed on disk since' });
    await dialog.waitFor();
    return dialog;
  };
  /** The diff of text that VS Code shows: our box on one side, their caption on the other. */
  const comparison = async (): Promise<void> => {
    await editor.page.getByRole('tab', { name: /on disk ↔ with your edits/ }).waitFor();
    const sides = editor.page.locator('.monaco-diff-editor .editor');
    await sides.locator('.view-lines', { hasText: EDITED }).waitFor();
    await sides.locator('.view-lines', { hasText: 'petrol' }).waitFor();
  };
});
