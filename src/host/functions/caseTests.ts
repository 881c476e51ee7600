import path from 'node:path';
import * as vscode from 'vscode';
import { meets, readCase, type RewardCase } from '../../core/functions/case.ts';
import { CONTRACTS } from '../../core/functions/contract.ts';
import { readTarget, runtimeOf } from '../../core/functions/target.ts';
import type { CalledAs } from '../../node/runner/listed.ts';
import { sampleRow } from '../../node/runner/rows.ts';
import type { CallEnd, RunnerError, RunParams } from '../../protocol/runner.ts';
import { messageOf } from '../log.ts';
import { failedMessages } from './caseMessages.ts';
import { debugRun } from './debug.ts';
import { UNTRUSTED, type FunctionRunners } from './runners.ts';
import { calledAs, nameOf } from './target.ts';

export const CASE_FILES = '**/*.reward-cases.jsonl';
const NOT_LOOKED_INTO = '**/{node_modules,.git,.vscode-test,dist}/**';

type Verdict =
  | { readonly outcome: 'passed'; readonly milliseconds?: number }
  | {
      readonly outcome: 'failed' | 'errored';
      readonly messages: vscode.TestMessage[];
      readonly milliseconds?: number;
    };

/** The reward cases of the workspace in VS Code's Test Explorer: a test a line. */
export class CaseTests implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController('vqaVerify.cases', 'Reward Cases');
  private readonly watcher = vscode.workspace.createFileSystemWatcher(CASE_FILES);
  /** A folder that goes is told without its files. */
  private readonly deletions = vscode.workspace.createFileSystemWatcher('**', true, true);
  private readonly cases = new WeakMap<vscode.TestItem, RewardCase | { readonly problem: string }>();

  private readonly checked = new vscode.EventEmitter<{
    readonly item: vscode.TestItem;
    readonly verdict: Verdict;
  }>();
  readonly onDidCheck = this.checked.event;

  constructor(private readonly runners: FunctionRunners) {
    const { controller, watcher } = this;
    controller.resolveHandler = async (item) => {
      if (item === undefined) await this.findFiles();
    };
    controller.refreshHandler = () => this.findFiles();
    controller.createRunProfile(
      'Run',
      vscode.TestRunProfileKind.Run,
      (request, token) => this.run(request, token, false),
      true,
    );
    controller.createRunProfile('Debug', vscode.TestRunProfileKind.Debug, (request, token) =>
      this.run(request, token, true),
    );
    const read = (uri: vscode.Uri): void => void this.readFile(uri);
    watcher.onDidChange(read);
    watcher.onDidCreate(read);
    this.deletions.onDidDelete((uri) => {
      controller.items.forEach(({ id, uri: file }) => {
        const gone = file?.path === uri.path || file?.path.startsWith(`${uri.path}/`) === true;
        if (gone) controller.items.delete(id);
      });
    });
  }

  /** The tests as they stand, for this extension's own. */
  get items(): vscode.TestItemCollection {
    return this.controller.items;
  }

  async findFiles(): Promise<void> {
    const found = await vscode.workspace.findFiles(CASE_FILES, NOT_LOOKED_INTO);
    await Promise.all(found.map((uri) => this.readFile(uri)));
  }

  async run(request: vscode.TestRunRequest, token: vscode.CancellationToken, debug: boolean): Promise<void> {
    const run = this.controller.createTestRun(request);
    try {
      for (const item of leaves(request, this.controller.items)) {
        if (token.isCancellationRequested) run.skipped(item);
        else await this.runOne(run, item, token, debug);
      }
    } finally {
      run.end();
    }
  }

  dispose(): void {
    this.controller.dispose();
    this.watcher.dispose();
    this.deletions.dispose();
    this.checked.dispose();
  }

  private async readFile(uri: vscode.Uri): Promise<void> {
    const { controller } = this;
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const file = controller.createTestItem(uri.toString(), vscode.workspace.asRelativePath(uri), uri);
    for (const [index, line] of text.split('\n').entries()) {
      if (line.trim() === '') continue;
      const read = readCase(line, index + 1);
      const label = 'case' in read ? read.case.name : `line ${index + 1}`;
      const item = controller.createTestItem(`${uri.toString()}#${index + 1}`, label, uri);
      item.range = new vscode.Range(index, 0, index, line.length);
      if ('case' in read && read.case.reward !== undefined) item.description = read.case.reward;
      this.cases.set(item, 'case' in read ? read.case : read);
      file.children.add(item);
    }
    controller.items.add(file);
  }

  private async runOne(
    run: vscode.TestRun,
    item: vscode.TestItem,
    token: vscode.CancellationToken,
    debug: boolean,
  ): Promise<void> {
    run.started(item);
    const verdict = await this.check(item, token, debug);
    if (verdict.outcome === 'passed') run.passed(item, verdict.milliseconds);
    else run[verdict.outcome](item, verdict.messages, verdict.milliseconds);
    this.checked.fire({ item, verdict });
  }

  private async check(
    item: vscode.TestItem,
    token: vscode.CancellationToken,
    debug: boolean,
  ): Promise<Verdict> {
    const known = this.cases.get(item);
    if (known === undefined || 'problem' in known) {
      return {
        outcome: 'errored',
        messages: [new vscode.TestMessage(known?.problem ?? 'The case is gone.')],
      };
    }
    try {
      const params: RunParams = {
        ...(await callOf(known, item.uri)),
        batches: [[sampleRow(known.completion, known.row, known.prompt)]],
        stopAtError: false,
      };
      const { calls, error: unrun } = debug ? await this.debug(params, item) : await this.call(params, token);
      const [call] = calls;
      const outcome = call?.outcomes[0];
      const milliseconds = call?.milliseconds;
      const timed = milliseconds === undefined ? {} : { milliseconds };
      const error = unrun ?? call?.error ?? outcome?.error;
      if (error === undefined && meets(known, outcome?.reward ?? null))
        return { outcome: 'passed', ...timed };
      return { outcome: 'failed', messages: failedMessages(known, { error, outcome, call }, item), ...timed };
    } catch (error) {
      return { outcome: 'errored', messages: [new vscode.TestMessage(messageOf(error))] };
    }
  }

  private async call(params: RunParams, token: vscode.CancellationToken): ReturnType<typeof debugRun> {
    const abort = new AbortController();
    const cancel = token.onCancellationRequested(() => {
      abort.abort();
    });
    try {
      const { calls, error } = await this.runners
        .for(params.target.file)
        .run({ ...params, diagnose: true }, { signal: abort.signal });
      return { calls, ...(error !== undefined && { error }) };
    } finally {
      cancel.dispose();
    }
  }

  private async debug(
    params: RunParams,
    item: vscode.TestItem,
  ): Promise<{ readonly calls: readonly CallEnd[]; readonly error?: RunnerError }> {
    const { file } = params.target;
    const command = await this.runners.for(file).command(runtimeOf(file) ?? 'python');
    return debugRun(command, params, `${nameOf(params.target)}: ${item.label}`);
  }
}

