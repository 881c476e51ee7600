import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { openSample, type DatasetEditor } from './support/dataset.ts';
import { eventually } from './support/eventually.ts';

const REWARDS = 'vqaVerify.rewards';

describe('Rewards that a person chooses', function () {
  this.timeout(120_000);

  const rollouts = (editor: DatasetEditor): Locator =>
    editor.frame.getByRole('listbox', { name: 'Completions' }).getByRole('option');

  /** "Rollout 2, total 1.2345, advantage 0.40" as name and total, in the order on screen. */
  async function totals(editor: DatasetEditor): Promise<{ name: string; total: number }[]> {
    const labels = await rollouts(editor).evaluateAll((rows) =>
      rows.map((row) => row.getAttribute('aria-label') ?? ''),
    );
    return labels.map((label) => {
      const [, name = '', total = ''] = /^(.+?), total ([-\d.]+)/.exec(label) ?? [];
      return { name, total: Number(total) };
    });
  }

  async function setting(editor: DatasetEditor): Promise<unknown> {
    const text = (await editor.workbench.bytes('.vscode/settings.json')).toString('utf8');
    return (JSON.parse(text) as Record<string, unknown>)[REWARDS];
  }

  it('shows those of the settings, and names the nearest for one that there is not', async () => {
    const editor = await openSample({
      settings: {
        [REWARDS]: [
          { name: 'format' },
          { name: 'caption', weight: 0.5 },
          { name: 'bbox' },
          { name: 'boxF1', options: { threshold: 0.75 } },
          { name: 'anls' },
          { name: 'languageConsistency' },
          { name: 'repetitionPenalty', options: { n: 2 } },
          { name: 'generalPoints' },
          { name: 'vqaAcuracy' },
        ],
      },
    });
    await editor.show(1);
    await editor.rewards.waitFor();
    assert.match(await editor.reward('anls'), /^anls 1\.0000/);
    assert.equal(await editor.reward('generalPoints'), 'generalPoints error MissingColumn');
    assert.match(await editor.reward('repetitionPenalty'), /^repetitionPenalty (-0\.\d{4}|0\.0000)/);
    const notes = editor.frame.getByRole('group', { name: 'Rewards setting' });
    assert.equal(
      (await notes.innerText()).trim(),
      'In the settings, there is no reward "vqaAcuracy"; did you mean vqaAccuracy?',
    );
    await editor.rewards.getByRole('row', { name: /^anls/ }).click();
    await editor.frame.getByText('Compare with the right answers').waitFor();
    await editor.workbench.shots('rewards-chosen');
    await editor.rewards.getByRole('row', { name: /^anls/ }).click({ position: { x: 60, y: 8 } });
    await rollouts(editor).last().scrollIntoViewIfNeeded();
    await editor.workbench.shots('rewards-many');
    await editor.workbench.setViewport(800, 800);
    await rollouts(editor).last().scrollIntoViewIfNeeded();
    await editor.workbench.shots('rewards-many-narrow');
    await editor.workbench.setViewport(1280, 800);

    await editor.workbench.quickOpen('settings.json');
    const { page } = editor.workbench;
    await eventually(async () => {
      // To the next problem of the file that is being looked at.
      await page.keyboard.press('F8');
      const message = page.locator('.marker-widget', { hasText: 'did you mean vqaAccuracy?' });
      await message.waitFor({ timeout: 2000 });
    });
    await page.locator('.squiggly-warning').waitFor();
    await editor.workbench.shots('rewards-setting', ['dark']);
  });

  it('weighs them by sliders: totals, ranks and advantages follow at once', async () => {
    const editor = await openSample({ settings: { [REWARDS]: [{ name: 'format' }, { name: 'bbox' }] } });
    await editor.show(1);
    await rollouts(editor).first().waitFor();
    const before = await totals(editor);
    await editor.frame.getByRole('button', { name: 'Weights' }).click();
    const slider = editor.frame.getByRole('slider', { name: 'Weight of format' });
    await slider.waitFor();
    // What is pressed is drawn with the next frame.
    const weighs = (weight: string): Promise<void> =>
      eventually(async () => {
        assert.equal(await slider.getAttribute('aria-valuetext'), weight);
      });
    const ranked = await totals(editor);
    assert.deepEqual(
      ranked.map(({ total }) => total),
      [...before].sort((a, b) => b.total - a.total).map(({ total }) => total),
    );
    await weighs('1.00');

    await slider.press('Home');
    await weighs('0.00');
    const bbox = Number((await editor.reward('bbox')).split(' ')[1]);
    await eventually(async () => {
      const under = await editor.frame.locator('.completion-row.selected').getAttribute('aria-label');
      assert.match(under ?? '', new RegExp(`total ${bbox.toFixed(4)}`));
    });
    const reweighed = await totals(editor);
    assert.deepEqual(
      reweighed,
      [...reweighed].sort((a, b) => b.total - a.total),
    );
    assert.notDeepEqual(
      new Set(reweighed.map(({ total }) => total)),
      new Set(ranked.map(({ total }) => total)),
    );
    for (let step = 0; step < 5; step++) await editor.page.keyboard.press('ArrowRight');
    await weighs('0.25');

    await editor.button('Reset weights').click();
    await weighs('1.00');
    await eventually(async () => {
      assert.deepEqual(await totals(editor), ranked);
    });

    await slider.press('End');
    await weighs('2.00');
    const doubled = await totals(editor);
    await editor.button('Write to settings').click();
    await eventually(async () => {
      assert.deepEqual(await setting(editor), [{ name: 'format', weight: 2 }, { name: 'bbox' }]);
    });
    await eventually(async () => {
      assert.deepEqual(await totals(editor), doubled);
    });
    // Themes are settings, too: those that were written here are to stay.
    await editor.workbench.setSettings({ [REWARDS]: await setting(editor) });
    await editor.button('Write to settings').scrollIntoViewIfNeeded();
    await editor.workbench.shots('weights');

    await editor.button('Rank by total').click();
    await eventually(async () => {
      assert.deepEqual(
        (await totals(editor)).map(({ name }) => name),
        before.map(({ name }) => name),
      );
    });
  });
});
