import assert from 'node:assert/strict';
import { chmod, rename, rm, stat, symlink, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { DatasetDocument } from '../../src/host/dataset/document.ts';
import { CALL, isDirty, openDataset, testApi, waitForDirty, type Driver } from './openDataset.ts';
import { waitFor } from './support/waitFor.ts';
import { TestFiles } from './support/workspace.ts';

const TEXT = '{"id":"a","question":"What?","bboxs":[[1,2,3,4]]}\n{"id":"b","question":"Where?","bboxs":[]}\n';
const CHANGED = TEXT.replace('"b"', '"bee"');

describe('The file of a dataset', () => {
  let files: TestFiles;
  let uri: vscode.Uri;

  beforeEach(async () => {
    files = await TestFiles.create({ 'some.vqa.jsonl': TEXT });
    uri = files.uri('some.vqa.jsonl');
  });
  afterEach(() => files.dispose());

  const text = async (name = 'some.vqa.jsonl'): Promise<string> => (await files.bytes(name)).toString();
  const save = (): Thenable<unknown> => vscode.commands.executeCommand('workbench.action.files.save');
  /** Opened as VS Code does after it was closed with unsaved edits. */
  const reopened = async (backupId: string): Promise<DatasetDocument> => {
    const { provider } = await testApi();
    const token = new vscode.CancellationTokenSource().token;
    return provider.openCustomDocument(uri, { backupId, untitledDocumentData: undefined }, token);
  };
  const ids = async (driver: Driver): Promise<unknown[]> =>
    (await driver.rows()).map((row) => (typeof row === 'string' ? row : row.id));

  it('opens in our editor without being asked for, as *.vqa.jsonl does', async () => {
    await vscode.commands.executeCommand('vscode.open', uri);
    const { provider } = await testApi();
    await waitFor('the dataset editor', () => provider.at(uri));
  });

  for (const [what, content] of Object.entries({
    'a byte order mark and CRLF': '\uFEFF{"question": "a"}\r\n\r\n{"question":"b"}',
    'a malformed line': '{"question": "a"}\n{"question": oops\n{"question":"c"}\n',
    'duplicate keys and odd numbers': '{"a":1,"a":1.50e0,"question":"q","width":1E2}\n',
    'NaN, which is no JSON': '{"question":"q","reward":NaN}\n',
    'an array': '[\n  {"question": "a"},\n  {"question": "b"}\n]\n',
    'nothing at all': '',
    'no final newline': '{"question":"q"}',
  })) {
    it(`keeps every byte of a file with ${what}`, async () => {
      const file = await files.write('odd.jsonl', content);
      const driver = await openDataset(file);
      await driver.methods.rows({ start: 0, count: 10 }, CALL);
      await driver.open.file.save(driver.open.analysis);
      assert.equal(await text('odd.jsonl'), content);
      await driver.open.file.saveAs(files.uri('copy.jsonl'));
      assert.equal(await text('copy.jsonl'), content);
    });
  }

  it('shows a malformed row verbatim with a message, and edits the rows around it', async () => {
    const bad = '{"question": oops';
    const file = await files.write('bad.jsonl', `{"question":"a"}\n${bad}\n{"question":"c"}\n`);
    const driver = await openDataset(file);
    const detail = await driver.methods.row({ id: 1 }, CALL);
    assert.equal(detail.summary.state, 'malformed');
    assert.equal(detail.text, bad);
    assert.equal(detail.row, undefined);
    await waitFor('its problem', async () => {
      const { problems } = await driver.methods.row({ id: 1 }, CALL);
      return problems.some(({ severity, rule }) => severity === 'error' && rule === 'row-malformed');
    });
    await assert.rejects(async () => driver.set(1, ['question'], 'b'), { name: 'EditError' });
    await driver.set(2, ['question'], 'd');
    await driver.open.file.save(driver.open.analysis);
    assert.equal(await text('bad.jsonl'), `{"question":"a"}\n${bad}\n{"question":"d"}\n`);
  });

  it('is read anew when something else changes it', async () => {
    const driver = await openDataset(uri);
    await files.write('some.vqa.jsonl', CHANGED);
    await waitFor('the new rows', async () => (await ids(driver))[1] === 'bee');
    assert.equal(isDirty(uri), false);
    assert.deepEqual((await driver.methods.row({ id: 1 }, CALL)).row?.id, 'bee');
  });

  it('is read anew when another file takes its place', async () => {
    const driver = await openDataset(uri);
    await files.write('new', CHANGED);
    await rename(files.uri('new').fsPath, uri.fsPath);
    await waitFor('the new rows', async () => (await ids(driver))[1] === 'bee');
  });

  it('is not overwritten when something else has changed it, and the edits stay', async () => {
    const driver = await openDataset(uri);
    await driver.set(0, ['question'], 'Who?');
    await waitForDirty(uri, true);
    await files.write('some.vqa.jsonl', CHANGED);
    await save();
    assert.equal(await text(), CHANGED);
    assert.equal(isDirty(uri), true);
    assert.match((await driver.methods.row({ id: 0 }, CALL)).summary.title, /Who/);
  });

  it('takes the edits on top of what it holds now where they fit', async () => {
    const driver = await openDataset(uri);
    await driver.set(0, ['question'], 'Who?');
    await files.write('some.vqa.jsonl', CHANGED);
    await driver.open.file.keepEdits(new vscode.CancellationTokenSource().token);
    await driver.open.file.save(driver.open.analysis);
    assert.equal(await text(), CHANGED.replace('What?', 'Who?'));
  });

  it('refuses edits on top of a row that is another one by now', async () => {
    const driver = await openDataset(uri);
    await driver.set(1, ['question'], 'Who?');
    await files.write('some.vqa.jsonl', CHANGED);
    await assert.rejects(driver.open.file.keepEdits(new vscode.CancellationTokenSource().token), {
      name: 'BackupError',
    });
    assert.equal((await driver.methods.row({ id: 1 }, CALL)).row?.question, 'Who?');
  });

  it('is not taken for another one when it was only touched', async () => {
    const driver = await openDataset(uri);
    await driver.set(0, ['question'], 'Who?');
    await utimes(uri.fsPath, 1, 1);
    await save();
    await waitForDirty(uri, false);
    assert.equal(await text(), TEXT.replace('What?', 'Who?'));
  });

  it('is written again where it was deleted', async () => {
    const driver = await openDataset(uri);
    await driver.set(0, ['question'], 'Who?');
    await rm(uri.fsPath);
    assert.deepEqual(await ids(driver), ['a', 'b']);
    await driver.open.file.save(driver.open.analysis);
    assert.equal(await text(), TEXT.replace('What?', 'Who?'));
  });

  it('is left whole when it is read-only, and the edits stay', async () => {
    await chmod(uri.fsPath, 0o444);
    const driver = await openDataset(uri);
    await driver.set(0, ['question'], 'Who?');
    await waitForDirty(uri, true);
    await assert.rejects(driver.open.file.save(driver.open.analysis), /read-only/);
    await save();
    assert.equal(await text(), TEXT);
    assert.equal(isDirty(uri), true);
    assert.equal((await driver.methods.row({ id: 0 }, CALL)).row?.question, 'Who?');
  });

  it('keeps its mode, and a link to it stays a link', async () => {
    await chmod(uri.fsPath, 0o640);
    const link = files.uri('link.jsonl');
    await symlink(uri.fsPath, link.fsPath);
    const driver = await openDataset(link);
    await driver.set(0, ['question'], 'Who?');
    await driver.open.file.save(driver.open.analysis);
    assert.equal(await text(), TEXT.replace('What?', 'Who?'));
    assert.equal((await stat(uri.fsPath)).mode & 0o777, 0o640);
  });

  it('is backed up by its edits alone, which open dirty again', async () => {
    const driver = await openDataset(uri);
    await driver.set(0, ['question'], 'Who?');
    await driver.methods.rowAction({ kind: 'delete', rows: [1] }, CALL);
    const rows = await driver.rows();
    const { id } = await driver.open.file.backup(files.uri('backup/one'));
    assert.ok((await files.bytes('backup/one')).length < 1000);
    const restored = await reopened(id);
    const { dataset } = restored;
    const values = (await dataset.window(0, dataset.length)).map(({ value }) => value);
    assert.deepEqual(values, rows);
    assert.equal(dataset.isDirty, true);
    restored.dispose();
  });

  it('keeps the edits of a backup that does not fit any more, and opens the file', async () => {
    const driver = await openDataset(uri);
    await driver.set(1, ['question'], 'Who?');
    const { id } = await driver.open.file.backup(files.uri('backup/one'));
    await files.write('some.vqa.jsonl', CHANGED);
    const restored = await reopened(id);
    assert.equal(restored.dataset.isDirty, false);
    assert.equal(restored.dataset.length, CHANGED.trimEnd().split('\n').length);
    assert.deepEqual(await files.bytes('backup/one.kept.json'), await files.bytes('backup/one'));
    restored.dispose();
  });

  it('opens where the backup is gone or broken', async () => {
    const gone = await reopened(files.uri('backup/gone').fsPath);
    assert.equal(gone.dataset.isDirty, false);
    gone.dispose();
    await files.write('backup/broken', '{"version":1');
    const broken = await reopened(files.uri('backup/broken').fsPath);
    assert.equal(broken.dataset.length, 2);
    assert.equal((await files.bytes('backup/broken.kept.json')).toString('utf8'), '{"version":1');
    broken.dispose();
  });

  it('can be edited while it is saved, and nothing is lost', async () => {
    const driver = await openDataset(uri);
    await driver.set(0, ['question'], 'Who?');
    const saving = driver.open.file.save(driver.open.analysis);
    const editing = driver.set(1, ['question'], 'When?');
    await Promise.all([saving, editing]);
    assert.equal(await text(), TEXT.replace('What?', 'Who?'));
    assert.equal(driver.open.file.dirty, true);
    await sleep(0);
    await driver.open.file.save(driver.open.analysis);
    assert.equal(await text(), TEXT.replace('What?', 'Who?').replace('Where?', 'When?'));
  });

  it('opens read-only where it is no local file', async () => {
    const content = new Map([['/data.jsonl', Buffer.from(TEXT)]]);
    const scheme = vscode.workspace.registerFileSystemProvider('vqa-test', memory(content), {
      isReadonly: true,
    });
    try {
      const driver = await openDataset(vscode.Uri.parse('vqa-test:/data.jsonl'));
      const opened = await driver.methods.open(null, CALL);
      assert.equal(opened.readOnly, true);
      assert.deepEqual(await ids(driver), ['a', 'b']);
      await assert.rejects(async () => driver.set(0, ['question'], 'Who?'), { name: 'ReadOnlyError' });
    } finally {
      scheme.dispose();
    }
  });
});

function memory(files: ReadonlyMap<string, Uint8Array>): vscode.FileSystemProvider {
  const find = (uri: vscode.Uri): Uint8Array => {
    const found = files.get(uri.path);
    if (found === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return found;
  };
  const refuse = (): never => {
    throw vscode.FileSystemError.NoPermissions();
  };
  const changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  return {
    onDidChangeFile: changes.event,
    watch: () => new vscode.Disposable(() => undefined),
    stat: (uri) => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: find(uri).length }),
    readDirectory: () => [],
    readFile: find,
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  };
}
