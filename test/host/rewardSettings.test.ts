import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { testApi } from './openDataset.ts';
import { waitFor } from './support/waitFor.ts';

describe('The rewards setting', () => {
  let folder: string;

  before(async () => {
    await testApi();
    folder = await mkdtemp(path.join(tmpdir(), 'vqa-verify-settings-'));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true });
  });

  async function open(name: string, text: string): Promise<vscode.TextDocument> {
    const uri = vscode.Uri.file(path.join(folder, name));
    await writeFile(uri.fsPath, text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    return document;
  }

  const ours = (uri: vscode.Uri): vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'VQA-Verify');

  function underlined(document: vscode.TextDocument): Promise<string[]> {
    return waitFor('a diagnostic', () => {
      const found = ours(document.uri);
      if (found.length === 0) return undefined;
      return found.map(({ range, message }) => `${document.getText(range)}: ${message}`);
    });
  }

  it('is underlined where a name is wrong, and one press puts the nearest in its place', async () => {
    const text =
      '{\r\n  // mine\r\n  "vqaVerify.rewards": [{ "name": "anls" }, { "name": "boxF2" }],\r\n}\r\n';
    const document = await open('settings.json', text);
    assert.deepEqual(await underlined(document), [
      '"boxF2": there is no reward "boxF2"; did you mean boxF1?',
    ]);
    const [diagnostic] = ours(document.uri);
    assert(diagnostic !== undefined);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      diagnostic.range,
    );
    const fix = actions.find(({ title }) => title === 'Change to boxF1');
    assert(fix?.edit !== undefined);
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /"name": "boxF1"/);
    await waitFor('no diagnostic', () => ours(document.uri).length === 0);
    await document.save();
  });

  it('is underlined in a workspace file, and as it is typed', async () => {
    const document = await open('some.code-workspace', '{ "folders": [], "settings": {} }');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(
      document.uri,
      document.positionAt(document.getText().indexOf('} }')),
      '"vqaVerify.rewards": [{}]',
    );
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await underlined(document), ['{}: the reward has no name']);
    await document.save();
  });
});
