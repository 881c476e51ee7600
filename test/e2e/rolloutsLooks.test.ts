import assert from 'node:assert/strict';
import { eventually } from './support/eventually.ts';
import { offCentre, overlaps, sticksOut } from './support/looks.ts';
import { openRollouts, type RolloutsEditor } from './support/rollouts.ts';

const WIDTHS = [1280, 800, 480];
const VIEWS = ['Group', 'Pair', 'History', 'Plots', 'Signals', 'Compare', 'Runs', 'SQL'];
/** What may be wider than its place, and is then scrolled. */
const SCROLLING = '.sheet, .history-strip, .view-tabs, .sql-result, .bars';

const ARABIC = 'لافتة فوق الباب، وعليها "City Books" بالإنجليزية.';
const QUESTION = 'Which of the words on the sign is the longest one?';

const line = (question: string, caption: string, i: number): string =>
  `${JSON.stringify({
    step: 1,
    question,
    completion: `<caption>${caption}</caption> <bbox>[[1,1,${i + 2},9]]</bbox> <answer>${i}</answer>`,
    // One that fails, of the best too: a card bears every mark that there is.
    rewards: { a_reward_with_a_very_long_name_of_its_trainer: i === 0 ? null : 1 },
  })}\n`;

const ROLLOUTS = [0, 1, 2, 3]
  .map((i) => line(QUESTION, 'A sign.', i))
  .concat([0, 1, 2, 3].map((i) => line('Wx'.repeat(200), ARABIC, i)))
  .join('');
const open = (): Promise<RolloutsEditor> =>
  openRollouts('run.rollouts.jsonl', { files: { 'run.rollouts.jsonl': ROLLOUTS } });

/** The name of what has the focus in the page. */
const focused = ({ frame }: RolloutsEditor): Promise<string> =>
  frame
    .locator('body')
    .evaluate(
      ({ ownerDocument: { activeElement } }) =>
        activeElement?.getAttribute('aria-label') ?? activeElement?.textContent.trim() ?? '',
    );

describe('The look of the rollouts editor', () => {
  it('fits wide and narrow windows in every view: nothing is squeezed, cut off or over another', async () => {
    const editor = await open();
    const { frame, workbench } = editor;
    await workbench.page.keyboard.press('ControlOrMeta+b');
    await editor.group('1-2').click();
    await editor.focusGroups();
    await workbench.page.keyboard.press('m');
    await frame.getByRole('option', { name: /^Rollout 1 of 4: .*, marked/ }).waitFor();
    for (const width of WIDTHS) {
      await workbench.setViewport(width, 800);
      for (const view of VIEWS) {
        const tab = frame.getByRole('group', { name: 'View' }).getByRole('button', { name: view });
        await tab.click();
        await eventually(async () => {
          const where = `${view} at ${width}`;
          assert.deepEqual(await sticksOut(frame, SCROLLING), [], `${where}: something sticks out`);
          assert.deepEqual(await overlaps(frame), [], `${where}: something overlaps`);
          assert.deepEqual(await offCentre(frame), [], `${where}: an icon is off its button's middle`);
          const { height = 0 } = (await frame.locator('.view').boundingBox()) ?? {};
          assert.ok(height > 150, `${where}: the view is ${height} px high`);
        });
        if (width === 480 && view === 'Group') await workbench.shots('rollouts-narrow');
      }
    }
  });

  it('keeps room for the image over an open panel, and lets the rest be scrolled to', async () => {
    const editor = await open();
    const { frame, workbench } = editor;
    await workbench.setViewport(1000, 640);
    await workbench.command('View: Focus Problems (Errors, Warnings, Infos)');
    await eventually(async () => {
      const { height: whole = 0 } = (await frame.locator('#app').boundingBox()) ?? {};
      assert.ok(whole < 400, `the panel leaves ${whole} px`);
      const { height = 0 } = (await editor.image.boundingBox()) ?? {};
      assert.ok(height > 100, `the image has ${height} px`);
    });
    await frame.getByRole('button', { name: 'Over training' }).scrollIntoViewIfNeeded();
    await workbench.shot('rollouts-over-panel');
  });

  it('reads texts from right to left where they are written so', async () => {
    const editor = await open();
    await editor.group('1-2').click();
    const text = editor.frame.locator('.part.caption .as-written');
    await text.getByText('City Books').waitFor();
    assert.equal(await text.evaluate((element) => getComputedStyle(element).direction), 'rtl');
  });

  it('keeps the focus in the page where what had it goes, and what is drawn in step with the filter', async () => {
    const editor = await open();
    const { frame, page } = editor;
    const filter = frame.getByRole('textbox', { name: 'Filter rollouts' });
    await frame.getByRole('button', { name: 'Plots' }).click();
    const points = frame.getByRole('application', { name: /^Completion length by step, \d+ mark/ });
    await points.waitFor();
    await filter.fill('no rollout says this');
    await frame.getByText('No group holds a rollout that fulfils the filter.').waitFor();
    await points.waitFor({ state: 'detached' });
    await frame.getByRole('button', { name: 'Clear filter' }).focus();
    await page.keyboard.press('Enter');
    await points.waitFor();
    assert.equal(await focused(editor), 'Groups');
    await page.keyboard.press('End');
    await frame.getByRole('option', { name: /^Group 1-2:/, selected: true }).waitFor();
    await page.keyboard.press('Home');
    await frame.getByRole('option', { name: /^Group 1-1:/, selected: true }).waitFor();

    await frame.getByRole('button', { name: 'SQL', exact: true }).click();
    const query = frame.getByRole('textbox', { name: 'SQL query' });
    await query.fill('SELECT 1');
    await frame.getByRole('button', { name: 'Run', exact: true }).focus();
    await page.keyboard.press('Enter');
    await frame.getByText(/^1 row in \d+ ms$/).waitFor();
    assert.equal(await focused(editor), 'Run');
    await query.fill('SELECT count(*) FROM range(100000000) a, range(100000000) b');
    await query.press('ControlOrMeta+Enter');
    await frame.getByRole('button', { name: 'Cancel the query' }).focus();
    await page.keyboard.press('Enter');
    await frame.getByText('The query was cancelled.', { exact: true }).first().waitFor();
    assert.equal(await focused(editor), 'SQL query');
  });
});
