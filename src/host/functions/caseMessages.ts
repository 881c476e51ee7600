import * as vscode from 'vscode';
import { failure, type RewardCase } from '../../core/functions/case.ts';
import type { CallEnd, Outcome, Raised, RunnerError } from '../../protocol/runner.ts';
import { describeCaught } from './results.ts';
import { shownResult } from './shown.ts';

/** What is known of a case that was not met. */
export interface Failed {
  readonly error: RunnerError | undefined;
  readonly outcome: Outcome | undefined;
  readonly call: CallEnd | undefined;
}

/** The two numbers at the case, with what the function told besides; then what it raised, each where it was raised. */
export function failedMessages(
  known: RewardCase,
  { error, outcome, call }: Failed,
  item: vscode.TestItem,
): vscode.TestMessage[] {
  const reward = outcome?.reward ?? null;
  const { notes = [], raised = [] } = call ?? {};
  const extras = outcome?.extras === undefined ? [] : [`extras: ${JSON.stringify(outcome.extras)}`];
  const numbers = vscode.TestMessage.diff(
    [failure(known, reward), ...extras, ...notes].join('\n'),
    String(known.expected),
    error === undefined ? String(reward) : shownResult({ reward, error }),
  );
  if (item.uri !== undefined && item.range !== undefined)
    numbers.location = new vscode.Location(item.uri, item.range);
  const caught = raised.filter((each) => each.caught).map(caughtMessage);
  return [numbers, ...(error === undefined ? [] : [errorMessage(error)]), ...caught];
}

function errorMessage(error: RunnerError): vscode.TestMessage {
  const text = error.traceback ?? `${error.type}: ${error.message}`;
  return messageAt(error.hint === undefined ? text : `${text}\n${error.hint}`, error);
}

const caughtMessage = (raised: Raised): vscode.TestMessage => messageAt(describeCaught(raised), raised);

function messageAt(text: string, { file, line }: { file?: string; line?: number }): vscode.TestMessage {
  const message = new vscode.TestMessage(text);
  if (file !== undefined && line !== undefined)
    message.location = new vscode.Location(vscode.Uri.file(file), new vscode.Position(line - 1, 0));
  return message;
}
