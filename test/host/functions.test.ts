import assert from 'node:assert/strict';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import type { RewardReport } from '../../src/host/functions/commands.ts';
import { CALL, openDataset, testApi, type Driver } from './openDataset.ts';
import { DebugWatch } from './support/debugWatch.ts';
import { webview } from './support/page.ts';
import { waitFor } from './support/waitFor.ts';
import { TestFiles, workspaceFolder } from './support/workspace.ts';

/** Debian's, which has Debian's debugpy. */
const PYTHON = '/usr/bin/python3';

const PYTHON_REWARD = `import re


def answer_of(completion):
    given = re.search(r"<answer>(.*?)</answer>", completion)
    return given.group(1) if given else ""


def matches(completions, possible_answers, **kwargs):
    rewards = []
    for completion, answers in zip(completions, possible_answers):
        text = answer_of(completion)
        rewards.append(1.0 if text in answers else 0.25)
    return rewards
`;

const SCRIPT_REWARD = `type Columns = Record<string, unknown[]>;

export function reward(completions: string[], columns: Columns): number[] {
  return completions.map((completion, index) => {
    const answers: unknown = columns.possible_answers?.[index];
    const given = /<answer>(.*?)<\\/answer>/.exec(completion)?.[1] ?? '';
    return Array.isArray(answers) && answers.includes(given) ? 1 : 0.25;
  });
}
`;

const ROW = {
  id: 'a',
  question: 'What is it?',
  images: ['x.png'],
  bboxs: [[1, 2, 30, 40]],
  image_caption: 'A bus.',
  width: 200,
  height: 200,
  possible_answers: ['bus', 'a bus'],
};

const textOf = ({ message }: vscode.TestMessage): string =>
  typeof message === 'string' ? message : message.value;

const rewardOf = (command: string, argument: object): Thenable<RewardReport | undefined> =>
  vscode.commands.executeCommand<RewardReport | undefined>(command, argument);

