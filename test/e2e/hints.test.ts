import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { openSample, type DatasetEditor } from './support/dataset.ts';
import { eventually } from './support/eventually.ts';

describe('What the rewards can and cannot give', function () {
  this.timeout(120_000);
  let editor: DatasetEditor;

  beforeEach(async () => {
    editor = await openSample();
    await editor.rewards.waitFor();
  });

  const rollout = (number: number): Locator =>
    editor.frame.getByRole('option', { name: new RegExp(`^Rollout ${number},`) });
  const hint = (): Locator => editor.frame.getByRole('note', { name: 'Coordinates of the boxes' });
  const settings = async (): Promise<Record<string, unknown>> =>
    JSON.parse((await editor.workbench.bytes('.vscode/settings.json')).toString('utf8')) as Record<
      string,
      unknown
    >;

  /** Shows sample 1 with the rollout whose boxes are in another space than the others'. */
  async function showAstray(): Promise<void> {
    await editor.show(1);
    await rollout(1).click();
    await eventually(async () => {
      assert.match(await editor.reward('bbox'), /^bbox (1\.0000|0\.99)/);
    });
    assert.equal(await hint().count(), 0);
    await rollout(4).click();
    await hint().waitFor();
  }

  it('says that boxes look like those of another space, and sets it for model and reward by one press', async () => {
    await showAstray();
    assert.match(await hint().innerText(), /look like pixels of the original image\./);
    assert.equal(await editor.reward('bbox'), 'bbox 0.0000');
    assert.equal(await hint().locator('xpath=..').getAttribute('aria-live'), 'polite');
    await editor.workbench.shots('hint');
    await editor.workbench.setViewport(800, 800);
    await hint().scrollIntoViewIfNeeded();
    await editor.workbench.shots('hint-narrow');
    await editor.workbench.setViewport(1280, 800);
    const press = editor.button('Set for model and reward');
    await press.focus();
    await editor.page.keyboard.press('Enter');
    await eventually(async () => {
      assert.match(await editor.reward('bbox'), /^bbox (1\.0000|0\.99)/);
    });
    await hint().waitFor({ state: 'detached' });
    const written = await settings();
    assert.equal(written['vqaVerify.coordinates'], 'original');
    assert.equal(written['vqaVerify.rewardCoordinates'], 'original');
  });

  it('sets it for the model alone: the box moves, and the reward still misses it', async () => {
    await showAstray();
    const before = await editor.predicted(1).getAttribute('aria-label');
    await editor.button('Set for the model').click();
    await eventually(async () => {
      assert.notEqual(await editor.predicted(1).getAttribute('aria-label'), before);
    });
    assert.equal(await editor.reward('bbox'), 'bbox 0.0000');
    await editor.button('Set for the reward').waitFor();
    assert.equal((await settings())['vqaVerify.rewardCoordinates'], undefined);
  });

  it('sorts the samples by what their ground truth scores', async () => {
    await editor.button('Sort by: Order in File').click();
    await editor.frame.getByRole('menuitemcheckbox', { name: 'Attainable Reward' }).click();
    const first = editor.samples.locator('[aria-posinset="1"]');
    await eventually(async () => {
      // A Chinese caption: BLEU counts it as one token, and ROUGE as none.
      assert.match((await first.getAttribute('aria-label')) ?? '', /attainable 3\.0889/);
    });
    assert.equal(await first.locator('.row-attainable').innerText(), '3.0889');
    await first.click();
    await editor.frame
      .getByText(/a perfect answer gets caption 0\.0889/)
      .first()
      .waitFor();
    await editor.workbench.shots('attainable');
    await editor.workbench.setViewport(800, 800);
    await editor.workbench.shots('attainable-narrow');
    await editor.workbench.setViewport(1280, 800);
    await editor.button('Sort by: Attainable Reward').click();
    await editor.frame.getByRole('menuitemcheckbox', { name: 'Descending' }).click();
    await eventually(async () => {
      // The list keeps to the sample that is shown, which is now the last.
      await editor.samples.press('Home');
      const label = await first.getAttribute('aria-label', { timeout: 1000 });
      assert.match(label ?? '', /attainable (4\.0000|3\.99)/);
    });
  });

  it('computes advantages as the chosen trainer does, and says what all groups teach', async () => {
    await editor.show(1);
    const advantage = async (): Promise<number> => {
      const label = (await rollout(1).getAttribute('aria-label')) ?? '';
      return Number(/advantage (-?[\d.]+)$/.exec(label)?.[1] ?? NaN);
    };
    await rollout(1).waitFor();
    const before = await advantage();
    assert.ok(before > 0);
    const choose = async (from: string, to: string): Promise<void> => {
      await editor.button(`Advantage: ${from}`).click();
      await editor.frame.getByRole('menuitemcheckbox', { name: to, exact: true }).click();
      await editor.button(`Advantage: ${to}`).waitFor();
    };
    await choose('ms-swift (GRPO)', 'Unscaled (Dr. GRPO)');
    const unscaled = await advantage();
    assert.notEqual(unscaled, before);
    assert.equal((await settings())['vqaVerify.advantage'], 'none');
    // The advantage over the spread is what it was.
    const foot = await editor.frame.locator('.group-foot').innerText();
    const spread = Number(/spread ([\d.]+)/.exec(foot)?.[1] ?? NaN);
    assert.ok(Math.abs(unscaled / spread - before) < 0.02);

    await choose('Unscaled (Dr. GRPO)', 'Scaled by the batch');
    const table = editor.frame.getByRole('table', { name: 'Groups without spread' });
    await table.waitFor();
    await eventually(async () => {
      assert.ok(Number.isFinite(await advantage()));
    }, 30_000);
    assert.match(await editor.frame.locator('.group-report').innerText(), /of 42 groups/);
    assert.deepEqual(await table.getByRole('rowheader').allInnerTexts(), [
      'format',
      'caption',
      'bbox',
      'answer',
    ]);
    await table.scrollIntoViewIfNeeded();
    // Themes are settings, too: those that were chosen here are to stay.
    await editor.workbench.setSettings({ 'vqaVerify.advantage': 'batch' });
    await editor.workbench.shots('groups');
    await editor.workbench.setViewport(800, 800);
    await table.scrollIntoViewIfNeeded();
    await editor.workbench.shots('groups-narrow');
  });
});
