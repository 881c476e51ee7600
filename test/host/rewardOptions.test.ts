import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RewardReport } from '../../src/host/functions/commands.ts';
import type { DebuggedRows } from '../../src/host/functions/scoreCommands.ts';
import type { CompareQuery, ScoredFunction } from '../../src/protocol/rollouts.ts';
import { CALL, openDataset, testApi } from './openDataset.ts';
import { waitFor } from './support/waitFor.ts';
import { TestFiles, workspaceFolder } from './support/workspace.ts';

/** Debian's, which has Debian's debugpy. */
const PYTHON = '/usr/bin/python3';

const VERL = `def compute_score(data_source, solution_str, ground_truth, extra_info=None, bonus=0.0):
    return bonus
`;
const SWIFT = `from swift.plugin import ORM, orms


class Lengths(ORM):
    def __init__(self, args=None):
        self.length = args.max_completion_length

    def __call__(self, completions, **kwargs):
        return [float(self.length) for _ in completions]


orms["lengths"] = Lengths
`;

const textOf = ({ message }: vscode.TestMessage): string =>
  typeof message === 'string' ? message : message.value;
const line = (value: object): string => `${JSON.stringify(value)}\n`;

describe('What the rewards setting gives a function', function () {
  this.timeout(90_000);
  let files: TestFiles;
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('vqaVerify');
  const verl = (): object => ({
    file: files.uri('verl.py').fsPath,
    symbol: 'compute_score',
    contract: 'verl',
  });
  const swift = (): object => ({ file: files.uri('plugin.py').fsPath, symbol: 'Lengths', contract: 'swift' });

  beforeEach(async () => {
    files = await TestFiles.create({
      'verl.py': VERL,
      'plugin.py': SWIFT,
      'some.vqa.jsonl': line({ id: 'a', question: 'What?', possible_answers: ['bus'] }),
      'some.rollouts.jsonl': line({ id: 'a', step: 1, completion: 'x' }),
      'some.reward-cases.jsonl':
        line({ reward: 'verl.py:compute_score', completion: 'x', row: {}, expected: 0.5 }) +
        line({ reward: 'plugin.py:lengths', completion: 'x', row: {}, expected: 7 }),
    });
    const folder = files.folder.path.slice(workspaceFolder().path.length + 1);
    await settings().update('python', PYTHON, vscode.ConfigurationTarget.Workspace);
    await settings().update(
      'rewards',
      [
        // Without a symbol, and by its name in the registry: as people write it.
        { name: 'score', path: `${folder}/verl.py`, options: { bonus: 0.5 } },
        {
          name: 'lengths',
          path: `${folder}/plugin.py`,
          symbol: 'lengths',
          options: { max_completion_length: 7 },
        },
        { name: 'more', path: `${folder}/verl.py`, symbol: 'compute_score', options: { bonus: 0.75 } },
      ],
      vscode.ConfigurationTarget.Workspace,
    );
  });
  afterEach(async () => {
    await settings().update('python', undefined, vscode.ConfigurationTarget.Workspace);
    await settings().update('rewards', undefined, vscode.ConfigurationTarget.Workspace);
    await files.dispose();
  });

  it('is passed where it runs on the current sample, and where it is debugged', async () => {
    const driver = await openDataset(files.uri('some.vqa.jsonl'));
    await waitFor('a completion under test', () => driver.panel.underTest());
    const reward = async (command: string, argument: object): Promise<unknown> =>
      (await vscode.commands.executeCommand<RewardReport>(`vqaVerify.${command}`, argument)).reward;
    assert.equal(await reward('runReward', verl()), 0.5);
    assert.equal(await reward('runReward', swift()), 7);
    // As the tree hands it over, which shows both entries.
    assert.equal(await reward('runReward', { kind: 'own', name: 'more', target: verl() }), 0.75);
    assert.equal(await reward('debugReward', { target: verl(), group: false }), 0.5);
  });

  it('leads to values that the tree shows, however the entry names the function', async () => {
    const driver = await openDataset(files.uri('some.vqa.jsonl'));
    const tested = await waitFor('a completion under test', () => driver.panel.underTest());
    const { row, completions, index } = tested;
    const question = { row, completions, tested: index, truth: 'edited', diagnose: false } as const;
    const results = await driver.methods.ownRewards(question, CALL);
    assert.deepEqual(
      results.map(({ outcomes }) => outcomes[index]?.reward),
      [0.5, 7, 0.75],
    );
    const { tree } = (await testApi()).functions;
    const [scored] = (await tree?.getChildren()) ?? [];
    const described = async (): Promise<string[]> =>
      ((await tree?.getChildren(scored)) ?? []).map((node) => {
        const description = tree?.getTreeItem(node).description;
        return typeof description === 'string' ? description : '';
      });
    await waitFor('the values in the tree', async () => {
      const [score = '', lengths = ''] = await described();
      return /^×1 · verl · 0\.\d+ · /.test(score) && lengths.startsWith('×1 · swift · 7.0000 · ');
    });
  });

  it('is passed where rollouts are scored, and where the low ones are debugged', async () => {
    const rollouts = files.uri('some.rollouts.jsonl');
    const score = (target: object): Thenable<ScoredFunction | undefined> =>
      vscode.commands.executeCommand('vqaVerify.scoreRollouts', { target, rollouts });
    const names = [(await score(verl()))?.name, (await score(swift()))?.name];
    const [document] = (await testApi()).rollouts.documents;
    const query = (name: string): CompareQuery => ({
      a: { kind: 'function', name },
      b: { kind: 'function', name },
      tolerance: 0,
      where: '',
    });
    const means = [];
    for (const name of names)
      means.push((await document?.run.call('compare', query(name ?? '')))?.summary.meanA);
    assert.deepEqual(means, [0.5, 7]);
    const debugged = await vscode.commands.executeCommand<DebuggedRows>('vqaVerify.debugRowsBelow', {
      target: verl(),
      rollouts,
      below: 1,
    });
    assert.deepEqual(debugged, { below: 1, rewards: [0.5] });
  });

  it('is passed to the cases of the Test Explorer, run and debugged', async () => {
    const { cases } = (await testApi()).functions;
    const uri = files.uri('some.reward-cases.jsonl');
    await cases.findFiles();
    const item = await waitFor('the cases', () => cases.items.get(uri.toString()));
    for (const debug of [false, true]) {
      const verdicts: string[] = [];
      const listening = cases.onDidCheck(({ verdict }) =>
        verdicts.push(verdict.outcome === 'passed' ? 'passed' : verdict.messages.map(textOf).join('; ')),
      );
      const { token } = new vscode.CancellationTokenSource();
      await cases.run(new vscode.TestRunRequest([item]), token, debug);
      listening.dispose();
      assert.deepEqual(verdicts, ['passed', 'passed']);
    }
  });
});
