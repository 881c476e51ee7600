import assert from 'node:assert/strict';
import { openRollouts } from './support/rollouts.ts';

describe('SQL over rollouts', () => {
  it('runs a query by keyboard, says where one is wrong, and leads to the rollouts of a result', async () => {
    const editor = await openRollouts('sample.rollouts.jsonl', { copy: 'media/sample' });
    const { frame, workbench } = editor;
    await frame.getByText('linked', { exact: false }).first().waitFor();
    await frame.getByRole('button', { name: 'SQL', exact: true }).click();
    const query = frame.getByRole('textbox', { name: 'SQL query' });
    await query.press('ControlOrMeta+Enter');
    const result = frame.getByRole('table', { name: 'Result of the query' });
    await result.getByRole('columnheader', { name: 'reward_bbox' }).waitFor();
    await workbench.shots('sql-steps');

    await query.fill('SELECT rollout,\n  wrong FROM rollouts');
    await query.press('ControlOrMeta+Enter');
    await frame.getByRole('alert').getByText('Line 2, column 3').waitFor();
    await frame.getByRole('button', { name: 'Columns' }).click();
    await frame.getByRole('rowheader', { name: 'reward_answer' }).waitFor();
    await workbench.shots('sql-problem');

    await query.fill("SELECT * FROM read_csv('/etc/passwd')");
    await query.press('ControlOrMeta+Enter');
    await frame.getByRole('alert').getByText('nothing else: no files').waitFor();

    await query.fill(
      "SELECT rollout, step, total, question FROM rollouts WHERE question LIKE '%sofa%' AND step = 2",
    );
    await query.press('ControlOrMeta+Enter');
    await frame.getByRole('button', { name: 'Show in the list' }).click();
    await frame.getByText('1 of 42 groups').waitFor();
    await frame
      .getByRole('button', { name: /^Open rollout/ })
      .nth(1)
      .click();
    await frame.getByRole('status', { name: /^Rollout 2 of 8, group 2-/ }).waitFor();
    assert.equal(await frame.getByRole('textbox', { name: 'Filter rollouts' }).inputValue(), 'is:queried');
    assert.deepEqual(
      workbench.errors.filter((error) => error.includes('Content Security Policy')),
      [],
    );
  });
});