/** The cases that are asked for, without those left out. */
function leaves(request: vscode.TestRunRequest, all: vscode.TestItemCollection): vscode.TestItem[] {
  const found: vscode.TestItem[] = [];
  const add = (item: vscode.TestItem): void => {
    if (request.exclude?.includes(item) === true) return;
    if (item.children.size === 0) found.push(item);
    item.children.forEach(add);
  };
  if (request.include === undefined) all.forEach(add);
  else request.include.forEach(add);
  return found;
}

/** The function of a case as the settings of its file call it. @throws Error where it names none, or nothing may run */
async function callOf({ reward, kind }: RewardCase, uri: vscode.Uri | undefined): Promise<CalledAs> {
  if (!vscode.workspace.isTrusted) throw new Error(UNTRUSTED);
  if (reward === undefined || uri === undefined) {
    throw new Error('The case names no function: its "reward" is to be FILE or FILE:symbol.');
  }
  const { path: written, symbol } = readTarget(reward);
  const file = path.resolve(path.dirname(uri.fsPath), written);
  const { target, ...more } = await calledAs({ file, ...(symbol !== undefined && { symbol }) }, uri);
  const contract = CONTRACTS.find((known) => known === kind);
  return { ...more, target: { ...target, ...(contract !== undefined && { contract }) } };
}
