import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';
import { openDataset, type DatasetEditor } from './support/dataset.ts';
import { eventually } from './support/eventually.ts';

/** A batch function, one of a single row with extras, and one that turns an exception into a zero. */
const PLUGIN = `import re


def given(completion):
    found = re.search(r"<answer>(.*?)</answer>", completion)
    return found.group(1) if found else ""


def shortest(completions, **kwargs):
    least = min(len(given(completion)) for completion in completions)
    return [1.0 if len(given(completion)) == least else 0.25 for completion in completions]


def compute_score(data_source, solution_str, ground_truth, extra_info):
    return {"score": 0.5, "answer": given(solution_str)}


def swallows(completions, **kwargs):
    rewards = []
    for completion in completions:
        try:
            rewards.append(float(given(completion)) / 100)
        except ValueError:
            rewards.append(0.0)
    return rewards


def strict(completions, **kwargs):
    return [1 / int(given(completion)) for completion in completions]
`;

const ROW = {
  id: 'bus',
  messages: [{ role: 'user', content: '<image>What is the route number of the bus?' }],
  images: ['images/city-bus.jpg'],
  image_caption: 'A red city bus.',
  bboxs: [[252, 190, 286, 212]],
  width: 1280,
  height: 860,
  possible_answers: ['42'],
};
const completion = (answer: string): string =>
  `<caption>A red city bus.</caption> <bbox>[[252,190,286,212]]</bbox> <answer>${answer}</answer>`;
const ROLLOUTS = [
  { id: 'bus', step: 1, completion: completion('42'), rewards: { shortest: 1, answer: 0, strict: null } },
  { id: 'bus', step: 1, completion: completion('forty-two') },
  { id: 'bus', step: 1, completion: completion('4') },
];
const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const own = (name: string): object => ({ name, path: 'plugin.py', symbol: name });

