import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Contract } from '../../core/functions/contract.ts';
import type { OwnReward } from '../../core/rewards/selection.ts';
import type { RunTarget } from '../../protocol/runner.ts';

/** The file of a reward of the setting: absolute, below `~`, or relative to the workspace folder. */
export function targetOf(own: OwnReward, resource: vscode.Uri): RunTarget {
  const folder = vscode.workspace.getWorkspaceFolder(resource)?.uri.fsPath ?? path.dirname(resource.fsPath);
  const expanded = /^~(?=$|[\\/])/.test(own.path) ? homedir() + own.path.slice(1) : own.path;
  return {
    file: path.resolve(folder, expanded),
    ...(own.symbol !== undefined && { symbol: own.symbol }),
    ...(own.kind !== undefined && { contract: own.kind }),
  };
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
