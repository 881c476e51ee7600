import assert from 'node:assert/strict';
import type { FrameLocator, Page } from 'playwright-core';
import * as vscode from 'vscode';
import { testApi } from './openDataset.ts';
import { webview, workbenchPage } from './support/page.ts';
import { waitFor } from './support/waitFor.ts';
import { TestFiles } from './support/workspace.ts';

describe('The dataset editor', () => {
  let files: TestFiles;
  let page: Page;
  let editor: FrameLocator;

  before(async () => {
    files = await TestFiles.create();
    page = await workbenchPage();
    await vscode.commands.executeCommand('vqaVerify.openSampleDataset');
    editor = await webview();
    await editor.getByRole('listbox', { name: 'Samples' }).getByRole('option').first().waitFor();
  });
  after(() => files.dispose());

  const sampleShown = async (): Promise<number | undefined> => {
    const { editors } = await testApi();
    return editors.active?.shown.position;
  };

  /** Gives the list the focus, and waits until VS Code knows: only then are single keys commands. */
  const focusList = async (): Promise<void> => {
    const { editors } = await testApi();
    await editor.getByRole('option').first().click();
    await waitFor('the focus', () => editors.active?.state.canvasFocus === true);
    await vscode.commands.executeCommand('setContext', 'vqaVerify.canvasFocus', true);
  };

  it('shows the image of the first sample', async () => {
    const image = editor.getByRole('application', { name: 'Image' });
    await image.waitFor();
    await editor
      .getByRole('button', { name: /^Box 1 of / })
      .first()
      .waitFor();
  });

  it('goes to the next sample with D and back with A while the list has focus', async () => {
    await focusList();
    await waitFor('the first sample', async () => (await sampleShown()) === 0);
    await page.keyboard.press('d');
    await waitFor('the second sample', async () => (await sampleShown()) === 1);
    await page.keyboard.press('a');
    await waitFor('the first sample again', async () => (await sampleShown()) === 0);
  });

  it('types letters that are keys elsewhere into a text field', async () => {
    const caption = editor.getByRole('textbox', { name: 'Caption' });
    await caption.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('dad');
    assert.match(await caption.inputValue(), /dad$/);
    assert.equal(await sampleShown(), 0);
    await page.keyboard.press('Escape');
  });

  it('tells mode and place in the status bar', async () => {
    const status = page.locator('.statusbar');
    await status.getByText(/^Sample 1 of /).waitFor();
    await status.getByText('Debug').waitFor();
    await focusList();
    await page.keyboard.press('m');
    await status.getByText('Annotate').waitFor();
    await page.keyboard.press('m');
    await status.getByText('Debug').waitFor();
  });
});
