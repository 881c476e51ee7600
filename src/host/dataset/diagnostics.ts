import * as vscode from 'vscode';
import { hashText } from '../../core/hash.ts';
import type { Problem, Severity } from '../../core/validate/problem.ts';
import type { Analysis } from '../../node/analysis/client.ts';
import { problemLink } from './problemLinks.ts';
import { DIAGNOSTIC_SOURCE } from './viewType.ts';

/** What VS Code shows of one file; the editor's own list has them all. */
const MAX_DIAGNOSTICS = 1000;

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** The worst problems of a dataset as VS Code's diagnostics, on the lines of the file as last saved. */
export class Diagnostics implements vscode.Disposable {
  private running = false;
  private again = false;
  private disposed = false;
  /** Hash of the problems that VS Code shows. */
  private shown = '';

  constructor(
    private readonly uri: vscode.Uri,
    private readonly collection: vscode.DiagnosticCollection,
  ) {}

  /** Shows what the worker knows now. Calls that come while one runs are answered by one more run. */
  async update(analysis: Analysis): Promise<void> {
    this.again = true;
    if (this.running) return;
    this.running = true;
    try {
      while (this.again) {
        this.again = false;
        const { problems } = await analysis.problems(0, MAX_DIAGNOSTICS);
        if (this.disposed) return;
        // While a large file is being checked the worst are soon known; to hand them over again costs VS Code more.
        const told = hashText(JSON.stringify(problems));
        if (told === this.shown) continue;
        this.shown = told;
        this.collection.set(
          this.uri,
          problems.map((problem) => this.diagnostic(problem)),
        );
      }
    } finally {
      this.running = false;
    }
  }

  private diagnostic({ line, message, severity, rule, row, path }: Problem): vscode.Diagnostic {
    const at = Math.max(0, line - 1);
    const range = new vscode.Range(at, 0, at, Number.MAX_SAFE_INTEGER);
    const diagnostic = new vscode.Diagnostic(range, message, SEVERITIES[severity]);
    diagnostic.source = DIAGNOSTIC_SOURCE;
    const target = { uri: this.uri.toString(), row, ...(path !== undefined && { path }) };
    diagnostic.code = { value: rule, target: problemLink(target) };
    return diagnostic;
  }

  dispose(): void {
    this.disposed = true;
    this.collection.delete(this.uri);
  }
}
