import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RolloutsDocument } from '../../src/host/rollouts/document.ts';
import type { LinkedRollout } from '../../src/protocol/dataset.ts';
import { CALL, openDataset, testApi, type Driver } from './openDataset.ts';
import { webview } from './support/page.ts';
import { waitFor } from './support/waitFor.ts';
import { TestFiles } from './support/workspace.ts';

const row = (id: string): string =>
  `${JSON.stringify({ id, question: `What is ${id}?`, possible_answers: [id], width: 8, height: 8 })}\n`;
const verl = (id: string, answers: readonly string[]): string =>
  answers
    .map((answer) => {
      const record = {
        input: `Question: What is ${id}?`,
        output: `<answer>${answer}</answer>`,
        gts: id,
        score: 0,
      };
      return `${JSON.stringify(record)}\n`;
    })
    .join('');

describe('A dataset and its rollouts', () => {
  let files: TestFiles;
  let editor: Driver;

  beforeEach(async () => {
    files = await TestFiles.create({
      'some.vqa.jsonl': row('mat') + row('cat'),
      'some.rollouts.jsonl/1.jsonl': verl('cat', ['cat', 'dog']) + verl('mat', ['mat', 'x']),
    });
    editor = await openDataset(files.uri('some.vqa.jsonl'));
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await files.dispose();
  });

  const rollouts = (id: number): Promise<readonly LinkedRollout[]> =>
    waitFor('the rollouts of the sample', async () => {
      const { rollouts: linked } = await editor.methods.row({ id }, CALL);
      return linked.length > 0 ? linked : undefined;
    });
  async function document(): Promise<RolloutsDocument> {
    const api = await testApi();
    return waitFor('the rollouts, judged', () =>
      [...api.rollouts.documents].find(({ state }) => state?.rollouts === 4 && state.judged === 4),
    );
  }
  const answers = async (group: number): Promise<unknown> =>
    (await (await document()).run.call('group', { id: group })).rollouts.map(({ values }) => values.answer);
  const shows = async (name: string): Promise<void> => {
    await (await webview()).getByRole('status', { name, exact: true }).waitFor({ timeout: 30_000 });
  };

  it('are linked whatever the format, and lead to each other without a second editor', async () => {
    const api = await testApi();
    const [, second] = await rollouts(0);
    assert.equal(second?.completion, '<answer>x</answer>');
    await editor.methods.openRollout(second, CALL);
    await shows('Rollout 2 of 2, group 1-2');
    assert.equal((await document()).datasetUri?.fsPath, files.uri('some.vqa.jsonl').fsPath);
    await api.provider.openRow(files.uri('some.vqa.jsonl'), 1);
    assert.equal(editor.open.panels.size, 1);
    await (await webview()).getByRole('status', { name: 'Sample 2 of 2' }).waitFor({ timeout: 30_000 });
    const [first] = await rollouts(1);
    assert(first !== undefined);
    await editor.methods.openRollout(first, CALL);
    await shows('Rollout 1 of 2, group 1-1');
    assert.equal(api.rollouts.panels.size, 1);
  });

  it('are scored with unsaved edits, and with what was saved', async () => {
    const [first] = await rollouts(1);
    assert(first !== undefined);
    await editor.methods.openRollout(first, CALL);
    assert.deepEqual(await answers(0), [1, 0]);
    await editor.set(1, ['possible_answers', 0], 'dog');
    const { state: open } = await waitFor('the edit', async () => {
      const found = await document();
      return found.state?.unsaved === 1 ? found : undefined;
    });
    assert.equal(open?.linked, 4);
    assert.deepEqual(await answers(0), [0, 1]);
    await editor.open.file.save(editor.open.analysis);
    await waitFor('the save', async () => (await document()).state?.unsaved === 0);
    assert.deepEqual(await answers(0), [0, 1]);
    await editor.set(1, ['possible_answers', 0], 'neither');
    await waitFor('another edit', async () => (await document()).state?.unsaved === 1);
    assert.deepEqual(await answers(0), [0, 0]);
    await editor.methods.revertRow({ row: 1 }, CALL);
    await waitFor('the way back', async () => (await document()).state?.unsaved === 0);
    assert.deepEqual(await answers(0), [0, 1]);
    assert.equal(editor.open.document.dataset.isDirty, false);
  });

  it('lead to no file that is not linked', async () => {
    const [first] = await rollouts(1);
    assert(first !== undefined);
    const other = { ...first, dump: files.uri('other.jsonl').fsPath };
    await assert.rejects(async () => editor.methods.openRollout(other, CALL), /not linked/);
  });
});
