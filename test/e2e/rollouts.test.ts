import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { eventually } from './support/eventually.ts';
import { openRollouts, RolloutsEditor } from './support/rollouts.ts';

describe('The rollouts editor', () => {
  it('walks through rollouts and groups by keyboard, with rewards, boxes and text', async () => {
    const editor = await openRollouts('sample.rollouts.jsonl', { copy: 'media/sample' });
    const { page, frame } = editor;
    await editor.group('1-1').waitFor();
    await editor.rollouts.getByRole('option').nth(7).waitFor();
    assert.equal(await editor.rollouts.getByRole('option').count(), 8);
    await editor.focusGroups();
    await page.keyboard.press('d');
    await editor.status('Rollout 2 of 8, group 1-1').waitFor();
    await editor.reward('bbox').waitFor();
    await frame.getByRole('img', { name: /^Predicted box 1 of 1: x 4/ }).waitFor();
    await page.keyboard.press('s');
    await editor.status('Rollout 1 of 8, group 1-2').waitFor();
    await page.keyboard.press('a');
    await editor.status('Rollout 8 of 8, group 1-1').waitFor();
    const completion = frame.getByRole('region', { name: 'Completion' });
    await eventually(async () => {
      assert.match(await completion.innerText(), /characters/);
    });
    assert.deepEqual(
      editor.workbench.errors.filter((error) => error.includes('Content Security Policy')),
      [],
    );
  });

  it('goes to the next rollout that fulfils a filter, and lists only groups that do', async () => {
    const editor = await openRollouts('sample.rollouts.jsonl', { copy: 'media/sample' });
    const { page, frame } = editor;
    await frame.getByRole('textbox', { name: 'Next where' }).fill('format=0');
    await page.keyboard.press('Enter');
    await editor.status('Rollout 5 of 8, group 1-1').waitFor();
    await frame.getByRole('textbox', { name: 'Filter rollouts' }).fill('step=2 sofa');
    await eventually(async () => {
      assert.equal(await editor.groups.getByRole('option').count(), 1);
    });
    await editor.groups.getByRole('option', { name: /sofa/ }).click();
    await frame.getByRole('status', { name: /^Rollout 1 of 8, group 2-/ }).waitFor();
  });

  it('opens a reward into its steps, and the sample in the dataset editor', async () => {
    const editor = await openRollouts('sample.rollouts.jsonl', { copy: 'media/sample' });
    await editor.reward('bbox').click();
    await editor.frame.getByRole('listbox', { name: 'Steps of bbox' }).getByRole('option').first().waitFor();
    await editor.frame.getByRole('button', { name: 'Open sample' }).click();
    const dataset = editor.workbench.webview();
    await dataset.getByRole('status', { name: 'Sample 1 of 42' }).waitFor();
  });

  it('draws the run, and lists the rollouts of a step that is clicked', async () => {
    const editor = await openRollouts('sample.rollouts.jsonl', { copy: 'media/sample' });
    await editor.frame.getByRole('button', { name: 'Plots' }).click();
    const plot = editor.frame.getByRole('region', { name: 'bbox by step', exact: true });
    await plot.locator('svg').first().waitFor();
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.locator('svg').first().boundingBox();
    assert(box !== null);
    await editor.page.mouse.move(box.x + box.width - 24, box.y + box.height / 2);
    await editor.page.mouse.click(box.x + box.width - 22, box.y + box.height / 2);
    await editor.frame.getByText('2 of 42 groups').waitFor();
    assert.deepEqual(
      editor.workbench.errors.filter((error) => error.includes('Content Security Policy')),
      [],
    );
  });

  it('follows a run that grows without losing its place', async () => {
    const line = (id: number, answer: string): string =>
      `${JSON.stringify({ id, step: 1, question: `Why ${id}?`, completion: `<answer>${answer}</answer>` })}\n`;
    const editor = await openRollouts('run.rollouts.jsonl', {
      files: { 'run.rollouts.jsonl': line(1, 'a') + line(1, 'b') + line(2, 'c') + line(2, 'd') + '{"id":3,' },
    });
    await editor.group('1-2').click();
    await editor.status('Rollout 1 of 2, group 1-2').waitFor();
    await appendFile(
      editor.workbench.path('run.rollouts.jsonl'),
      `"step":1,"question":"Why 3?","completion":"x"}\n${line(3, 'e')}`,
    );
    await editor.group('1-3').waitFor();
    await editor.status('Rollout 1 of 2, group 1-2').waitFor();
  });

  it('says what it saw in a file of no known format', async () => {
    const editor = new RolloutsEditor(
      (
        await openRollouts('good.rollouts.jsonl', {
          files: {
            'good.rollouts.jsonl': '{"completion":"x"}\n',
            'bad.rollouts.jsonl': '{"loss":1,"response":"y"}\n',
          },
        })
      ).workbench,
    );
    await editor.workbench.quickOpen('bad.rollouts.jsonl');
    await editor.frame.getByRole('alert').getByText('with the columns loss, response').waitFor();
  });
});
