import assert from 'node:assert/strict';
import { eventually } from './support/eventually.ts';
import { openRollouts, type RolloutsEditor } from './support/rollouts.ts';

const openTraining = (): Promise<RolloutsEditor> =>
  openRollouts('run.rollouts.jsonl', { copy: 'test/fixtures/training' });

describe('The middle of the rollouts editor', () => {
  it('stands two rollouts side by side, and follows a sample over training, by keyboard', async () => {
    const editor = await openTraining();
    const { page, frame } = editor;
    await editor.focusGroups();
    await page.keyboard.press('m');
    await frame.getByRole('option', { name: /^Rollout 1 of 4: .*, marked/ }).waitFor();
    // To the same question, three steps later, without waiting for what lies between.
    for (let group = 0; group < 6; group++) await page.keyboard.press('s');
    await editor.status('Rollout 1 of 4, group 4-1').waitFor();
    await page.keyboard.press('v');
    const pair = frame.getByRole('region', { name: 'Side by side' });
    await pair.getByRole('heading', { name: /^Rollout 1 of 4, group 1-1/ }).waitFor();
    await pair.getByRole('heading', { name: /^Rollout 1 of 4, group 4-1/ }).waitFor();
    await pair.getByRole('row', { name: /^bbox \d\.\d{4} and \d\.\d{4}, difference \+/ }).waitFor();
    await pair.getByRole('row', { name: /^format 1\.0000 and 1\.0000, the same/ }).waitFor();
    await pair.getByRole('group', { name: 'Left' }).locator('del', { hasText: 'no idea' }).waitFor();
    await pair.getByRole('group', { name: 'Right' }).locator('ins', { hasText: 'F' }).last().waitFor();
    await frame.getByRole('button', { name: 'Swap sides' }).click();
    await editor.status('Rollout 1 of 4, group 1-1').waitFor();
    await pair.getByRole('row', { name: /^bbox .*difference −/ }).waitFor();

    await page.keyboard.press('t');
    const steps = frame.getByRole('listbox', { name: 'Steps of this sample' });
    await steps.getByRole('option', { name: /^Step 1: mean .*, 4 rollouts/, selected: true }).waitFor();
    await frame.getByRole('img', { name: /^Reward over 6 steps/ }).waitFor();
    await page.keyboard.press('s');
    await steps.getByRole('option', { name: /^Step 2:/, selected: true }).waitFor();
    await steps.focus();
    await page.keyboard.press('ArrowDown');
    await steps.getByRole('option', { name: /^Step 3:/, selected: true }).waitFor();
    await editor.status('Rollout 1 of 4, group 3-1').waitFor();
    await page.keyboard.press('Enter');
    await editor.rollouts.waitFor();
  });

  it('lays attention over the image, says what is wrong with a heatmap, and zooms', async () => {
    const editor = await openTraining();
    const { page, frame } = editor;
    await editor.focusGroups();
    await page.keyboard.press('h');
    const attention = frame.getByRole('region', { name: 'Attention' });
    await frame.getByRole('img', { name: 'Attention of the rollout' }).waitFor();
    await attention.getByText('24 × 16').waitFor();
    await page.keyboard.press('d');
    await attention.getByText('12 × 12, the mean of 2 maps in the file').waitFor();

    const image = editor.image.locator('img');
    const width = async (): Promise<number> => (await image.boundingBox())?.width ?? 0;
    const fitted = await width();
    await editor.image.hover();
    await page.mouse.wheel(0, -400);
    await eventually(async () => {
      assert((await width()) > fitted * 1.2);
    });
    await page.keyboard.press('0');
    await eventually(async () => {
      assert.equal(await width(), fitted);
    });
    await page.keyboard.press('1');
    await eventually(async () => {
      assert.equal(Math.round(await width()), 96);
    });

    await frame.getByRole('textbox', { name: 'Next where' }).fill('is:heatmap-unreadable');
    await page.keyboard.press('Enter');
    await editor.status('Rollout 1 of 4, group 6-2').waitFor();
    await attention.getByText(/^none: there is no such file/).waitFor();
    await page.keyboard.press('Enter');
    await attention.getByText('none: it is neither a NumPy array nor a PNG').waitFor();
    assert.deepEqual(
      editor.workbench.errors.filter((error) => error.includes('Content Security Policy')),
      [],
    );
  });
});