describe('Reward functions of the workspace', () => {
  let files: TestFiles;
  let driver: Driver;
  let watch: DebugWatch;
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('vqaVerify');

  beforeEach(async function () {
    this.timeout(60_000);
    files = await TestFiles.create({ 'mine.py': PYTHON_REWARD, 'mine.ts': SCRIPT_REWARD });
    await settings().update('python', PYTHON, vscode.ConfigurationTarget.Workspace);
    driver = await openDataset(await files.write('some.vqa.jsonl', `${JSON.stringify(ROW)}\n`));
    await waitFor('a completion under test', () => driver.panel.underTest());
    watch = new DebugWatch();
  });
  afterEach(async () => {
    watch.dispose();
    await settings().update('python', undefined, vscode.ConfigurationTarget.Workspace);
    await settings().update('rewards', undefined, vscode.ConfigurationTarget.Workspace);
    await files.dispose();
  });

  const target = (name: string, symbol: string): object => ({ file: files.uri(name).fsPath, symbol });

  it('are shown with what can be done above each', async () => {
    for (const [name, line] of [
      ['mine.py', 8],
      ['mine.ts', 2],
    ] as const) {
      const document = await vscode.workspace.openTextDocument(files.uri(name));
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      const ours = lenses.filter(({ command }) => command?.command.startsWith('vqaVerify.') === true);
      assert.deepEqual(
        ours.map(({ range, command }) => [range.start.line, command?.title]),
        [
          [line, 'Run on current sample'],
          [line, 'Debug on current sample'],
          [line, 'Score rollouts'],
          [line, 'Add to rewards'],
          [line, 'Pin as case'],
        ],
      );
    }
  });

  it('run on the completion under test', async () => {
    // The completion under test is the ground truth, whose answer is the first of the possible ones.
    assert.deepEqual(await rewardOf('vqaVerify.runReward', target('mine.py', 'matches')), { reward: 1 });
    assert.deepEqual(await rewardOf('vqaVerify.runReward', target('mine.ts', 'reward')), { reward: 1 });
  });

  it('run while a text editor stands where the dataset was', async () => {
    await driver.methods.underTest(await driver.panel.underTest(), CALL);
    await vscode.window.showTextDocument(files.uri('mine.py'), { viewColumn: vscode.ViewColumn.One });
    await waitFor('the dataset to be hidden', () => !driver.panel.page.visible);
    assert.deepEqual(await rewardOf('vqaVerify.runReward', target('mine.py', 'matches')), { reward: 1 });
  });

  it('show an exception on the line that raised it, until it is mended', async () => {
    const broken = await files.write('broken.py', 'def reward(completions, **kwargs):\n    return [1 / 0]\n');
    const run = (): Thenable<RewardReport | undefined> =>
      rewardOf('vqaVerify.runReward', { file: broken.fsPath, symbol: 'reward' });
    assert.equal((await run())?.error?.type, 'ZeroDivisionError');
    const ours = (): vscode.Diagnostic[] =>
      vscode.languages
        .getDiagnostics(broken)
        .filter(({ source }) => source?.startsWith('VQA-Verify') === true);
    const [diagnostic] = await waitFor('a diagnostic', () => (ours().length > 0 ? ours() : undefined));
    assert.equal(diagnostic?.range.start.line, 1);
    assert.match(diagnostic.message, /^ZeroDivisionError: division by zero/);
    await files.write('broken.py', 'def reward(completions, **kwargs):\n    return [0.5]\n');
    assert.deepEqual(await run(), { reward: 0.5 });
    await waitFor('no diagnostic', () => ours().length === 0);
  });

  it('show an exception that is caught as information on its line, until the file is saved', async () => {
    const source =
      'def reward(completions, **kwargs):\n    try:\n        return [1 / 0]\n    except ZeroDivisionError:\n        return [0.0]\n';
    const uri = await files.write('catches.py', source);
    const argument = { file: uri.fsPath, symbol: 'reward' };
    assert.deepEqual(await rewardOf('vqaVerify.runReward', argument), { reward: 0 });
    const ours = (): vscode.Diagnostic[] =>
      vscode.languages
        .getDiagnostics(uri)
        .filter(({ source: from }) => from === 'VQA-Verify catches.py:reward');
    const [diagnostic] = await waitFor('a diagnostic', () => (ours().length > 0 ? ours() : undefined));
    assert.equal(diagnostic?.severity, vscode.DiagnosticSeverity.Information);
    assert.equal(diagnostic.range.start.line, 2);
    assert.match(diagnostic.message, /^ZeroDivisionError: division by zero\nRaised here and caught/);
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), '# moved\n');
    await vscode.workspace.applyEdit(edit);
    await document.save();
    await waitFor('no diagnostic', () => ours().length === 0);
  });

  it('are added to the rewards, and scored live in the editor, anew when they are saved', async () => {
    await vscode.commands.executeCommand('vqaVerify.addRewardFunction', {
      ...target('mine.py', 'matches'),
      contract: 'trl',
    });
    const entries = settings().get<{ name: string; path?: string }[]>('rewards') ?? [];
    const folder = files.folder.path.slice(workspaceFolder().path.length + 1);
    assert.deepEqual(entries.at(-1), {
      name: 'matches',
      path: `${folder}/mine.py`,
      symbol: 'matches',
      kind: 'trl',
    });
    const score = async (): Promise<unknown> => {
      const under = await driver.panel.underTest();
      assert.ok(under !== null);
      const { row, completions, index } = under;
      const question = { row, completions, tested: index, truth: 'edited', diagnose: false } as const;
      const [result] = await driver.methods.ownRewards(question, CALL);
      return result?.outcomes[index]?.reward;
    };
    assert.equal(await score(), 1);
    const { tree } = (await testApi()).functions;
    const [scored] = (await tree?.getChildren()) ?? [];
    const described = async (): Promise<unknown[]> =>
      ((await tree?.getChildren(scored)) ?? []).map((node) => {
        const item = tree?.getTreeItem(node);
        const description = item?.description;
        return [
          item?.label,
          typeof description === 'string' ? description.replace(/<?[\d.]+ ms$/, 'N ms') : '',
        ];
      });
    const expected = ['matches', '×1 · trl · 1.0000 · N ms'];
    await waitFor('the value in the tree', async () =>
      isDeepStrictEqual((await described()).at(-1), expected),
    );
    await files.write('mine.py', PYTHON_REWARD.replace('1.0 if', '0.75 if'));
    assert.equal(await score(), 0.75);
  });

  for (const [name, source, helper, before, after] of [
    [
      'whole.py',
      'from part import VALUE\n\n\ndef reward(completions, **kwargs):\n    return [VALUE for _ in completions]\n',
      'part.py',
      'VALUE = 0.25\n',
      'VALUE = 0.75\n',
    ],
    [
      'whole.cjs',
      "const value = require('./part.json');\nexports.reward = (completions) => completions.map(() => value);\n",
      'part.json',
      '0.25\n',
      '0.75\n',
    ],
  ] as const) {
    it(`are scored anew on screen when a file is saved that they import (${helper})`, async () => {
      const file = await files.write(name, source);
      const imported = await files.write(helper, before);
      await vscode.commands.executeCommand('vqaVerify.addRewardFunction', {
        file: file.fsPath,
        symbol: 'reward',
      });
      await files.write('other.rollouts.jsonl', `${JSON.stringify({ id: 'a', completion: 'x' })}\n`);
      await openDataset(await files.write('other.vqa.jsonl', `${JSON.stringify(ROW)}\n`));
      const page = await webview();
      const says = (value: string): Promise<void> =>
        page.getByRole('row', { name: `whole ${value}`, exact: true }).waitFor({ timeout: 20_000 });
      await says('0.2500');
      const document = await vscode.workspace.openTextDocument(imported);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(imported, new vscode.Range(0, 0, 1, 0), after);
      await vscode.workspace.applyEdit(edit);
      await document.save();
      await says('0.7500');
      // Another program writes it, as Git does on a checkout.
      await files.write(helper, before);
      await says('0.2500');
    });
  }

  it('are pinned as cases that the Test Explorer runs', async () => {
    const pinned = (expected: number): Thenable<vscode.Uri> => {
      const argument = { ...target('mine.ts', 'reward'), expected };
      return vscode.commands.executeCommand<vscode.Uri>('vqaVerify.pinRewardCase', argument);
    };
    const file = await pinned(1);
    await pinned(0.5);
    assert.equal(file.fsPath, files.uri('mine.reward-cases.jsonl').fsPath);
    const { cases } = (await testApi()).functions;
    await waitFor('two tests', () => {
      return cases.items.get(file.toString())?.children.size === 2;
    });
    const verdicts: string[] = [];
    const listening = cases.onDidCheck(({ verdict }) => {
      if (verdict.outcome === 'passed') verdicts.push('passed');
      else verdicts.push(verdict.messages.map(textOf).join('; '));
    });
    await vscode.commands.executeCommand('workbench.view.testing.focus');
    await vscode.commands.executeCommand('testing.runAll');
    await waitFor('both verdicts', () => verdicts.length === 2);
    listening.dispose();
    assert.deepEqual(verdicts, ['passed', 'expected 0.5 (within 0.000001), got 1, off by 0.5']);
  });

  it('tell the numbers, the trace and what was caught where a case fails', async () => {
    const source = [
      'def reward(completions, **kwargs):',
      '    try:',
      '        return [float(completions[0])]',
      '    except ValueError:',
      '        return [0.0 / len(completions[0])]',
      '',
    ];
    await files.write('fails.py', source.join('\n'));
    const line = (completion: string): string =>
      `${JSON.stringify({ reward: 'fails.py:reward', completion, row: {}, expected: 1 })}\n`;
    const uri = await files.write('fails.reward-cases.jsonl', line('one') + line(''));
    const { cases } = (await testApi()).functions;
    const item = await waitFor('the cases', () => {
      const found = cases.items.get(uri.toString());
      return found?.children.size === 2 ? found : undefined;
    });
    const told: unknown[] = [];
    const listening = cases.onDidCheck(({ verdict }) => {
      if (verdict.outcome === 'passed') return;
      for (const message of verdict.messages) {
        const { expectedOutput, actualOutput, location } = message;
        const at = `${path.basename(location?.uri.path ?? '')}:${(location?.range.start.line ?? -1) + 1}`;
        told.push([textOf(message).split('\n').at(-1), at, expectedOutput, actualOutput]);
      }
    });
    await cases.run(new vscode.TestRunRequest([item]), new vscode.CancellationTokenSource().token, false);
    listening.dispose();
    const [conversion, division] = [
      "ValueError: could not convert string to float: 'one'",
      'ZeroDivisionError',
    ];
    assert.deepEqual(told.slice(0, 2), [
      ['expected 1 (within 0.000001), got 0, off by 1', 'fails.reward-cases.jsonl:1', '1', '0'],
      [`raised and caught: ${conversion} (fails.py, line 3)`, 'fails.py:3', undefined, undefined],
    ]);
    assert.deepEqual(told.slice(2, 4), [
      ['expected 1 (within 0.000001), got no reward', 'fails.reward-cases.jsonl:2', '1', `error ${division}`],
      [`${division}: float division by zero`, 'fails.py:5', undefined, undefined],
    ]);
    assert.equal(told.length, 5);
  });

  it('stop at a breakpoint in Python, show a local, step into a helper, out of it and over, and report the reward', async function () {
    this.timeout(90_000);
    watch.breakAt(files.uri('mine.py'), PYTHON_REWARD, 'text = answer_of');
    const debugging = rewardOf('vqaVerify.debugReward', target('mine.py', 'matches'));
    const call = await watch.stopped();
    assert.equal(call.file, files.uri('mine.py').fsPath);
    assert.match(call.text(PYTHON_REWARD), /text = answer_of/);
    const inside = await call.step('stepIn');
    assert.match(inside.text(PYTHON_REWARD), /given = re\.search/);
    assert.match(await inside.evaluate('completion'), /<answer>bus<.answer>/);
    // Back to the call, which has yet to be assigned.
    const back = await inside.step('stepOut');
    assert.match(back.text(PYTHON_REWARD), /text = answer_of/);
    const stop = await back.step();
    assert.match(stop.text(PYTHON_REWARD), /rewards\.append/);
    assert.equal(await stop.evaluate('text'), "'bus'");
    const next = await stop.step();
    assert.match(next.text(PYTHON_REWARD), /for completion, answers/);
    assert.equal(await next.evaluate('rewards'), '[1.0]');
    await next.goOn();
    assert.deepEqual(await debugging, { reward: 1 });
  });

  it('stop at a breakpoint in TypeScript, show a local, step, and report the reward', async function () {
    this.timeout(90_000);
    watch.breakAt(files.uri('mine.ts'), SCRIPT_REWARD, 'return Array.isArray');
    const debugging = rewardOf('vqaVerify.debugReward', target('mine.ts', 'reward'));
    const stop = await watch.stopped();
    assert.equal(stop.file, files.uri('mine.ts').fsPath);
    assert.match(stop.text(SCRIPT_REWARD), /return Array\.isArray/);
    assert.equal(await stop.evaluate('given'), "'bus'");
    const next = await stop.step();
    assert.equal(next.file, files.uri('mine.ts').fsPath);
    await next.goOn();
    assert.deepEqual(await debugging, { reward: 1 });
  });
});
