import path from 'node:path';
import * as vscode from 'vscode';
import type { Contract } from '../../core/functions/contract.ts';
import { readSelection, type OwnReward } from '../../core/rewards/selection.ts';
import { asListed, listedIn, type CalledAs } from '../../node/runner/listed.ts';
import type { RunTarget } from '../../protocol/runner.ts';
import { viewSettings } from '../settings.ts';

/** What a reward of the setting means. */
export function targetOf(own: OwnReward, resource: vscode.Uri): RunTarget {
  return listedIn(folderOf(resource), own).target;
}

/** A function as the `rewards` setting of a dataset, or of a file beside it, says it is called. */
export function calledAs(target: RunTarget, resource: vscode.Uri, name?: string): Promise<CalledAs> {
  const { own } = readSelection(viewSettings(resource).rewards);
  const folder = folderOf(resource);
  return asListed(
    target,
    own.map((each) => listedIn(folder, each)),
    name,
  );
}

function folderOf(resource: vscode.Uri): string {
  return vscode.workspace.getWorkspaceFolder(resource)?.uri.fsPath ?? path.dirname(resource.fsPath);
}

/** The name of the setting's entry that a command was called on, where it is one. */
export function entryNameOf(argument: unknown): string | undefined {
  return argument instanceof Object && 'name' in argument && typeof argument.name === 'string'
    ? argument.name
    : undefined;
}

/** What a command was called with by a CodeLens, the tree, or a test; undefined where it was called by hand. */
export function readTargetArgument(argument: unknown): RunTarget | undefined {
  if (typeof argument !== 'object' || argument === null || !('file' in argument)) return undefined;
  const { file } = argument;
  if (typeof file !== 'string') return undefined;
  const symbol = 'symbol' in argument && typeof argument.symbol === 'string' ? argument.symbol : undefined;
  const contract = 'contract' in argument ? (argument.contract as Contract | undefined) : undefined;
  return { file, ...(symbol !== undefined && { symbol }), ...(contract !== undefined && { contract }) };
}

/** How people read a target: `plugin.py:Match`. */
export function nameOf({ file, symbol }: RunTarget): string {
  return symbol === undefined ? path.basename(file) : `${path.basename(file)}:${symbol}`;
}

/** The function's name, or the file's for names that say nothing. */
export function shortName({ file, symbol }: RunTarget): string {
  const stem = path.basename(file).replace(/\.[^.]+$/, '');
  return symbol === undefined || /^(?:reward|compute_score|reward_func|default)$/.test(symbol)
    ? stem
    : symbol;
}

export const keyOf = ({ file, symbol }: RunTarget): string => `${file}:${symbol ?? ''}`;
