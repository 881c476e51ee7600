import assert from 'node:assert/strict';
import { eventually } from './support/eventually.ts';
import { openRollouts } from './support/rollouts.ts';

const line = (id: string, completion: string, right: number): string =>
  `${JSON.stringify({ id, step: 1, question: `Why ${id}?`, completion, rewards: { right } })}\n`;

/** What stands in a completion as a number; an error where it is none. */
const NUMBER = `export const reward = (completion: string): number => {
  const value = Number(completion);
  if (Number.isNaN(value)) throw new Error('no number');
  return value;
};
`;

/** Each call takes longer than a person who cancels. */
const SLOW = `export const reward = async (completion: string): Promise<number> => {
  await new Promise((resolve) => setTimeout(resolve, 100));
  return completion.length;
};
`;

describe('Scoring rollouts', () => {
  it('tells how far a slow function is, and keeps what it gave until it is cancelled', async () => {
    const all = Array.from({ length: 600 }, (_, i) => line(`sample ${i >> 1}`, `${i}`, 1)).join('');
    const editor = await openRollouts('run.rollouts.jsonl', {
      files: { 'run.rollouts.jsonl': all, 'slow.ts': SLOW },
    });
    const { page, workbench } = editor;
    await workbench.command('VQA-Verify: Score Rollouts');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'slow.ts' }).click();
    const scoring = await workbench.notification('Scoring rollouts with slow.ts:reward');
    await eventually(async () => {
      assert.match(await scoring.innerText(), /\b[1-9]\d* of 600\b/);
    });
    await workbench.shot('scoring');
    await scoring.getByRole('button', { name: 'Cancel' }).click();
    await scoring.waitFor({ state: 'detached' });
    await editor.focusGroups();
    await editor.reward('slow').waitFor();
    await page.keyboard.press('r');
    const bar = editor.frame.getByRole('toolbar', { name: 'Compare' });
    await bar.getByRole('button', { name: 'slow', exact: true }).waitFor();
    await editor.frame.getByText(/^slow: [45]\d\d rollouts not scored$/).waitFor();
  });
});

describe('Comparing rewards', () => {
  it('scores by a function of the workspace, and shows by keyboard what differs from the log', async () => {
    const editor = await openRollouts('run.rollouts.jsonl', {
      files: {
        'run.rollouts.jsonl':
          line('a', '0', 0) +
          line('a', '1', 1) +
          line('b', '0.75', 0.25) +
          line('b', '0.25', 1) +
          line('c', '0.5', 0.5) +
          line('c', 'x', 0.5),
        'number.ts': NUMBER,
      },
    });
    const { page, frame } = editor;
    await editor.focusGroups();
    await page.keyboard.press('r');
    const bar = frame.getByRole('toolbar', { name: 'Compare' });
    await bar.getByRole('button', { name: 'right, logged' }).waitFor();
    await bar.getByRole('button', { name: 'Choose…' }).click();
    await frame.getByRole('menuitem', { name: 'number.ts:reward score now' }).click();
    await bar.getByRole('button', { name: 'number', exact: true }).waitFor();
    const facts = frame.getByRole('group', { name: 'Comparison', exact: true });
    await eventually(async () => {
      const text = (await facts.innerText()).replace(/\s+/g, ' ');
      assert.match(
        text,
        /Compared 5 rollouts Differ 2 \(40\.0 %\) On one side only 1 Largest difference 0\.7500/,
      );
      assert.match(text, /Order changes in 1 of 2 groups: 1 pair swapped/);
    });
    const rows = frame.getByRole('row', { name: /^Rollout \d/ });
    await eventually(async () => {
      assert.deepEqual(await rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label'))), [
        'Rollout 2 of group 1-2: A 1.0000, B 0.2500',
        'Rollout 1 of group 1-2: A 0.2500, B 0.7500',
      ]);
    });
    await frame.getByRole('button', { name: /^One side only/ }).click();
    await frame.getByRole('row', { name: /group 1-3: A 0\.5000, B error Error: no number/ }).waitFor();
    await frame.getByRole('button', { name: /^Groups/ }).click();
    await frame.getByRole('row', { name: /^Group 1-2: 1 pair swapped, .* A 2 1, B 1 2$/ }).waitFor();
    await frame.getByRole('button', { name: /^Differences/ }).click();
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await editor.status('Rollout 1 of 2, group 1-2').waitFor();
    await editor.reward('number').waitFor();
    await editor.group('1-3').click();
    await editor.status('Rollout 1 of 2, group 1-3').waitFor();
    await page.keyboard.press('d');
    await editor.status('Rollout 2 of 2, group 1-3').waitFor();
    await editor.reward('number').waitFor();
    await frame.getByText('no number', { exact: true }).waitFor();
    await page.keyboard.press('r');
    await rows.first().waitFor();
    assert.deepEqual(
      editor.workbench.errors.filter((error) => error.includes('Content Security Policy')),
      [],
    );
  });
});
