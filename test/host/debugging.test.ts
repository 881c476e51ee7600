import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RewardReport } from '../../src/host/functions/commands.ts';
import { CALL, openDataset, testApi, type Driver } from './openDataset.ts';
import { DebugWatch } from './support/debugWatch.ts';
import { workbenchPage } from './support/page.ts';
import { waitFor } from './support/waitFor.ts';
import { TestFiles } from './support/workspace.ts';

/** Debian's, which has Debian's debugpy. */
const PYTHON = '/usr/bin/python3';

const SOURCE = `def numbers(completions, **kwargs):
    rewards = []
    for completion in completions:
        try:
            rewards.append(float(completion))
        except ValueError:
            rewards.append(0.0)
    return rewards


def compute_score(data_source, solution_str, ground_truth, extra_info):
    score = len(solution_str) / 10
    return score
`;

const row = (id: string): object => ({
  id,
  question: `What is ${id}?`,
  images: ['x.png'],
  width: 56,
  height: 56,
});
const rollouts = ['0.5', 'half', '0.1'].map((completion) => ({ id: 'b', step: 1, completion }));
const lines = (rows: readonly object[]): string => rows.map((each) => `${JSON.stringify(each)}\n`).join('');

describe('Debugging reward functions', function () {
  this.timeout(120_000);
  let files: TestFiles;
  let driver: Driver;
  let watch: DebugWatch;
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('vqaVerify');
  const source = (): vscode.Uri => files.uri('mine.py');
  const debug = (symbol: string, rows: object): Thenable<RewardReport | undefined> =>
    vscode.commands.executeCommand('vqaVerify.debugReward', {
      target: { file: source().fsPath, symbol },
      ...rows,
    });

  beforeEach(async () => {
    files = await TestFiles.create({
      'mine.py': SOURCE,
      'some.rollouts.jsonl': lines(rollouts),
      'mine.reward-cases.jsonl': lines([
        { name: 'a half', reward: 'mine.py:numbers', completion: '0.5', row: {}, expected: 0.5 },
      ]),
    });
    await settings().update('python', PYTHON, vscode.ConfigurationTarget.Workspace);
    driver = await openDataset(await files.write('some.vqa.jsonl', lines([row('a'), row('b')])));
    driver.panel.reveal({ row: 1 });
    await waitFor('the group of the second sample', async () => {
      const tested = await driver.panel.underTest();
      return tested?.row === 1 && tested.completions.length === 3;
    });
    watch = new DebugWatch();
  });
  afterEach(async () => {
    watch.dispose();
    await settings().update('python', undefined, vscode.ConfigurationTarget.Workspace);
    await files.dispose();
  });

  it('calls with the whole group, or with the rows that score low', async () => {
    watch.breakAt(source(), SOURCE, 'rewards = []');
    const whole = debug('numbers', { group: true });
    const stop = await watch.stopped();
    assert.equal(await stop.evaluate('completions'), "['0.5', 'half', '0.1']");
    await stop.goOn();
    assert.deepEqual(await whole, { reward: 0.5 });
    watch.dispose();

    watch = new DebugWatch();
    // Another line: nobody tells when the first breakpoint is gone.
    watch.breakAt(source(), SOURCE, 'for completion in');
    const low = debug('numbers', { below: 0.2 });
    const again = await watch.stopped();
    assert.equal(await again.evaluate('completions'), "['half', '0.1']");
    await again.goOn();
    assert.deepEqual(await low, { reward: 0 });
  });

  it('stops at an exception that the function catches, where the person asks for that', async () => {
    watch.breakAt(source(), SOURCE, 'rewards = []');
    const debugging = debug('numbers', { group: true });
    const stop = await watch.stopped();
    const page = await workbenchPage();
    await vscode.commands.executeCommand('workbench.debug.action.focusBreakpointsView');
    const raised = page.locator('.debug-breakpoints .monaco-list-row', { hasText: 'Raised Exceptions' });
    await raised.getByRole('checkbox').click();
    await waitFor('the debugger to hear of it', () => watch.filters?.includes('raised'));
    const at = await stop.resume();
    assert.equal(at.reason, 'exception');
    assert.match(at.text(SOURCE), /rewards\.append\(float\(completion\)\)/);
    assert.equal(await at.evaluate('completion'), "'half'");
    await raised.getByRole('checkbox').click();
    await at.goOn();
    assert.deepEqual(await debugging, { reward: 0.5 });
  });

  it('shows the sample and the completion that are scored, beside the source', async () => {
    // As the page tells by itself, a moment after the last change.
    await driver.methods.underTest(await driver.panel.underTest(), CALL);
    await vscode.window.showTextDocument(source(), { viewColumn: vscode.ViewColumn.One });
    await waitFor('the dataset to be hidden', () => !driver.panel.page.visible);
    watch.breakAt(source(), SOURCE, 'return score');
    const debugging = debug('compute_score', { group: true });
    for (const index of [0, 1, 2]) {
      const stop = await watch.stopped();
      assert.equal(await stop.evaluate('solution_str'), `'${String(rollouts[index]?.completion)}'`);
      await waitFor(`completion ${index + 1} to be under test`, async () => {
        const shown = driver.panel.page.visible && driver.panel.state.row === 1;
        return shown && (await driver.panel.underTest())?.index === index;
      });
      assert.notEqual(vscode.window.activeTextEditor?.viewColumn, driver.panel.column);
      assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, source().fsPath);
      if (index < 2) await stop.resume(false);
      else await stop.goOn();
    }
    assert.deepEqual(await debugging, { reward: 0.3 });
  });

  it('debugs a case of the Test Explorer', async () => {
    const { cases } = (await testApi()).functions;
    const uri = files.uri('mine.reward-cases.jsonl');
    await cases.findFiles();
    const item = await waitFor('the case', () =>
      cases.items.get(uri.toString())?.children.get(`${uri.toString()}#1`),
    );
    const verdict = new Promise<string>((resolve) => {
      const listening = cases.onDidCheck((checked) => {
        listening.dispose();
        resolve(checked.verdict.outcome);
      });
    });
    watch.breakAt(source(), SOURCE, 'rewards.append(float');
    const { token } = new vscode.CancellationTokenSource();
    const run = cases.run(new vscode.TestRunRequest([item]), token, true);
    const stop = await watch.stopped();
    assert.equal(await stop.evaluate('completion'), "'0.5'");
    await stop.goOn();
    await run;
    assert.equal(await verdict, 'passed');
  });
});
