import path from 'node:path';
import * as vscode from 'vscode';
import { CallTimes } from '../../core/callTimes.ts';
import type { BuiltInResult } from '../../protocol/dataset.ts';
import type { RunResult } from '../../node/runner/runnerClient.ts';
import type { RowOutcome } from '../../node/runner/rowOutcomes.ts';
import type { Raised, RunnerError, RunTarget } from '../../protocol/runner.ts';
import { keyOf, nameOf } from './target.ts';

export interface LastResult {
  readonly reward: number | null;
  readonly error?: RunnerError;
  /** Milliseconds a call, the median of the last ones; undefined before the first that was timed. */
  readonly median: number | undefined;
}

/** What is known of a function once it was called with the completion under test. */
export interface Told {
  readonly reward: number | null;
  readonly error?: RunnerError;
  /** Of the call; absent where its time says nothing, as under a debugger. */
  readonly milliseconds?: number;
  /** Exceptions inside the person's files; absent where nobody looked for them. */
  readonly raised?: readonly Raised[];
  /** Whether the file was read anew: what was known of its lines is then about other ones. */
  readonly reloaded?: boolean;
}

interface Known {
  readonly target: RunTarget;
  readonly result: LastResult;
  readonly raised: readonly Raised[];
  /** Whether its file was saved since: its lines may be others now. */
  readonly moved: boolean;
}

/** What each function gave last, and its exceptions as diagnostics on the lines of the person's files. */
export class Results implements vscode.Disposable {
  private readonly last = new Map<string, Known>();
  private readonly times = new CallTimes();
  private readonly builtIns = new Map<string, LastResult>();
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('vqaVerifyRewards');
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.changed.event;

  /** Of a built-in, by its name. */
  ofBuiltIn(name: string): LastResult | undefined {
    return this.builtIns.get(name);
  }

  noteBuiltIns(results: readonly BuiltInResult[]): void {
    for (const { name, value, error, milliseconds } of results) {
      this.builtIns.set(name, { reward: value, median: milliseconds, ...(error !== undefined && { error }) });
    }
    this.changed.fire(undefined);
  }

  of(target: RunTarget): LastResult | undefined {
    return this.last.get(keyOf(target))?.result;
  }

  note(target: RunTarget, { reward, error, milliseconds, raised, reloaded = false }: Told): void {
    const key = keyOf(target);
    const before = this.last.get(key);
    if (milliseconds !== undefined) this.times.add(key, milliseconds);
    const median = this.times.median(key);
    this.last.set(key, {
      target,
      result: { reward, median, ...(error !== undefined && { error }) },
      raised: raised ?? (reloaded || before?.moved === true ? [] : (before?.raised ?? [])),
      moved: false,
    });
    this.showDiagnostics();
    this.changed.fire(undefined);
  }

  /** Exceptions that were found by looking closer at what is known already. */
  caught(target: RunTarget, raised: readonly Raised[]): void {
    const key = keyOf(target);
    const known = this.last.get(key);
    if (known === undefined) return;
    this.last.set(key, { ...known, raised });
    this.showDiagnostics();
  }

  /** The file was saved: what was said of its lines holds no longer. */
  saved(file: string): void {
    for (const [key, known] of this.last) {
      const mine = known.result.error?.file === file || known.raised.some((each) => each.file === file);
      if (mine) this.last.set(key, { ...known, moved: true });
    }
    this.showDiagnostics();
  }

  dispose(): void {
    this.diagnostics.dispose();
    this.changed.dispose();
  }

  private showDiagnostics(): void {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    const add = (file: string, diagnostic: vscode.Diagnostic): void => {
      byFile.set(file, [...(byFile.get(file) ?? []), diagnostic]);
    };
    for (const { target, result, raised, moved } of this.last.values()) {
      if (moved) continue;
      const { error } = result;
      if (error?.file !== undefined && error.line !== undefined) {
        add(error.file, errorDiagnostic(target, error, error.line));
      }
      for (const each of raised) if (each.caught) add(each.file, caughtDiagnostic(target, each));
    }
    this.diagnostics.clear();
    this.diagnostics.set([...byFile].map(([file, list]) => [vscode.Uri.file(file), list]));
  }
}

/** What is told of the outcome of one completion, `row` of the only batch of a run. */
export function toldOf(outcome: RowOutcome | undefined, { calls, loaded }: RunResult, row: number): Told {
  const { reward = null, error, raised } = outcome ?? {};
  const call = calls.find((each) => each.row <= row && row < each.row + each.rows);
  return {
    reward,
    ...(error !== undefined && { error }),
    ...(call !== undefined && { milliseconds: call.milliseconds }),
    ...(raised !== undefined && { raised }),
    ...(loaded !== undefined && { reloaded: loaded.reloaded }),
  };
}

/** `raised and caught: ValueError: … (plugin.py, line 12, 3 times)`. */
export function describeCaught({ type, message, file, line, times }: Raised): string {
  const often = times === 1 ? '' : `, ${times} times`;
  return `raised and caught: ${type}: ${message} (${path.basename(file)}, line ${line}${often})`;
}

function errorDiagnostic(target: RunTarget, error: RunnerError, line: number): vscode.Diagnostic {
  const hint = error.hint === undefined ? '' : `\n${error.hint}`;
  const range = new vscode.Range(line - 1, (error.column ?? 1) - 1, line - 1, Number.MAX_SAFE_INTEGER);
  const diagnostic = new vscode.Diagnostic(
    range,
    `${error.type}: ${error.message}${hint}`,
    vscode.DiagnosticSeverity.Error,
  );
  diagnostic.source = sourceOf(target);
  diagnostic.relatedInformation = (error.frames ?? []).map(
    (frame) =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(vscode.Uri.file(frame.file), new vscode.Position(frame.line - 1, 0)),
        `in ${frame.function}`,
      ),
  );
  return diagnostic;
}

function caughtDiagnostic(target: RunTarget, { type, message, line, times }: Raised): vscode.Diagnostic {
  const often = times === 1 ? '' : ` ${times} times`;
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER),
    `${type}: ${message}\nRaised here and caught${often} while the reward was computed.`,
    vscode.DiagnosticSeverity.Information,
  );
  diagnostic.source = sourceOf(target);
  return diagnostic;
}

const sourceOf = (target: RunTarget): string => `VQA-Verify ${nameOf(target)}`;
