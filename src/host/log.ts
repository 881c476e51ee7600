import type * as vscode from 'vscode';

export type Log = Pick<vscode.LogOutputChannel, 'info' | 'warn' | 'error' | 'show'>;

/** What went wrong, for people; the stack goes to the log only. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
