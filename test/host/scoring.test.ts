import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { DebuggedRows } from '../../src/host/functions/scoreCommands.ts';
import type { RolloutsDocument } from '../../src/host/rollouts/document.ts';
import type { CompareQuery, ScoredFunction } from '../../src/protocol/rollouts.ts';
import { testApi } from './openDataset.ts';
import { DebugWatch } from './support/debugWatch.ts';
import { workbenchPage } from './support/page.ts';
import { waitFor } from './support/waitFor.ts';
import { TestFiles } from './support/workspace.ts';

/** Debian's, which has Debian's debugpy. */
const PYTHON = '/usr/bin/python3';

const PYTHON_REWARD = `from scale import SCALE


def number(completions, **kwargs):
    return [SCALE * float(completion) for completion in completions]
`;

const SCRIPT_REWARD = `export const reward = (completions: string[]): number[] => completions.map(Number);
`;

const line = (completion: string, right: number): string =>
  `${JSON.stringify({ id: 'a', step: 1, completion, rewards: { right } })}\n`;

const comparison = (kind: 'logged' | 'function', name: string, other: string): CompareQuery => ({
  a: { kind, name },
  b: { kind: 'function', name: other },
  tolerance: 1e-6,
  where: '',
});

describe('Scoring rollouts', () => {
  let files: TestFiles;
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('vqaVerify');

  beforeEach(async function () {
    this.timeout(60_000);
    files = await TestFiles.create({
      'mine.py': PYTHON_REWARD,
      'scale.py': 'SCALE = 1\n',
      'mine.ts': SCRIPT_REWARD,
      'some.rollouts.jsonl': line('0', 0) + line('1', 1) + line('0.1', 0.5),
    });
    await settings().update('python', PYTHON, vscode.ConfigurationTarget.Workspace);
  });
  afterEach(async () => {
    await settings().update('python', undefined, vscode.ConfigurationTarget.Workspace);
    await files.dispose();
  });

  const score = (name: string, symbol: string, head = false): Thenable<ScoredFunction | undefined> =>
    vscode.commands.executeCommand('vqaVerify.scoreRollouts', {
      target: { file: files.uri(name).fsPath, symbol },
      rollouts: files.uri('some.rollouts.jsonl'),
      head,
    });

  const document = async (): Promise<RolloutsDocument> => {
    const { rollouts } = await testApi();
    return waitFor('the rollouts', () => [...rollouts.documents][0]);
  };

  it('opens them, and makes a column of what a Python or a TypeScript function gives', async function () {
    this.timeout(60_000);
    assert.deepEqual(pick(await score('mine.py', 'number')), { name: 'number', done: 3, failed: 0 });
    assert.deepEqual(pick(await score('mine.ts', 'reward')), { name: 'mine', done: 3, failed: 0 });
    const { run } = await document();
    const logged = await run.call('compare', comparison('logged', 'right', 'number'));
    assert.deepEqual([logged.summary.compared, logged.summary.differ], [3, 1]);
    const both = await run.call('compare', comparison('function', 'number', 'mine'));
    assert.equal(both.summary.differ, 0);
    const { entries } = await run.call('list', { where: 'number>=0.5', sort: 'mean', descending: false });
    assert.equal(entries, 1);
  });

  it('runs the version of Git’s HEAD with the modules of its time', async function () {
    this.timeout(60_000);
    const git = (...args: string[]): unknown => execFileSync('git', args, { cwd: files.folder.fsPath });
    git('init', '-q');
    git('add', '-A');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-q', '-m', 'first');
    await files.write('scale.py', 'SCALE = 10\n');
    const before = await score('mine.py', 'number', true);
    assert.equal(before?.name, 'number@HEAD');
    assert.match(before.commit ?? '', /^[0-9a-f]{12}$/);
    assert.equal((await score('mine.py', 'number'))?.name, 'number');
    const { run } = await document();
    const { summary } = await run.call('compare', comparison('function', 'number@HEAD', 'number'));
    assert.deepEqual(
      [summary.meanA, summary.meanB].map((mean) => mean?.toFixed(4)),
      ['0.3667', '3.6667'],
    );
    assert.equal(summary.differ, 2);
  });

  it('runs on the rollout that is shown, and debugs its group, and pins it as a case', async function () {
    this.timeout(90_000);
    const argument = { target: { file: files.uri('mine.py').fsPath, symbol: 'number' } };
    await vscode.commands.executeCommand('vscode.open', files.uri('some.rollouts.jsonl'));
    const { rollouts } = await testApi();
    const panel = await waitFor('the editor', () => [...rollouts.panels][0]);
    await waitFor('the first rollout', () => panel.rollout === 0);
    panel.follow({ group: 0, at: 2 });
    await waitFor('the third rollout', () => panel.rollout === 2);
    const report = await vscode.commands.executeCommand('vqaVerify.runReward', argument);
    assert.deepEqual(report, { reward: 0.1 });
    const debugged = await vscode.commands.executeCommand('vqaVerify.debugReward', {
      ...argument,
      group: true,
    });
    assert.deepEqual(debugged, { reward: 0.1 });
    const watch = new DebugWatch();
    watch.breakAt(files.uri('mine.py'), PYTHON_REWARD, 'return [SCALE');
    const alone = vscode.commands.executeCommand('vqaVerify.debugReward', argument);
    const page = await workbenchPage();
    await page.getByRole('option', { name: 'This row alone' }).click();
    const stop = await watch.stopped();
    assert.equal(await stop.evaluate('completions'), "['0.1']");
    await stop.goOn();
    assert.deepEqual(await alone, { reward: 0.1 });
    watch.dispose();
    const file = await vscode.commands.executeCommand<vscode.Uri>('vqaVerify.pinRewardCase', {
      ...argument,
      expected: 0.5,
    });
    assert.equal(file.fsPath, files.uri('mine.reward-cases.jsonl').fsPath);
    const pinned: unknown = JSON.parse(await readFile(file.fsPath, 'utf8'));
    assert.deepEqual(pinned, {
      name: 'rollout 3 of group 1-1',
      reward: 'mine.py:number',
      completion: '0.1',
      row: { id: 'a', step: 1 },
      expected: 0.5,
    });
  });

  it('debugs just the rows below a reward', async function () {
    this.timeout(90_000);
    const debugged = await vscode.commands.executeCommand<DebuggedRows | undefined>(
      'vqaVerify.debugRowsBelow',
      {
        target: { file: files.uri('mine.py').fsPath, symbol: 'number' },
        rollouts: files.uri('some.rollouts.jsonl'),
        below: 0.2,
      },
    );
    assert.deepEqual(debugged, { below: 2, rewards: [0, 0.1] });
  });
});

function pick(scored: ScoredFunction | undefined): object {
  const { name, done, failed } = scored ?? {};
  return { name, done, failed };
}
