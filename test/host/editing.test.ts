import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CALL, openDataset, waitForDirty, type Driver } from './openDataset.ts';
import { TestFiles } from './support/workspace.ts';

const ROWS = [
  '{"id": "a", "question": "What is on the mat?", "bboxs": [[12, 30.50, 200, 180]],  "image_caption":"A cat."}',
  '{"id": "b", "question": "Where?", "bboxs": [], "image_caption": "Here", "extra": 1e3}',
  '{"id": "c", "question": "Who?", "bboxs": [[1, 2, 3, 4], [5, 6, 7, 8]], "image_caption": "caf\\u00e9"}',
];
const TEXT = ROWS.join('\n') + '\n';

describe('Editing a dataset', () => {
  let files: TestFiles;
  let uri: vscode.Uri;
  let driver: Driver;

  beforeEach(async () => {
    files = await TestFiles.create({ 'some.vqa.jsonl': TEXT });
    uri = files.uri('some.vqa.jsonl');
    driver = await openDataset(uri);
  });
  afterEach(() => files.dispose());

  const text = async (): Promise<string> => (await files.bytes('some.vqa.jsonl')).toString();
  const save = (): Thenable<unknown> => vscode.commands.executeCommand('workbench.action.files.save');
  const undo = (): Promise<void> => driver.command('undo');
  const redo = (): Promise<void> => driver.command('redo');
  const question = async (row: number): Promise<unknown> => {
    const value = (await driver.rows())[row];
    return typeof value === 'object' ? value.question : value;
  };

  it('shows the rows', async () => {
    const summaries = await driver.methods.rows({ start: 0, count: 10 }, CALL);
    assert.deepEqual(
      summaries.map(({ position, title, boxes, state }) => ({ position, title, boxes, state })),
      [
        { position: 0, title: 'What is on the mat?', boxes: 1, state: 'ok' },
        { position: 1, title: 'Where?', boxes: 0, state: 'ok' },
        { position: 2, title: 'Who?', boxes: 2, state: 'ok' },
      ],
    );
  });

  it('changes on saving only the value that was touched', async () => {
    await driver.set(0, ['bboxs', 0, 2], 210);
    await waitForDirty(uri, true);
    await save();
    await waitForDirty(uri, false);
    assert.equal(await text(), TEXT.replace('30.50, 200', '30.50, 210'));
  });

  it('undoes and redoes with VS Code’s own commands', async () => {
    await driver.set(1, ['question'], 'When?');
    await driver.set(2, ['question'], 'Why?');
    await undo();
    assert.equal(await question(2), 'Who?');
    assert.equal(await question(1), 'When?');
    await undo();
    assert.equal(await question(1), 'Where?');
    await waitForDirty(uri, false);
    await redo();
    assert.equal(await question(1), 'When?');
    await waitForDirty(uri, true);
  });

  it('tells which named step was undone or done again', async () => {
    const steps: unknown[] = [];
    const listening = driver.open.document.onDidChange(({ step }) => steps.push(step));
    const edits = [{ op: 'set', path: ['question'], value: 'When?' }] as const;
    const { rev } = await driver.methods.open(null, CALL);
    await driver.methods.apply({ row: 1, rev, edits, label: 'Edit', step: 'mine' }, CALL);
    await driver.set(2, ['question'], 'Why?');
    await undo();
    await undo();
    await redo();
    listening.dispose();
    assert.deepEqual(steps, [
      undefined,
      undefined,
      undefined,
      { name: 'mine', done: false },
      { name: 'mine', done: true },
    ]);
  });

  it('makes one undo step of a text that is typed', async () => {
    for (const typed of ['W', 'Wh', 'Whe', 'When?']) {
      await driver.apply(1, [{ op: 'set', path: ['question'], value: typed }], 'Edit question', 'field-1');
    }
    await driver.methods.endSession({ session: 'field-1' }, CALL);
    await driver.set(2, ['question'], 'Why?');
    await undo();
    await undo();
    assert.equal(await question(1), 'Where?');
    await waitForDirty(uri, false);
    await redo();
    assert.equal(await question(1), 'When?');
  });

  it('begins a new step where another edit came between two keystrokes', async () => {
    const type = (value: string): Promise<number> =>
      driver.apply(1, [{ op: 'set', path: ['question'], value }], 'Edit question', 'field-1');
    await type('A');
    await driver.set(2, ['question'], 'Why?');
    await type('AB');
    await undo();
    assert.equal(await question(1), 'A');
    assert.equal(await question(2), 'Why?');
  });

  it('undoes past a save', async () => {
    await driver.set(1, ['question'], 'When?');
    await save();
    await waitForDirty(uri, false);
    await undo();
    await waitForDirty(uri, true);
    assert.equal(await question(1), 'Where?');
    await save();
    await waitForDirty(uri, false);
    assert.equal(await text(), TEXT);
  });

  it('adds, duplicates, moves and deletes rows', async () => {
    const added = await driver.methods.rowAction({ kind: 'add', at: 1 }, CALL);
    await driver.methods.rowAction({ kind: 'duplicate', row: 0 }, CALL);
    await driver.methods.rowAction({ kind: 'move', row: 2, to: 0 }, CALL);
    await driver.methods.rowAction({ kind: 'delete', rows: [added.select!, 1] }, CALL);
    await save();
    await waitForDirty(uri, false);
    assert.equal(await text(), [ROWS[2], ROWS[0], ROWS[0], ''].join('\n'));
    for (let step = 0; step < 4; step++) await undo();
    await save();
    await waitForDirty(uri, false);
    assert.equal(await text(), TEXT);
  });

  it('takes every edit back on revert, and can undo what was saved before', async () => {
    await driver.set(1, ['question'], 'When?');
    await save();
    await waitForDirty(uri, false);
    await driver.set(1, ['question'], 'Why?');
    await driver.set(0, ['bboxs', 0, 0], 99);
    await waitForDirty(uri, true);
    await driver.command('workbench.action.files.revert');
    await waitForDirty(uri, false);
    assert.equal(await question(1), 'When?');
    await undo();
    assert.equal(await question(1), 'Where?');
  });

  it('refuses an edit of a row that somebody else has changed, and changes nothing', async () => {
    const rev = driver.open.document.revision;
    const other = await openDataset(uri, vscode.ViewColumn.Two);
    await other.set(1, ['question'], 'When?');
    const edits = [{ op: 'set', path: ['question'], value: 'Why?' }] as const;
    await assert.rejects(async () => driver.methods.apply({ row: 1, rev, edits, label: 'Edit' }, CALL), {
      name: 'StaleError',
    });
    assert.equal(await question(1), 'When?');
  });

  it('keeps two editors of one file in step', async () => {
    const other = await openDataset(uri, vscode.ViewColumn.Two);
    assert.equal(other.open, driver.open);
    await other.set(0, ['image_caption'], 'A dog.');
    const detail = await driver.methods.row({ id: 0 }, CALL);
    assert.equal(detail.row?.image_caption, 'A dog.');
    assert.equal(detail.saved?.image_caption, 'A cat.');
    assert.equal(detail.summary.edited, true);
  });

  it('saves a copy elsewhere and leaves the file alone', async () => {
    await driver.set(0, ['image_caption'], 'A dog.');
    await driver.open.file.saveAs(files.uri('copy.jsonl'));
    assert.equal(await text(), TEXT);
    assert.equal((await files.bytes('copy.jsonl')).toString(), TEXT.replace('A cat.', 'A dog.'));
  });

  it('writes the identical bytes where an edit was taken back by hand', async () => {
    await driver.set(0, ['image_caption'], 'A dog.');
    await driver.set(0, ['image_caption'], 'A cat.');
    await save();
    await waitForDirty(uri, false);
    assert.equal(await text(), TEXT);
  });
});
