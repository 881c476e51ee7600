import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { runtimeOf } from '../../core/functions/target.ts';
import type { Json } from '../../core/json.ts';
import { runRows, type RowOutcome } from '../../node/runner/rowOutcomes.ts';
import type { RunnerError, RunTarget } from '../../protocol/runner.ts';
import { elideRow } from '../dataset/elide.ts';
import type { Editors } from '../dataset/editors.ts';
import { remember, viewSettings } from '../settings.ts';
import type { Catalogue } from './catalogue.ts';
import { chooseTarget } from './chooseTarget.ts';
import { debugRun } from './debug.ts';
import { chooseRows, showBeside } from './debugRows.ts';
import { describeCaught, toldOf, type Results } from './results.ts';
import type { FunctionRunners } from './runners.ts';
import type { SampleUnderTest } from './sample.ts';
import { shownResult } from './shown.ts';
import { calledAs, entryNameOf, nameOf, shortName } from './target.ts';

export interface FunctionServices {
  readonly editors: Editors;
  /** @throws Error that says what to do where nothing is under test */
  readonly underTest: () => Promise<SampleUnderTest>;
  readonly catalogue: Catalogue;
  readonly runners: FunctionRunners;
  readonly results: Results;
  readonly output: vscode.OutputChannel;
}

/** What a command tells whoever called it: tests, and other extensions. */
export interface RewardReport {
  readonly reward: number | null;
  readonly error?: RunnerError;
  /** Why all completions of the sample at once, as a trainer calls it, have no reward. */
  readonly batchError?: RunnerError;
}

export class FunctionCommands {
  constructor(private readonly services: FunctionServices) {}

  /** *Run Reward on This Sample*: as the trainer calls it, and where that fails row by row. */
  async run(argument: unknown): Promise<RewardReport | undefined> {
    const target = await this.target(argument);
    return target && this.runOn(target, await this.services.underTest(), entryNameOf(argument));
  }

