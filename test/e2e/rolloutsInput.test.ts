import { readFileSync } from 'node:fs';
import { openRollouts, RolloutsEditor } from './support/rollouts.ts';

describe('Rollouts that cannot all be read', () => {
  it('lists the bad records with their lines, and maps columns of an unknown format by a setting', async () => {
    const editor = await openRollouts('good.rollouts.jsonl', {
      files: {
        'good.rollouts.jsonl': '{"completion":"x"}\n{"completion":"y\n{"completion":"z"}\n',
        'other.rollouts.jsonl': '{"loss":1,"response":"mapped text"}\n',
      },
    });
    const { frame, page, workbench } = editor;
    await frame.getByRole('button', { name: '1 unreadable record' }).click();
    await frame.getByRole('menuitem', { name: /^Line 2: / }).waitFor();
    await workbench.shots('rollouts-bad-records');
    await page.keyboard.press('Escape');

    await workbench.quickOpen('other.rollouts.jsonl');
    const other = new RolloutsEditor(workbench);
    await other.frame.getByRole('alert').getByText('with the columns loss, response').waitFor();
    await workbench.shots('rollouts-unknown');
    await other.frame.getByRole('button', { name: 'Map the columns' }).click();
    await page.getByRole('tab', { name: /^Settings/ }).waitFor();
    await workbench.setSettings({ 'vqaVerify.rolloutColumns': { completion: 'response' } });
    await page.getByRole('tab', { name: /other\.rollouts\.jsonl/ }).click();
    await other.frame.getByText('mapped text').first().waitFor();
  });

  it('says which numbers it is not certain of, and takes the rewards that a setting names', async () => {
    const parquet = new URL('../fixtures/rollouts/trl-weighted/completions_00003.parquet', import.meta.url);
    const { frame, workbench } = await openRollouts('run.rollouts.jsonl', {
      files: { 'run.rollouts.jsonl': readFileSync(parquet) },
    });
    const note = frame.getByText('which of accuracy_reward, format_reward, confidence are rewards');
    await note.waitFor();
    await workbench.shots('rollouts-uncertain-rewards');
    await workbench.setSettings({
      'vqaVerify.rolloutColumns': { rewards: 'accuracy_reward+format_reward' },
    });
    await note.waitFor({ state: 'detached' });
    await frame.getByRole('row', { name: /^accuracy_reward / }).waitFor();
  });
});