describe('Rewards of functions of one’s own', function () {
  this.timeout(120_000);
  let editor: DatasetEditor;

  before(async () => {
    editor = await openDataset('bus.vqa.jsonl', {
      copy: 'media/sample',
      files: {
        'bus.vqa.jsonl': lines([ROW]),
        'bus.rollouts.jsonl': lines(ROLLOUTS),
        'plugin.py': PLUGIN,
      },
      settings: {
        'vqaVerify.python': '/usr/bin/python3',
        'vqaVerify.rewards': [
          { name: 'format' },
          { name: 'answer' },
          { ...own('shortest'), weight: 2 },
          { ...own('score'), symbol: 'compute_score' },
          own('swallows'),
          own('strict'),
        ],
      },
      keep: true,
    });
  });
  after(() => editor.workbench.close());

  const row = (name: string): Locator => editor.rewards.getByRole('row', { name: new RegExp(`^${name} `) });
  const says = (name: string, label: RegExp): Promise<void> =>
    eventually(async () => {
      assert.match(await editor.reward(name), label);
    }, 30_000);
  const rollout = (number: number): Locator =>
    editor.frame.getByRole('option', { name: new RegExp(`^Rollout ${number}`) });

  it('stand beside the built-in ones, with what was logged, and count in totals and advantages', async () => {
    await says('shortest', /^shortest 0\.2500, logged 1\.0000, different$/);
    await says('answer', /^answer 1\.0000, logged 0\.0000, different$/);
    await says('format', /^format 1\.0000$/);
    await says('score', /^score 0\.5000$/);
    await says('swallows', /^swallows 0\.4200$/);
    await says('strict', /^strict 0\.0238, logged failed, different$/);
    // format 1, answer 1, 2 × shortest 0.25, score 0.5, swallows 0.42, strict 1/42
    await eventually(async () => {
      assert.match(
        (await rollout(1).getAttribute('aria-label')) ?? '',
        /^Rollout 1, total 3\.4438, advantage/,
      );
    });
    assert.match((await rollout(3).getAttribute('aria-label')) ?? '', /^Rollout 3, total 3\.7900, advantage/);
    await editor.frame.getByText(/^3 rollouts: mean/).waitFor();
  });

  it('count over all groups where the person asks for that, and stand in the tree', async () => {
    const { frame, workbench } = editor;
    await frame.getByText('runs shortest, score, swallows, strict on every rollout').waitFor();
    await editor.button('Score all groups').click();
    const report = frame.getByRole('table', { name: 'Groups without spread' });
    await report.getByRole('row', { name: /^strict/ }).waitFor({ timeout: 60_000 });
    await frame.getByText('strict failed on 1 rollout, which count').waitFor();
    await workbench.command('Explorer: Focus on Reward Functions View');
    const tree = editor.page.locator('.pane', { hasText: 'Reward Functions' });
    await tree.getByText(/^×2 · trl · 0\.2500 · <?[\d.]+ ms$/).waitFor();
    await tree
      .getByText(/^×1 · built-in · 1\.0000 · <?[\d.]+ ms$/)
      .first()
      .waitFor();
  });

  it('open into what is known of the call, as the trainer makes it and row by row', async () => {
    await row('shortest').click();
    await row('shortest').getByText('0.2500 in 3 completions at once').waitFor();
    await row('shortest').getByText('it depends on the other completions').waitFor();
    await row('score').click();
    await row('score').getByText('42', { exact: true }).waitFor();
    await row('strict').click();
    await row('strict').getByText('ValueError: invalid literal for int()').first().waitFor();
    await row('strict').getByText('the group of 3 fails: ValueError').waitFor();
    await editor.workbench.shots('own-rewards');
    await editor.workbench.setViewport(800, 800);
    await editor.workbench.shots('own-rewards-narrow', ['light']);
    await editor.workbench.setViewport(1280, 800);
    for (const name of ['shortest', 'score', 'strict']) {
      await row(name).click({ position: { x: 60, y: 8 } });
    }
  });

  it('show exceptions that were turned into zeros, and errors with the way to their line', async () => {
    await rollout(2).click();
    await says('swallows', /^swallows 0\.0000, caught ValueError$/);
    await row('swallows').click();
    await row('swallows').getByText("could not convert string to float: 'forty-two'").waitFor();
    await says('strict', /^strict error ValueError/);
    await row('strict').click({ position: { x: 60, y: 8 } });
    await editor.workbench.shots('own-rewards-failed');
    await row('strict')
      .getByRole('button', { name: /^Open plugin\.py, line \d+$/ })
      .last()
      .click();
    const { page } = editor.workbench;
    await page.locator('.editor-group-container.active .tab.active', { hasText: 'plugin.py' }).waitFor();
    await page.locator('.editor-statusbar-item, .statusbar-item', { hasText: /Ln \d/ }).first().waitFor();
    await editor.workbench.command('View: Close Editor');
  });

  it('are one stop of Tab, and the arrow keys go between them', async () => {
    await row('format').focus();
    const { keyboard } = editor.page;
    const focused = (): Promise<string | null> =>
      editor.rewards.locator(':focus').getAttribute('aria-label', { timeout: 2000 });
    const comesTo = (name: string): Promise<void> =>
      eventually(async () => {
        assert.match((await focused()) ?? '', new RegExp(`^${name} `));
      });
    await keyboard.press('ArrowDown');
    await comesTo('answer');
    await keyboard.press('End');
    await comesTo('strict');
    await keyboard.press('Home');
    await comesTo('format');
    await keyboard.press('ArrowDown');
    await comesTo('answer');
    assert.deepEqual(
      await editor.rewards
        .locator(':scope > [role=row][tabindex="0"]')
        .evaluateAll((rows) => rows.map((each) => each.getAttribute('aria-label')?.split(' ')[0])),
      ['answer'],
    );
  });

  it('are computed anew when their file is saved and when the completion is edited, with the change', async () => {
    await rollout(1).click();
    await says('score', /^score 0\.5000$/);
    await writeFile(editor.workbench.path('plugin.py'), PLUGIN.replace('"score": 0.5', '"score": 0.75'));
    await says('score', /^score 0\.7500$/);
    await editor.field('Completion').fill(completion('7'));
    await says('swallows', /^swallows 0\.0700, was 0\.4200$/);
    await says('strict', /^strict 0\.1429, was 0\.0238$/);
  });
});
