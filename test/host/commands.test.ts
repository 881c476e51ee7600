import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { CALL, openDataset } from './openDataset.ts';
import { waitFor } from './support/waitFor.ts';
import { TestFiles } from './support/workspace.ts';

describe('Commands and settings', () => {
  let files: TestFiles;

  beforeEach(async () => {
    files = await TestFiles.create({ 'some.jsonl': '{"question":"What?","images":["a.png"]}\n' });
  });
  afterEach(() => files.dispose());

  it('Open as Dataset opens the file of the active text editor', async () => {
    await vscode.commands.executeCommand('vscode.open', files.uri('some.jsonl'));
    await waitFor('the text editor', () => vscode.window.activeTextEditor);
    await vscode.commands.executeCommand('vqaVerify.openDataset');
    await waitFor('the dataset editor', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputCustom && input.viewType === 'vqaVerify.dataset';
    });
  });

  it('Open Sample Dataset opens a copy, not the one that is shipped', async () => {
    const uri = await vscode.commands.executeCommand<vscode.Uri>('vqaVerify.openSampleDataset');
    const extension = vscode.extensions.getExtension('vqa-verify.vqa-verify');
    assert.ok(!uri.fsPath.startsWith(extension!.extensionPath + path.sep));
    await waitFor('its editor', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString();
    });
  });

  it('Compare with Git HEAD shows the lines that were touched, as text', async () => {
    const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'vqa-verify-git-')));
    const git = (...args: string[]): void => {
      execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', ...args], {
        cwd: folder,
      });
    };
    try {
      const file = path.join(folder, 'some.vqa.jsonl');
      await writeFile(file, '{"question":"What?"}\n');
      git('init', '--quiet');
      git('add', '--all');
      git('commit', '--quiet', '-m', 'First');
      const driver = await openDataset(vscode.Uri.file(file));
      await driver.set(0, ['question'], 'Who?');
      await driver.open.file.save(driver.open.analysis);
      await vscode.commands.executeCommand('vqaVerify.compareWithHead');
      const diff = await waitFor('the diff', () => {
        const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        return input instanceof vscode.TabInputTextDiff ? input : undefined;
      });
      const [before, after] = await Promise.all(
        [diff.original, diff.modified].map((uri) => vscode.workspace.openTextDocument(uri)),
      );
      assert.equal(before?.getText(), '{"question":"What?"}\n');
      assert.equal(after?.getText(), '{"question":"Who?"}\n');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('reads columns where the setting says they are', async () => {
    const uri = await files.write('odd.jsonl', '{"q":{"text":"Here?"},"question":"Not here"}\n');
    const driver = await openDataset(uri);
    const title = async (): Promise<string | undefined> =>
      (await driver.methods.rows({ start: 0, count: 1 }, CALL))[0]?.title;
    assert.equal(await title(), 'Not here');
    await vscode.workspace.getConfiguration('vqaVerify').update('columns', { question: 'q.text' });
    try {
      assert.equal(await title(), 'Here?');
    } finally {
      await vscode.workspace.getConfiguration('vqaVerify').update('columns', undefined);
    }
  });

  it('shows an image of another folder once the person adds that folder', async () => {
    const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'vqa-verify-images-')));
    const driver = await openDataset(files.uri('some.jsonl'));
    try {
      const file = path.join(folder, 'a.png');
      await writeFile(file, PIXEL);
      await driver.set(0, ['images', 0], file);
      assert.equal((await driver.methods.row({ id: 0 }, CALL)).image.kind, 'problem');
      await driver.methods.imageAction({ row: 0, name: 'addImageFolder' }, CALL);
      const { image } = await driver.methods.row({ id: 0 }, CALL);
      assert.equal(image.kind, 'image');
    } finally {
      await vscode.workspace.getConfiguration('vqaVerify').update('imageRoots', undefined);
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** A PNG of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
