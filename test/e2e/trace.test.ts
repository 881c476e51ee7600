import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { openSample, type DatasetEditor } from './support/dataset.ts';
import { eventually } from './support/eventually.ts';

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 800, height: 800 };

/** Sample 11 of the sample dataset: three oranges, whose boxes Rollout 2 predicts too large. */
describe('The steps of a reward', function () {
  this.timeout(120_000);
  this.bail(true);
  let editor: DatasetEditor;

  const row = (name: string): Locator => editor.rewards.getByRole('row', { name: new RegExp(`^${name}\\b`) });
  const steps = (name: string): Locator => row(name).getByRole('option');
  const step = (name: string, title: string): Locator =>
    row(name).getByRole('option', { name: new RegExp(`^${title}:`) });
  const text = (label: string): Locator => editor.rewards.getByRole('group', { name: label });
  /** Kinds of areas that are painted on the image. */
  const areas = async (): Promise<string[]> => {
    const kinds = await editor.image
      .locator('.painting path.area')
      .evaluateAll((all) => all.map((each) => each.getAttribute('class')?.replace('area ', '') ?? ''));
    return [...new Set(kinds)].sort();
  };
  const becomes = <T>(read: () => Promise<T>, expected: T): Promise<void> =>
    eventually(async () => {
      assert.deepEqual(await read(), expected);
    });
  const marked = (label: string, mark: string): Promise<string[]> =>
    text(label).locator(`.mark-${mark}`).allInnerTexts();
  const press = (key: string): Promise<void> => editor.page.keyboard.press(key);

  before(async () => {
    editor = await openSample({ keep: true });
    await press('ControlOrMeta+b');
    await editor.show(11);
    await editor.frame.getByRole('option', { name: /^Rollout 2/ }).click();
    await row('bbox').waitFor();
  });

  after(() => editor.workbench.close());

  it('open below the row, by mouse or keyboard, several at a time', async () => {
    assert.equal(await row('bbox').getAttribute('aria-expanded'), 'false');
    await row('bbox').click();
    await row('bbox').and(editor.frame.locator('[aria-expanded="true"]')).waitFor();
    assert.equal(await steps('bbox').count(), 10);
    await row('format').focus();
    await press('Enter');
    await becomes(() => steps('format').count(), 5);
    await press('Space');
    await becomes(() => steps('format').count(), 0);
    assert.equal(await steps('bbox').count(), 10);
    assert.match((await row('bbox').getAttribute('aria-label')) ?? '', /^bbox 0\.4877$/);
  });

  it('say what went in and what came out, the last one the reward', async () => {
    const titles = await steps('bbox').evaluateAll((all) => all.map((each) => each.ariaLabel));
    assert.deepEqual(titles, [
      'Find the bbox tag: found at character 161',
      'Read the list of boxes: 3 boxes',
      'Find the size the boxes refer to: 728 × 532',
      'Scale the predicted boxes: in original pixels',
      'Read the true boxes: 3 boxes',
      'Intersection: 83,896 px² (100.0 %)',
      'Missed: 0 px² (0.0 %)',
      'Extra: 88,119.41 px² (51.2 %)',
      'Union: 172,015.41 px²',
      'Intersection over union: 0.4877',
    ]);
    await step('bbox', 'Find the size the boxes refer to').getByText('1,200 × 900').waitFor();
  });

  it('paint the areas on the image: all while the reward is open, one while its step is pointed at', async () => {
    await becomes(areas, ['extra', 'intersection']);
    await step('bbox', 'Extra').hover();
    await becomes(areas, ['extra']);
    await step('bbox', 'Find the bbox tag').hover();
    await becomes(areas, []);
    await becomes(() => marked('Completion', 'tag'), ['<bbox>', '</bbox>']);
    await step('bbox', 'Read the true boxes').hover();
    await becomes(() => editor.image.locator('.painting .truth rect.edge').count(), 3);
    assert.equal(await editor.image.locator('.painting .prediction').count(), 0);
    // The boxes themselves are out of sight, but not gone.
    assert.equal(await opacity(editor.box(1)), 0);
    await editor.image.hover();
    await becomes(areas, ['extra', 'intersection']);
    assert.equal(await opacity(editor.box(1)), 1);
  });

  it('are walked with the arrows, and the image shows only the one that has the focus', async () => {
    await row('bbox').focus();
    await press('ArrowRight');
    const focused = (): Promise<string | null> =>
      editor.frame.locator('[role=option]:focus').evaluate((each) => each.ariaLabel);
    await becomes(focused, 'Find the bbox tag: found at character 161');
    for (let presses = 0; presses < 7; presses++) await press('ArrowRight');
    await becomes(focused, 'Extra: 88,119.41 px² (51.2 %)');
    await becomes(areas, ['extra']);
    await press('ArrowLeft');
    await press('ArrowLeft');
    await becomes(areas, ['intersection']);
    await press('End');
    await press('ArrowRight');
    await becomes(focused, 'Intersection over union: 0.4877');
    await becomes(areas, ['extra', 'intersection']);
    assert.equal(await opacity(editor.box(1)), 0);
    await press('Escape');
    await becomes(() => row('bbox').evaluate((each) => each === document.activeElement), true);
    assert.equal(await opacity(editor.box(1)), 1);
  });

  it('mark what matches in the caption, order by order', async () => {
    await editor.show(1);
    await row('caption').locator('.reward-line').click();
    const matches = async (title: string, runs: readonly string[]): Promise<void> => {
      await step('caption', title).hover();
      await becomes(() => marked('Completion', 'match'), [...runs]);
    };
    const [first, last] = [
      'A red city bus drives past a row of old town houses. Its display reads 42 Harbour',
      'behind it',
    ];
    await matches('2-gram precision', [`${first},`, 'a street lamp', `${last}.`]);
    await becomes(() => marked('True caption', 'match'), [`${first},`, 'a street lamp', `${last}.`]);
    await matches('4-gram precision', [`${first},`]);
    await matches('Longest common subsequence', [first, 'a street lamp', last]);
    await becomes(() => marked('True caption', 'miss'), ['and', 'stands']);
  });

  it('show themselves in every theme, wide and narrow', async () => {
    await step('caption', '2-gram precision').click();
    for (const [name, { width, height }] of Object.entries({ wide: WIDE, narrow: NARROW })) {
      await editor.workbench.setViewport(width, height);
      await step('caption', '2-gram precision').scrollIntoViewIfNeeded();
      await editor.workbench.shots(`trace-caption-${name}`);
    }
    await editor.workbench.setViewport(WIDE.width, WIDE.height);
    await row('caption').locator('.reward-line').click();
    await editor.show(11);
    await step('bbox', 'Intersection over union').click();
    await editor.image.hover();
    await editor.workbench.shots('trace-bbox-step');
    await row('bbox').focus();
    for (const [name, { width, height }] of Object.entries({ wide: WIDE, narrow: NARROW })) {
      await editor.workbench.setViewport(width, height);
      await row('bbox').scrollIntoViewIfNeeded();
      await editor.workbench.shots(`trace-bbox-${name}`);
    }
    await editor.workbench.setViewport(WIDE.width, WIDE.height);
  });

  it('follow a box that is being dragged', async () => {
    const union = (): Promise<string> =>
      step('bbox', 'Union')
        .getAttribute('aria-label')
        .then((name) => name ?? '');
    const before = await union();
    await press('Escape');
    await editor.focusImage();
    await press('g');
    await editor.predicted(1).click();
    // Away from what else is there: the first predicted box grows by its lower right corner.
    await editor.press([308, 839], [500, 880]);
    await eventually(async () => {
      assert.notEqual(await union(), before);
    });
    const during = await union();
    assert.match((await row('bbox').getAttribute('aria-label')) ?? '', /^bbox 0\.\d{4}, was 0\.4877$/);
    await becomes(areas, ['extra', 'intersection']);
    await editor.page.mouse.up();
    assert.equal(await union(), during);
  });

  it('follow what is typed, and say what Python raises where it does', async () => {
    const completion = editor.field('Completion');
    const before = await completion.inputValue();
    await completion.fill(before.replace('<bbox>[[', '<bbox>[ ['));
    await row('format').locator('.reward-line').click();
    await step('format', 'Boxes right after the caption').getByText('not by [[ side by side').waitFor();
    assert.equal(await steps('format').count(), 2);
    await completion.fill('<bbox>{[1,2,3,4]}</bbox>');
    await row('bbox error TypeError').waitFor();
    const last = steps('bbox').last();
    await last.and(editor.frame.locator('.raises')).waitFor();
    assert.match((await last.getAttribute('aria-label')) ?? '', /^Python raises TypeError: unhashable type/);
    await last.getByText('this row would end the whole batch').waitFor();
    await becomes(areas, []);
    await editor.workbench.shots('trace-raises', ['light', 'contrast']);
  });

  it('stay open for the next sample and when the tab comes back', async () => {
    await editor.show(12);
    await becomes(() => row('bbox').getAttribute('aria-expanded'), 'true');
    await becomes(() => row('answer').getAttribute('aria-expanded'), 'false');
    const { page } = editor;
    await page.locator('.tab', { hasText: 'sample.vqa.jsonl' }).dblclick();
    await editor.workbench.quickOpen('sample.rollouts.jsonl');
    await editor.rewards.waitFor({ state: 'detached' });
    await page.locator('.tab', { hasText: 'sample.vqa.jsonl' }).click();
    await becomes(() => row('bbox').getAttribute('aria-expanded'), 'true');
    const policy = editor.workbench.errors.filter((each) => /Content.Security.Policy|Refused to/i.test(each));
    assert.deepEqual(policy, []);
  });
});

/** Of the layer that a box is drawn in. */
function opacity(box: Locator): Promise<number> {
  return box.evaluate((each) => Number(getComputedStyle(each.closest('svg') ?? each).opacity));
}