  private async runOn(
    target: RunTarget,
    sample: SampleUnderTest,
    entry: string | undefined,
  ): Promise<RewardReport> {
    const { runners, results } = this.services;
    const called = await calledAs(target, sample.resource, entry);
    const { outcomes, result } = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: `Running ${nameOf(target)}` },
      () => {
        const client = runners.for(target.file);
        return runRows((asked, run) => client.run(asked, run), {
          ...called,
          batches: [sample.rows],
          stopAtError: false,
          diagnose: true,
        });
      },
    );
    const outcome = outcomes[0]?.[sample.index];
    results.note(target, toldOf(outcome, result, sample.index));
    const caught = (outcome?.raised ?? []).filter((each) => each.caught);
    const { reward = null, error } = outcome ?? {};
    const batchError = outcome?.batchError;
    const report = {
      reward,
      ...(error !== undefined && { error }),
      ...(batchError !== undefined && { batchError }),
    };
    this.tell(target, sample, report, [...(outcome?.notes ?? []), ...caught.map(describeCaught)]);
    return report;
  }

  /** *Debug Reward on This Sample*: the same run under a debugger. */
  async debug(argument: unknown): Promise<RewardReport | undefined> {
    const target = await this.target(argument);
    if (target === undefined) return undefined;
    const { runners, results, underTest } = this.services;
    const sample = await underTest();
    const { rows } = sample;
    const called = await calledAs(target, sample.resource, entryNameOf(argument));
    const client = runners.for(target.file);
    const command = await client.command(runtimeOf(target.file) ?? 'python');
    const debugged = await chooseRows(argument, sample, async () => {
      const params = { ...called, batches: [rows], stopAtError: false };
      return (await runRows((asked, run) => client.run(asked, run), params)).outcomes[0] ?? [];
    });
    const [first] = debugged ?? [];
    if (debugged === undefined || first === undefined) return undefined;
    const index = Math.max(0, debugged.indexOf(sample.index));
    await showBeside(target, sample, debugged[index] ?? first);
    const { calls, error: unrun } = await debugRun(
      command,
      { ...called, batches: [debugged.flatMap((row) => rows[row] ?? [])], stopAtError: false },
      `${nameOf(target)} on ${sample.name}`,
      (place) => {
        if (place.rows === 1) sample.follow(debugged[place.row] ?? first);
      },
    );
    const call = calls.find(({ row, rows: count }) => row <= index && index < row + count) ?? calls.at(-1);
    const reward = call?.outcomes[index - call.row]?.reward ?? null;
    const error = unrun ?? call?.error;
    const report = { reward, ...(error !== undefined && { error }) };
    if (error?.type === 'Stopped') return report;
    results.note(target, report);
    this.tell(target, sample, report, call?.notes);
    return report;
  }

  /** *Add Reward Function*: into the `rewards` setting, below what is there. */
  async add(argument: unknown): Promise<void> {
    const target = await this.target(argument);
    if (target === undefined) return;
    const resource = this.services.editors.recent?.open.document.uri ?? vscode.Uri.file(target.file);
    const setting = viewSettings(resource).rewards;
    const entries: readonly Json[] = Array.isArray(setting) ? setting : [];
    const folder = vscode.workspace.getWorkspaceFolder(resource);
    const inside = folder !== undefined && target.file.startsWith(folder.uri.fsPath + path.sep);
    const entry: Json = {
      name: freeName(target, entries),
      path: inside ? path.relative(folder.uri.fsPath, target.file).split(path.sep).join('/') : target.file,
      ...(target.symbol !== undefined && { symbol: target.symbol }),
      ...(target.contract !== undefined && { kind: target.contract }),
    };
    await remember('rewards', [...entries, entry], resource);
  }

  /** Pins the completion under test as a case of the function: with the reward it has now, or another. */
  async pin(argument: unknown): Promise<vscode.Uri | undefined> {
    const target = await this.target(argument);
    if (target === undefined) return undefined;
    const sample = await this.services.underTest();
    const report = await this.runOn(target, sample, entryNameOf(argument));
    const given =
      argument instanceof Object && 'expected' in argument ? String(argument.expected) : undefined;
    const expected = given ?? (await askExpected(report.reward));
    if (expected === undefined) return undefined;
    const { name, dir } = path.parse(target.file);
    const file = path.join(dir, `${name}.reward-cases.jsonl`);
    const { completion = '', columns = {}, prompt } = sample.rows[sample.index] ?? {};
    const line = {
      name: sample.name,
      reward: nameOf(target),
      ...(target.contract !== undefined && { kind: target.contract }),
      completion,
      ...(prompt !== undefined && { prompt }),
      row: elideRow(columns),
      expected: expected === '' ? null : Number(expected),
    };
    await appendFile(file, `${JSON.stringify(line)}\n`);
    return vscode.Uri.file(file);
  }

  /** *Choose Python*: the interpreter of reward functions, into the setting. */
  async choosePython(): Promise<void> {
    const chosen = await vscode.window.showOpenDialog({
      title: 'Choose Python',
      openLabel: 'Use This Python',
    });
    const [file] = chosen ?? [];
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (file !== undefined) await remember('python', file.fsPath, folder?.uri ?? file);
  }

  private target(argument: unknown): Promise<RunTarget | undefined> {
    return chooseTarget(this.services.catalogue, argument);
  }

  private tell(
    target: RunTarget,
    { name }: SampleUnderTest,
    report: RewardReport,
    notes: RowOutcome['notes'],
  ): void {
    const { output } = this.services;
    const { error, batchError } = report;
    const all =
      batchError === undefined
        ? ''
        : ` alone; all completions at once, as a trainer calls it, fail with ${batchError.type}: ${batchError.message}`;
    const text = `${nameOf(target)} on ${name}: ${shownResult(report)}${all}`;
    output.appendLine(text);
    for (const note of notes ?? []) output.appendLine(`  ${note}`);
    if (error === undefined) {
      const more = (notes ?? []).length === 0 ? text : `${text}; ${(notes ?? []).join('; ')}`;
      void (batchError === undefined
        ? vscode.window.showInformationMessage(more)
        : vscode.window.showWarningMessage(more));
      return;
    }
    output.appendLine(error.traceback ?? `${error.type}: ${error.message}`);
    if (error.hint !== undefined) output.appendLine(error.hint);
    const hint = error.hint === undefined ? '' : ` ${error.hint}`;
    void vscode.window
      .showErrorMessage(`${text}: ${error.message}.${hint}`, 'Show Output')
      .then((pressed) => {
        if (pressed !== undefined) output.show(true);
      });
  }
}

/** What the case is to expect, empty for no reward; undefined where the person gave up. */
async function askExpected(now: number | null): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Pin as Reward Case',
    prompt: 'The reward that this completion must have; nothing where it must have none',
    value: now === null ? '' : String(now),
    validateInput: (text) =>
      text === '' || Number.isFinite(Number(text)) ? undefined : 'A number, or nothing.',
  });
}

/** A name for it in the setting, unlike all that are there. */
function freeName(target: RunTarget, entries: readonly Json[]): string {
  const plain = shortName(target);
  const taken = new Set(
    entries.map((entry) =>
      typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : undefined,
    ),
  );
  let name = plain;
  for (let i = 2; taken.has(name); i++) name = `${plain}${i}`;
  return name;
}
