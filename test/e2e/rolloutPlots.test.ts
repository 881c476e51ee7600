import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import sharp from 'sharp';
import { eventually } from './support/eventually.ts';
import { openRollouts, type RolloutsEditor } from './support/rollouts.ts';

const openSample = (): Promise<RolloutsEditor> =>
  openRollouts('sample.rollouts.jsonl', { copy: 'media/sample' });

/** Presses Enter in the file dialog until it takes it: it takes no key while it still lists the folder. */
async function acceptFile({ workbench, page }: RolloutsEditor, file: string): Promise<void> {
  const name = page.locator('.quick-input-widget input[type=text]');
  await eventually(async () => {
    assert.equal(await name.inputValue(), workbench.path(file));
  });
  await eventually(async () => {
    await page.keyboard.press('Enter');
    assert.ok(existsSync(workbench.path(file)), `${file} is not written`);
  }, 30_000);
}

describe('A run as a whole', () => {
  it('draws plots by the values of a column, is walked by keyboard, and is saved as a picture', async () => {
    const editor = await openSample();
    const { frame, page, workbench } = editor;
    await frame.getByRole('button', { name: 'Plots' }).click();
    await frame.getByRole('button', { name: 'Slice by…' }).click();
    await frame.getByRole('menuitemcheckbox', { name: 'category 3 values' }).click();
    const chip = frame
      .getByRole('group', { name: 'Values of category' })
      .getByRole('button', { name: 'perception' });
    await chip.click();
    await frame.getByRole('button', { name: 'perception', pressed: true }).waitFor();

    const region = frame.getByRole('region', { name: 'bbox by step', exact: true });
    const plot = region.getByRole('application', { name: /^bbox by step, 5 marks/ });
    // The focus comes back from a dialog when it likes.
    const walkTo = (key: string, said: string): Promise<void> =>
      eventually(async () => {
        await plot.focus();
        await page.keyboard.press(key);
        await region.getByText(said).waitFor({ timeout: 1000 });
      });
    await walkTo('End', 'perception, step 6');

    await region.getByRole('button', { name: 'Save bbox by step as PNG' }).click();
    await acceptFile(editor, 'bbox-by-step.png');
    await eventually(async () => {
      const picture = sharp(await workbench.bytes('bbox-by-step.png'));
      const { width, height } = await picture.metadata();
      assert.ok(width > 1200 && height > 600, `it is ${width}×${height}`);
      // Lines, letters and a background: no single colour.
      const { channels, isOpaque } = await picture.stats();
      const colours = channels.slice(0, 3).map(({ stdev }) => stdev);
      assert.ok(isOpaque && colours.every((stdev) => stdev > 3), `it is plain: ${colours.join()}`);
    });

    await walkTo('Home', 'perception, step 1');
    await page.keyboard.press('Enter');
    await eventually(async () => {
      assert.equal(
        await frame.getByRole('textbox', { name: 'Filter rollouts' }).inputValue(),
        'step=1 category=perception',
      );
    });
    await frame.getByRole('status', { name: /^Rollout 1 of 8, group 1-/ }).waitFor();
    assert.deepEqual(
      workbench.errors.filter((error) => error.includes('Content Security Policy')),
      [],
    );
  });

  it('counts signals and lists the rollouts of one, whose groups are exported to train on', async () => {
    const editor = await openSample();
    const { frame, page, workbench } = editor;
    await frame.getByRole('button', { name: 'Signals' }).click();
    await frame.getByRole('button', { name: /^Wrong coordinate space: \d+ rollouts/ }).click();
    await eventually(async () => {
      assert.equal(
        await frame.getByRole('textbox', { name: 'Filter rollouts' }).inputValue(),
        'is:wrong-coordinates',
      );
    });
    const listed = await frame.getByText(/\d+ of 42 groups/).innerText();
    const [groups = ''] = listed.trim().split(' ');

    await frame.getByRole('button', { name: 'Export rows to train on…' }).click();
    const quick = page.locator('.quick-input-widget');
    const row = (text: string) => quick.locator('.monaco-list-row', { hasText: text });
    await row('Preference Pairs').click();
    await quick.getByText('How far apart the two totals are at least').waitFor();
    await page.keyboard.type('x');
    await quick.getByText('This is no number').waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('0.5');
    await page.keyboard.press('Enter');
    await row(`Export ${groups} rows…`).click();
    await acceptFile(editor, 'sample.dpo.vqa.jsonl');
    const rows = (await workbench.bytes('sample.dpo.vqa.jsonl')).toString('utf8').trim().split('\n');
    assert.equal(rows.length, Number(groups));
    await workbench.notification(`Exported ${groups} rows to sample.dpo.vqa.jsonl`);
    await page.keyboard.press('Escape');
    await workbench.quickOpen('sample.dpo.vqa.jsonl');
    await workbench
      .webview()
      .getByRole('status', { name: `Sample 1 of ${groups}` })
      .waitFor();
  });
});
