import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { startServer, type Server } from '../../scripts/lib/codeServer/server.ts';
import { scratch } from '../../scripts/lib/paths.ts';
import { installStandIns } from './support/standIns.ts';
import { openDataset, type DatasetEditor } from './support/dataset.ts';
import { eventually } from './support/eventually.ts';
import { closeWorkbenches } from './support/workbench.ts';

/** Leaves a trace wherever it is run. */
const SOURCE = `import os

with open("ran.txt", "a") as file:
    file.write("mine.py ran")


def mine(completions, **kwargs):
    return [0.75 if "CHOSEN" in os.environ else 0.5 for _ in completions]
`;
const STOPS = `def stops(completions, **kwargs):
    breakpoint()
    return [0.25 for _ in completions]
`;

const ROW = {
  id: 'bus',
  question: 'Which bus is it?',
  images: ['images/city-bus.jpg'],
  bboxs: [[252, 190, 286, 212]],
  width: 1280,
  height: 860,
  possible_answers: ['42'],
};
const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const RUNS_AFTERWARDS = /runs only after the workspace is trusted/;

describe('A workspace that has to be trusted', function () {
  this.timeout(180_000);
  let folder: string;
  let server: Server;
  let editor: DatasetEditor;

  before(async () => {
    await mkdir(scratch('profiles'), { recursive: true });
    folder = await mkdtemp(scratch('profiles', 'trust-'));
    const profile = path.join(folder, 'profile');
    await installStandIns(profile);
    const chosen = path.join(folder, 'python');
    await writeFile(chosen, '#!/bin/sh\nexport CHOSEN=1\nexec /usr/bin/python3 "$@"\n');
    await chmod(chosen, 0o755);
    server = await startServer({
      profile,
      trust: true,
      settings: {
        'security.workspace.trust.startupPrompt': 'never',
        'vqaVerify.rewards': [{ name: 'own', path: 'mine.py', symbol: 'mine' }],
      },
      env: { VQA_TEST_CHOSEN_PYTHON: chosen, VQA_TEST_DEBUGPY_USED: path.join(folder, 'used.txt') },
    });
    editor = await openDataset('bus.vqa.jsonl', {
      server,
      copy: 'media/sample',
      files: {
        'bus.vqa.jsonl': lines([ROW]),
        'bus.rollouts.jsonl': lines([{ id: 'bus', completion: '<answer>42</answer>' }]),
        'mine.py': SOURCE,
        'stops.py': STOPS,
        'mine.reward-cases.jsonl': lines([
          { name: 'a case', reward: 'mine.py:mine', completion: 'x', row: {}, expected: 0.5 },
        ]),
        'python.sh': '#!/bin/sh\necho python.sh ran >> ran.txt\nexec /usr/bin/python3 "$@"\n',
      },
      settings: SETTINGS,
      keep: true,
    });
    await chmod(editor.workbench.path('python.sh'), 0o755);
  });
  after(async () => {
    await editor.workbench.close();
    await closeWorkbenches();
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  /** What would run code of the workspace if it were heeded. */
  const SETTINGS = {
    'vqaVerify.python': '${workspaceFolder}/python.sh',
    'vqaVerify.rewards': [{ name: 'theirs', path: 'mine.py', symbol: 'mine' }],
  };

  const lens = (text: string): Locator =>
    editor.page.locator('.contentWidgets .codelens-decoration a', { hasText: text }).first();
  const says = (name: string, label: RegExp): Promise<void> =>
    eventually(async () => {
      assert.match(await editor.reward(name), label);
    }, 30_000);
  const ran = async (): Promise<string> =>
    existsSync(editor.workbench.path('ran.txt'))
      ? readFile(editor.workbench.path('ran.txt'), 'utf8')
      : 'nothing';
  const test = (state: string): Locator =>
    editor.page.locator(`.test-explorer .monaco-list-row[aria-label*="mine.reward-cases.jsonl (${state})"]`);

  it('runs nothing before that, and says why', async () => {
    const { page, workbench } = editor;
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    // The person's own setting names the function; it is still code of this workspace.
    await says('own', /^own error NotRun$/);
    assert.match(await editor.rewards.innerText(), RUNS_AFTERWARDS);
    assert.equal(await editor.rewards.getByRole('row', { name: /^theirs/ }).count(), 0);
    await workbench.shots('untrusted-rewards', ['light']);

    await workbench.command('VQA-Verify: Run Reward on This Sample');
    await workbench.notification('Reward functions are code of this workspace');
    await workbench.command('Notifications: Clear All Notifications');
    await workbench.command('Explorer: Focus on Reward Functions View');
    await page.locator('.pane', { hasText: 'Reward Functions' }).getByText(RUNS_AFTERWARDS).waitFor();

    await workbench.quickOpen('mine.py');
    await lens('Trust this workspace to run reward functions').waitFor();
    assert.equal(await lens('Run on current sample').count(), 0);
    await workbench.shots('untrusted-functions', ['light']);

    await workbench.command('Testing: Focus on Test Explorer View');
    await workbench.command('Test: Run All Tests');
    // VS Code itself asks before any test runs.
    const question = page.locator('.monaco-dialog-box', { hasText: 'Running tests may execute code' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'detached' });
    assert.equal(await ran(), 'nothing');
  });

  it('runs everything from then on, as its settings say', async () => {
    const { page, workbench } = editor;
    await lens('Trust this workspace to run reward functions').click();
    await page
      .locator('.workspace-trust-editor')
      .getByRole('button', { name: /^Trust\b/ })
      .first()
      .click();
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor({ state: 'detached' });
    await workbench.command('View: Close Editor');
    await lens('Run on current sample').waitFor();
    await workbench.quickOpen('bus.vqa.jsonl');
    await says('theirs', /^theirs 0\.5000$/);
    assert.match(await ran(), /python\.sh ran/);
    await workbench.command('Test: Run All Tests');
    await test('Passed').waitFor();
  });

  it('takes the choice of the Python extension, and debugs by the Python Debugger extension', async () => {
    const { page, workbench } = editor;
    await workbench.setSettings({
      'vqaVerify.rewards': [{ name: 'theirs', path: 'mine.py', symbol: 'mine' }],
    });
    await says('theirs', /^theirs 0\.7500$/);
    await workbench.quickOpen('stops.py');
    await lens('Debug on current sample').click();
    const toolbar = page.locator('.debug-toolbar');
    await toolbar.getByRole('button', { name: /^Continue/ }).waitFor({ timeout: 60_000 });
    await page.locator('.debug-top-stack-frame-line').first().waitFor();
    await workbench.shots('debugging', ['light', 'dark']);
    await toolbar.getByRole('button', { name: /^Continue/ }).click();
    await workbench.notification('stops.py:stops on sample 1: 0.2500');
    assert.match(await readFile(path.join(folder, 'used.txt'), 'utf8'), /^stops\.py:stops on sample 1$/m);
    await workbench.command('Python: Select Interpreter');
    await says('theirs', /^theirs 0\.5000$/);
  });
});
