import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RolloutsDocument } from '../../src/host/rollouts/document.ts';
import { ROLLOUTS_VIEW } from '../../src/host/rollouts/viewType.ts';
import { testApi } from './openDataset.ts';
import { waitFor } from './support/waitFor.ts';
import { TestFiles } from './support/workspace.ts';

const verl = (output: string): string =>
  `${JSON.stringify({ input: 'Why?', output, gts: 'a', score: output === 'a' ? 1 : 0 })}\n`;

describe('Rollouts', () => {
  let files: TestFiles;

  beforeEach(async () => {
    files = await TestFiles.create({
      'run/2.jsonl': verl('a') + verl('b'),
      'run/10.jsonl': verl('a') + verl('a'),
      'mat.vqa.jsonl': `${JSON.stringify({ id: 'mat', question: 'What?', bboxs: [[0, 0, 8, 8]], width: 8, height: 8, image_caption: 'A mat.', possible_answers: ['mat'] })}\n`,
      'mat.rollouts.jsonl': `${JSON.stringify({ id: 'mat', completions: ['<answer>mat</answer>', 'x'] })}\n`,
    });
  });
  afterEach(() => files.dispose());

  /** The document at `uri`, once all of it is judged. */
  const opened = async (uri: vscode.Uri): Promise<RolloutsDocument> => {
    const { rollouts } = await testApi();
    return waitFor('the rollouts', () =>
      [...rollouts.documents].find(
        ({ uri: at, state }) =>
          at.toString() === uri.toString() &&
          state?.reading === false &&
          state.rollouts > 0 &&
          state.judged === state.rollouts,
      ),
    );
  };

  it('Open as Rollouts opens a folder, and follows it', async () => {
    await vscode.commands.executeCommand('vqaVerify.openRollouts', files.uri('run'));
    const document = await opened(files.uri('run'));
    const { rollouts, groups, steps } = document.state ?? {};
    assert.deepEqual({ rollouts, groups, steps }, { rollouts: 4, groups: 2, steps: 2 });
    await files.write('run/11.jsonl', verl('a') + verl('b'));
    await waitFor('the new file', () => document.state?.rollouts === 6);
  });

  it('are opened by default for *.rollouts.jsonl, linked to the dataset beside them', async () => {
    await vscode.commands.executeCommand('vscode.open', files.uri('mat.rollouts.jsonl'));
    const document = await opened(files.uri('mat.rollouts.jsonl'));
    assert.equal(document.datasetUri?.fsPath, files.uri('mat.vqa.jsonl').fsPath);
    assert.equal(document.state?.linked, 2);
    const { sample, rollouts } = await document.run.call('group', { id: 0 });
    assert.deepEqual(sample?.place, { row: 0, line: 1 });
    assert.deepEqual(
      rollouts.map(({ values }) => values.answer),
      [1, 0],
    );
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom && input.viewType === ROLLOUTS_VIEW);
  });

  it('are let go when their editor is closed', async () => {
    await vscode.commands.executeCommand('vscode.open', files.uri('mat.rollouts.jsonl'));
    const document = await opened(files.uri('mat.rollouts.jsonl'));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    const { rollouts } = await testApi();
    await waitFor('the end of the document', () => !rollouts.documents.has(document));
  });
});
