import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import sharp from 'sharp';
import * as vscode from 'vscode';
import { CALL, openDataset, testApi, waitForDirty, type Driver } from './openDataset.ts';
import { waitFor } from './support/waitFor.ts';
import { TestFiles } from './support/workspace.ts';

interface Row {
  readonly id: string;
  readonly question: string;
  readonly image?: string;
  readonly boxes?: number[][];
}

const line = ({ id, question, image = 'red.png', boxes = [[1, 1, 9, 9]] }: Row): string =>
  JSON.stringify({
    id,
    question,
    images: [image],
    image_caption: `Caption of ${id}.`,
    bboxs: boxes,
    width: 64,
    height: 48,
    possible_answers: ['yes'],
  });

const ROWS: readonly Row[] = [
  { id: 'a', question: 'Is it red?' },
  {
    id: 'b',
    question: 'How many boxes?',
    boxes: [
      [1, 1, 9, 9],
      [2, 2, 8, 8],
    ],
  },
  { id: 'c', question: 'A box outside?', boxes: [[1, 1, 90, 9]] },
  { id: 'd', question: 'Where is it?', image: 'missing.png' },
];

describe('Looking at a dataset', () => {
  let files: TestFiles;
  let uri: vscode.Uri;
  let driver: Driver;

  beforeEach(async () => {
    files = await TestFiles.create({
      'some.vqa.jsonl': ROWS.map((row) => `${line(row)}\n`).join(''),
      'red.png': await sharp({ create: { width: 64, height: 48, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
      'some.rollouts.jsonl': [
        { id: 'a', completion: 'first', step: 3 },
        { id: 'b', completions: ['second', 'third'] },
        { id: 'a', completion: 'fourth' },
      ]
        .map((row) => `${JSON.stringify(row)}\n`)
        .join(''),
    });
    uri = files.uri('some.vqa.jsonl');
    driver = await openDataset(uri);
    await waitFor('all rows to be checked', async () => (await problems()).complete);
  });
  afterEach(() => files.dispose());

  const problems = async (): Promise<Awaited<ReturnType<Driver['methods']['problems']>>> =>
    driver.methods.problems({ start: 0, count: 100 }, CALL);
  const rules = async (): Promise<string[]> =>
    (await problems()).problems.map(({ rule, position }) => `${position} ${rule}`);
  const ids = async (): Promise<unknown[]> => {
    const rows = await driver.methods.rows({ start: 0, count: 100 }, CALL);
    return rows.map(({ position }) => ROWS[position]?.id);
  };
  const imageOf = async (id: number): Promise<Awaited<ReturnType<Driver['methods']['row']>>['image']> =>
    (await driver.methods.row({ id }, CALL)).image;

  it('leads from a diagnostic to its sample, also in an editor that is hidden', async () => {
    const shown = (): unknown => driver.panel.state.row;
    const follow = async (rule: string): Promise<void> => {
      const code = await waitFor(`the diagnostic ${rule}`, () =>
        vscode.languages
          .getDiagnostics(uri)
          .map((diagnostic) => diagnostic.code)
          .find((found) => typeof found === 'object' && found.value === rule),
      );
      assert.ok(typeof code === 'object');
      const parameters = JSON.parse(code.target.query) as unknown[];
      await vscode.commands.executeCommand(code.target.path, ...parameters);
    };
    await waitFor('the first sample', () => shown() === 0);
    await follow('box-outside');
    await waitFor('the sample with the box outside', () => shown() === 2);
    await vscode.commands.executeCommand('vscode.open', files.uri('red.png'));
    await waitFor('the editor to be hidden', () => !driver.panel.page.visible);
    await follow('image-missing');
    await waitFor('the sample without an image', () => driver.panel.page.visible && shown() === 3);
  });

  it('offers a quick fix in the text editor that leads to the sample', async () => {
    await waitFor('diagnostics', () => vscode.languages.getDiagnostics(uri).length > 0);
    const { document } = await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Two });
    const range = document.lineAt(2).range;
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      range,
    );
    const action = actions.find(({ title }) => title === 'Show in the Dataset Editor');
    assert.ok(action?.command !== undefined);
    const { command, arguments: parameters = [] } = action.command;
    await vscode.commands.executeCommand(command, ...(parameters as unknown[]));
    await waitFor('the sample', () => driver.panel.state.row === 2);
  });

  it('filters and sorts the list', async () => {
    const query = async (
      text: string,
      sort: 'file' | 'boxes' | 'question' | 'problems',
      descending = false,
    ) => (await driver.methods.query({ text, sort, descending }, CALL)).rows;
    assert.equal(await query('BOX', 'file'), 2);
    assert.deepEqual(await ids(), ['b', 'c']);
    assert.equal(await driver.methods.place({ id: 2 }, CALL), 1);
    assert.equal(await driver.methods.place({ id: 0 }, CALL), -1);
    assert.equal(await query('', 'boxes', true), 4);
    assert.deepEqual(await ids(), ['b', 'a', 'c', 'd']);
    await query('', 'question');
    assert.deepEqual(await ids(), ['c', 'b', 'a', 'd']);
    await query('', 'problems', true);
    assert.deepEqual((await ids())[0], 'd');
    assert.equal(await query('', 'file'), 4);
    assert.deepEqual(await ids(), ['a', 'b', 'c', 'd']);
  });

  it('searches what was just edited, and drops deleted rows from the list', async () => {
    await driver.set(3, ['question'], 'Purple?');
    assert.equal(
      (await driver.methods.query({ text: 'purple', sort: 'file', descending: false }, CALL)).rows,
      1,
    );
    await driver.methods.rowAction({ kind: 'delete', rows: [3] }, CALL);
    assert.deepEqual(await driver.methods.rows({ start: 0, count: 10 }, CALL), []);
  });

  it('lists problems, worst first, and follows edits', async () => {
    assert.deepEqual(await rules(), ['3 image-missing', '2 box-outside']);
    await driver.set(2, ['bboxs', 0, 2], 60);
    assert.deepEqual(await rules(), ['3 image-missing']);
    await driver.set(1, ['id'], 'a');
    assert.deepEqual(await rules(), ['1 duplicate-row', '3 image-missing']);
    await driver.set(0, ['id'], 'z');
    assert.deepEqual(await rules(), ['3 image-missing']);
    await driver.command('undo');
    assert.deepEqual(await rules(), ['1 duplicate-row', '3 image-missing']);
  });

  it('gives the worst problems to VS Code on the lines of the saved file', async () => {
    const shown = await waitFor('diagnostics', () => {
      const found = vscode.languages.getDiagnostics(uri);
      return found.length === 2 ? found : undefined;
    });
    assert.deepEqual(
      shown.map(({ range, severity, source, code }) => ({
        line: range.start.line,
        severity,
        source,
        // Beside the rule stands where a click on it leads.
        code: typeof code === 'object' ? code.value : code,
      })),
      [
        { line: 3, severity: vscode.DiagnosticSeverity.Error, source: 'VQA-Verify', code: 'image-missing' },
        { line: 2, severity: vscode.DiagnosticSeverity.Warning, source: 'VQA-Verify', code: 'box-outside' },
      ],
    );
  });

  it('links rollouts by their key and follows their file', async () => {
    const linked = async (id: number): Promise<unknown[]> =>
      (await driver.methods.row({ id }, CALL)).rollouts.map(({ completion, line, step }) => [
        completion,
        line,
        step,
      ]);
    // A worker that is busy answers later: the row is then shown without what it would say.
    const becomes = (id: number, expected: unknown[]): Promise<boolean> =>
      waitFor(`the rollouts of row ${id}`, async () => isDeepStrictEqual(await linked(id), expected));
    await becomes(0, [
      ['first', 1, 3],
      ['fourth', 3, 0],
    ]);
    await becomes(1, [
      ['second', 2, 0],
      ['third', 2, 0],
    ]);
    assert.deepEqual(await linked(2), []);
    assert.equal((await driver.methods.open(null, CALL)).mode, 'debug');
    await files.write('some.rollouts.jsonl', '{"id":"c","completion":"new"}\n');
    await waitFor('the new rollouts', async () => (await linked(2)).length === 1);
    assert.deepEqual(await linked(0), []);
  });

  it('names the other samples of an image', async () => {
    const { siblings } = await driver.methods.row({ id: 1 }, CALL);
    assert.deepEqual(
      siblings.map(({ position }) => position),
      [0, 2],
    );
  });

  it('gives the webview an image with the size of the upright original', async () => {
    const image = await imageOf(0);
    assert.ok(image.kind === 'image' && !image.preview && image.uri.endsWith('red.png'));
    assert.deepEqual([image.width, image.height], [64, 48]);
  });

  it('turns a sideways photo upright before it measures it', async () => {
    const turned = await sharp({ create: { width: 64, height: 48, channels: 3, background: 'red' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    await files.write('turned.jpg', turned);
    await driver.set(0, ['images', 0], 'turned.jpg');
    const image = await imageOf(0);
    assert.deepEqual(image.kind === 'image' ? [image.width, image.height] : image, [48, 64]);
  });

  it('shows an image that its row holds, and sends the row without it', async () => {
    const noise = await sharp({
      create: {
        width: 64,
        height: 48,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', mean: 128, sigma: 50 },
      },
    })
      .png()
      .toBuffer();
    await driver.set(0, ['images', 0], `data:image/png;base64,${noise.toString('base64')}`);
    const { image, row } = await driver.methods.row({ id: 0 }, CALL);
    assert.deepEqual(image.kind === 'image' ? [image.width, image.height] : image, [64, 48]);
    assert.ok(JSON.stringify(row).length < 1000);
  });

  it('says where it looked for a missing image, and offers to add a folder', async () => {
    const image = await imageOf(3);
    assert.ok(image.kind === 'problem');
    assert.match(image.message, /missing\.png/);
    assert.equal(image.action?.name, 'addImageFolder');
  });

  it('shows nothing from outside its folders until the person adds the folder', async () => {
    const outside = path.join(path.dirname(path.dirname(uri.fsPath)), '..', 'outside.png');
    await driver.set(0, ['images', 0], outside);
    const before = await imageOf(0);
    assert.ok(before.kind === 'problem');
    assert.equal(before.action?.label, `Add folder ${path.dirname(outside)}`);
    await driver.set(0, ['images', 0], '../../../../etc/passwd');
    assert.equal((await imageOf(0)).kind, 'problem');
  });

  it('fetches no web image without consent', async () => {
    await driver.set(0, ['images', 0], 'http://127.0.0.1:9/never.png');
    const image = await imageOf(0);
    assert.ok(image.kind === 'problem');
    assert.equal(image.action?.name, 'allowHttp');
  });

  it('follows a link inside its folder', async () => {
    await symlink(files.uri('red.png').fsPath, files.uri('linked.png').fsPath);
    await driver.set(0, ['images', 0], 'linked.png');
    assert.equal((await imageOf(0)).kind, 'image');
  });

  it('knows the lines of rows after a save that moved them', async () => {
    await driver.methods.rowAction({ kind: 'delete', rows: [0] }, CALL);
    await waitForDirty(uri, true);
    await vscode.commands.executeCommand('workbench.action.files.save');
    await waitForDirty(uri, false);
    const lines = (await problems()).problems.map(({ line: at, rule }) => `${at} ${rule}`);
    assert.deepEqual(lines, ['3 image-missing', '2 box-outside']);
    assert.equal(
      (await driver.methods.query({ text: 'boxes', sort: 'file', descending: false }, CALL)).rows,
      1,
    );
  });

  it('forwards canvas commands to the active editor only', async () => {
    const { editors } = await testApi();
    assert.equal(editors.active, driver.panel);
    await openDataset(uri, vscode.ViewColumn.Two);
    assert.notEqual(editors.active, driver.panel);
  });
});
