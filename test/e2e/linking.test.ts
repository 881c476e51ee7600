import assert from 'node:assert/strict';
import { openDataset } from './support/dataset.ts';
import { eventually } from './support/eventually.ts';
import { RolloutsEditor } from './support/rollouts.ts';

const lines = (values: readonly object[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');
const row = (id: string): object => ({
  id,
  question: `What is on the ${id}?`,
  possible_answers: [id],
  image_caption: 'A cat.',
  bboxs: [[0, 0, 28, 28]],
  width: 280,
  height: 280,
});
const group = (id: string, step: number, ...answers: readonly string[]): object => ({
  id,
  step,
  completions: answers.map((answer) => `<answer>${answer}</answer>`),
});
const FILES = {
  'some.vqa.jsonl': lines([row('cat'), row('mat')]),
  'some.rollouts.jsonl': lines([
    group('cat', 1, 'dog', 'cat'),
    group('mat', 1, 'x', 'x'),
    group('cat', 2, 'dog', 'dog'),
    group('mat', 2, 'mat', 'x'),
  ]),
};

describe('A dataset, its rollouts and its runs', () => {
  it('says what an edit changes, leads to the rollout, and compares steps', async () => {
    const dataset = await openDataset('some.vqa.jsonl', { files: FILES });
    const { workbench, page } = dataset;
    await dataset.frame.getByRole('option', { name: /^Rollout 2, total 1\.0000/ }).click();
    await dataset.field('Answers').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('dog');
    const whatIf = dataset.frame.getByRole('region', { name: 'What if' });
    await whatIf
      .getByRole('status')
      .getByText('order of 2 of 2 changed; advantages of 2 changed sign')
      .waitFor();
    await whatIf.getByText('All steps: order changed in 1 of 2 groups').waitFor();
    const first = dataset.frame.getByRole('option', { name: /^Rollout 2/ });
    await eventually(async () => {
      assert.match(
        (await first.getAttribute('aria-label')) ?? '',
        /total was 1\.00, is 0\.00, rank was 1, is 2/,
      );
    });
    await dataset.focusImage();
    await page.keyboard.press('e');
    const editor = new RolloutsEditor(workbench);
    await editor.status('Rollout 2 of 2, group line 1').waitFor();
    await editor.frame.getByText('scored with unsaved edits of 1 row').waitFor();

    await editor.frame.getByRole('button', { name: 'Runs', exact: true }).click();
    await editor.frame.getByRole('textbox', { name: 'Filter of the baseline' }).fill('step=1');
    await editor.frame.getByRole('textbox', { name: 'Filter of this run' }).fill('step=2');
    await editor.frame.getByRole('button', { name: 'Baseline: choose…' }).click();
    await editor.frame.getByText('This Run, Other Steps').click();
    const samples = editor.frame.getByRole('table', { name: 'Samples of both runs' });
    await samples
      .getByRole('row', { name: /^What is on the cat\?: total 0\.5000 in the baseline, 1\.0000/ })
      .waitFor();
    await editor.frame.getByRole('button', { name: '2 samples improved in total' }).waitFor();
    await samples.getByRole('row', { name: /^What is on the mat\?/ }).focus();
    await page.keyboard.press('Enter');
    await editor.status('Rollout 1 of 2, group line 4').waitFor();
    assert.deepEqual(
      workbench.errors.filter((error) => error.includes('Content Security Policy')),
      [],
    );
  });
});
