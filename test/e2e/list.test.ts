import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inRoot } from '../../scripts/lib/paths.ts';
import { openDataset, type DatasetEditor } from './support/dataset.ts';
import { eventually } from './support/eventually.ts';

const SAMPLE = readFileSync(inRoot('media/sample/sample.vqa.jsonl'), 'utf8').trimEnd().split('\n');
const row = (index: number): string => SAMPLE[index] ?? '';
const BROKEN = '{"id":"oops","images":["images/city-bus.jpg"],}';
const ROWS = [
  row(0),
  row(10),
  BROKEN,
  row(2).replace('images/bicycle-wall.jpg', 'images/gone.jpg'),
  row(3).replace('[[633,278,970,385]]', '[[633,278,1970,385]]'),
  row(41),
];

describe('The list of samples', function () {
  this.timeout(120_000);
  let editor: DatasetEditor;

  before(async () => {
    editor = await openDataset('rows.vqa.jsonl', {
      keep: true,
      copy: 'media/sample',
      files: { 'rows.vqa.jsonl': `${ROWS.join('\n')}\n` },
    });
    await eventually(async () => {
      assert.match((await names())[2] ?? '', /has errors/);
    });
  });

  after(() => editor.workbench.close());

  it('marks what has problems, and says how many samples there are', async () => {
    assert.deepEqual(
      (await names()).map((name) => /\((.*)\)$/.exec(name)?.[1] ?? ''),
      ['', '', 'not readable, has errors', 'has errors', 'has warnings', ''],
    );
    assert.equal(await editor.sample(4).getAttribute('aria-setsize'), '6');
    assert.equal(await editor.sample(4).getAttribute('aria-posinset'), '4');
  });

  it('shows a line that is no JSON as it is, with the place that is wrong', async () => {
    await editor.show(3);
    const text = editor.frame.getByLabel('Text of the row');
    await text.waitFor();
    assert.equal((await text.innerText()).trim(), BROKEN);
    assert.equal(await text.locator('mark').innerText(), '}');
    assert.match(await editor.frame.locator('.verbatim [role=alert]').innerText(), /line 3, column 47/);
    await editor.workbench.shot('malformed-line');
  });

  it('says what is wrong with a sample beside it', async () => {
    await editor.show(4);
    await editor.frame
      .getByRole('note')
      .getByText(/gone\.jpg/)
      .waitFor();
    await editor.box(1).waitFor();
    await editor.workbench.shot('missing-image');
    await editor.workbench.setViewport(800, 800);
    const note = await editor.frame.getByRole('note').boundingBox();
    const stage = await editor.image.boundingBox();
    assert.ok(note !== null && stage !== null && note.y + note.height <= stage.y + 1, 'it covers no box');
    await editor.workbench.setViewport(1280, 800);
    await editor.show(5);
    await editor.frame
      .getByText(/reaches outside the image/)
      .first()
      .waitFor();
  });

  it('lists the problems of the file; each leads to its sample', async () => {
    const toggle = editor.frame.getByRole('button', { name: /^Problems in this file/ });
    assert.match(await toggle.innerText(), /3$/);
    await toggle.click();
    const problems = editor.frame.getByRole('region', { name: 'Problems of the file' });
    await problems.getByRole('button', { name: /gone\.jpg/ }).click();
    await editor.shows(4);
    await problems.getByRole('button', { name: /outside the image/ }).click();
    await editor.shows(5);
    await editor.workbench.shot('problems');
    await toggle.click();
  });

  it('hands the problems to VS Code, whose list leads to the editor', async () => {
    await editor.workbench.command('View: Toggle Problems');
    const panel = editor.page.locator('.markers-panel');
    const problem = panel.locator('.monaco-list-row', { hasText: 'outside the image' });
    await problem.waitFor();
    assert.equal(await panel.locator('.monaco-list-row', { hasText: 'VQA-Verify' }).count(), 3);
    await problem.dblclick();
    await editor.samples.waitFor();
    assert.equal(await editor.page.locator('.tab').count(), 1, 'it opens no other editor');
    await editor.show(1);
    await problem.getByText('box-outside').click();
    await editor.shows(5);
    await eventually(async () => {
      assert.equal(await editor.box(1).getAttribute('aria-pressed'), 'true', 'its box is selected');
    });
    await editor.workbench.command('View: Hide Panel');
    await panel.waitFor({ state: 'hidden' });
  });

  it('filters as one types; keys go through what is left', async () => {
    await filter('how many');
    await eventually(async () => {
      assert.deepEqual(await numbers(), [2, 6]);
    });
    await editor.frame.getByText('2 of 6 samples').waitFor();
    await editor.page.keyboard.press('Escape');
    await editor.keysWork();
    await editor.page.keyboard.press('d');
    await editor.shows(2);
    await editor.page.keyboard.press('d');
    await editor.shows(6);
    await filter('nothing like it');
    await editor.frame.getByText('0 of 6 samples').waitFor();
    await editor.button('Clear filter').click();
    await eventually(async () => {
      assert.equal((await numbers()).length, 6);
    });
    await editor.shows(6);
  });

  it('sorts by the number of boxes and by the severity of problems', async () => {
    await sort('Number of Boxes');
    await eventually(async () => {
      assert.deepEqual((await numbers()).slice(0, 2), [2, 6]);
    });
    await sort('Severity of Problems');
    await eventually(async () => {
      assert.deepEqual(new Set((await numbers()).slice(0, 2)), new Set([3, 4]));
      assert.equal((await numbers())[2], 5);
    });
    await sort('Order in File');
    await eventually(async () => {
      assert.deepEqual(await numbers(), [1, 2, 3, 4, 5, 6]);
    });
  });

  it('takes a problem back when it is mended', async () => {
    await editor.show(5);
    await editor.focusImage();
    await editor.page.keyboard.press('Tab');
    await editor.page.keyboard.press('Delete');
    await editor.page.keyboard.press('b');
    await eventually(async () => {
      assert.match((await names())[4] ?? '', /\(edited\)$/);
    });
    await editor.page.keyboard.press('ControlOrMeta+z');
    await editor.box(1).waitFor({ state: 'detached' });
    await editor.page.keyboard.press('ControlOrMeta+z');
    await eventually(async () => {
      assert.match((await names())[4] ?? '', /\(has warnings\)$/);
    });
  });

  const names = (): Promise<string[]> =>
    editor.samples
      .getByRole('option')
      .evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''));
  const numbers = async (): Promise<number[]> =>
    (await names()).map((name) => Number(/^Sample (\d+)/.exec(name)?.[1]));
  const filter = async (text: string): Promise<void> => {
    const field = editor.frame.getByRole('textbox', { name: 'Filter samples' });
    await field.click();
    await editor.page.keyboard.press('ControlOrMeta+a');
    await editor.page.keyboard.type(text);
  };
  const sort = async (by: string): Promise<void> => {
    await editor.frame.getByRole('button', { name: /^Sort by/ }).click();
    await editor.frame.locator('.menu-item', { hasText: by }).click();
  };
});
