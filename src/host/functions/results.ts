import * as vscode from 'vscode';
import type { RunnerError, RunTarget } from '../../protocol/runner.ts';
import { keyOf, nameOf } from './target.ts';

/** Calls whose times the median is of. */
const TIMES_KEPT = 101;

export interface LastResult {
  readonly reward: number | null;
  readonly error?: RunnerError;
  /** Milliseconds a call, the median of the last ones. */
  readonly median: number;
}

/** What each function gave last, and its errors as diagnostics on the lines of the user's files. */
export class Results implements vscode.Disposable {
  private readonly last = new Map<
    string,
    { result: LastResult; readonly times: number[]; target: RunTarget }
  >();
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('vqaVerifyRewards');
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChange = this.changed.event;

  of(target: RunTarget): LastResult | undefined {
    return this.last.get(keyOf(target))?.result;
  }

  note(target: RunTarget, reward: number | null, error: RunnerError | undefined, milliseconds: number): void {
    const key = keyOf(target);
    const times = this.last.get(key)?.times ?? [];
    times.push(milliseconds);
    if (times.length > TIMES_KEPT) times.shift();
    const sorted = [...times].sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? milliseconds;
    this.last.set(key, { target, times, result: { reward, median, ...(error !== undefined && { error }) } });
    this.showDiagnostics();
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.diagnostics.dispose();
    this.changed.dispose();
  }

  private showDiagnostics(): void {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const { target, result } of this.last.values()) {
      const { error } = result;
      if (error?.file === undefined || error.line === undefined) continue;
      const known = byFile.get(error.file) ?? [];
      byFile.set(error.file, [...known, diagnosticOf(target, error, error.line)]);
    }
    this.diagnostics.clear();
    this.diagnostics.set([...byFile].map(([file, list]) => [vscode.Uri.file(file), list]));
  }
}

function diagnosticOf(target: RunTarget, error: RunnerError, line: number): vscode.Diagnostic {
  const hint = error.hint === undefined ? '' : `\n${error.hint}`;
  const range = new vscode.Range(line - 1, (error.column ?? 1) - 1, line - 1, Number.MAX_SAFE_INTEGER);
  const diagnostic = new vscode.Diagnostic(
    range,
    `${error.type}: ${error.message}${hint}`,
    vscode.DiagnosticSeverity.Error,
  );
  diagnostic.source = `VQA-Verify ${nameOf(target)}`;
  diagnostic.relatedInformation = (error.frames ?? []).map(
    (frame) =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(vscode.Uri.file(frame.file), new vscode.Position(frame.line - 1, 0)),
        `in ${frame.function}`,
      ),
  );
  return diagnostic;
}
