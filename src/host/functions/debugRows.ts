/** Which completions of a sample are debugged, and how they stay in sight meanwhile. */
import * as vscode from 'vscode';
import type { RunTarget } from '../../protocol/runner.ts';
import type { RowOutcome } from '../../node/runner/rowOutcomes.ts';
import { askLimit } from './askLimit.ts';
import type { SampleUnderTest } from './sample.ts';

/** Indices of completions of the sample; undefined where the person gave up. */
export type Rows = readonly number[] | undefined;

/**
 * The rows that `argument` asks for (`group`, or `below` a reward), or the person. `score` runs the function on all of
 * them first. @throws Error where no row is that low
 */
export async function chooseRows(
  argument: unknown,
  { rows, index }: SampleUnderTest,
  score: () => Promise<readonly RowOutcome[]>,
): Promise<Rows> {
  const all = [...rows.keys()];
  const asked = readArgument(argument) ?? (all.length === 1 ? 'alone' : await ask(all.length));
  if (asked === undefined) return undefined;
  if (asked === 'alone') return [index];
  if (asked === 'group') return all;
  const limit = typeof asked === 'number' ? asked : await askLimit();
  if (limit === undefined) return undefined;
  const outcomes = await score();
  // What failed has no reward at all.
  const low = all.filter((row) => (outcomes[row]?.reward ?? -Infinity) < limit);
  if (low.length === 0) throw new Error(`None of the ${all.length} completions has a reward below ${limit}.`);
  return low;
}

type Asked = 'alone' | 'group' | 'below' | number;

function readArgument(argument: unknown): Asked | undefined {
  if (!(argument instanceof Object)) return undefined;
  if ('below' in argument && typeof argument.below === 'number') return argument.below;
  if ('group' in argument) return argument.group === true ? 'group' : 'alone';
  return undefined;
}

async function ask(count: number): Promise<Asked | undefined> {
  const items: (vscode.QuickPickItem & { readonly asked: Asked })[] = [
    { label: 'This row alone', asked: 'alone' },
    { label: `Its whole group of ${count}`, description: 'as the trainer calls it', asked: 'group' },
    { label: 'The rows below a reward…', description: 'scores the group first', asked: 'below' },
  ];
  return (await vscode.window.showQuickPick(items, { title: 'Debug Reward' }))?.asked;
}

/**
 * Shows the sample in its editor and the function beside it: a debugger that stops opens its source in the active
 * group, which must not be the editor's.
 */
export async function showBeside(target: RunTarget, sample: SampleUnderTest, row: number): Promise<void> {
  sample.reveal(row);
  const other = vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn !== sample.column);
  await vscode.window.showTextDocument(vscode.Uri.file(target.file), {
    viewColumn: other?.viewColumn ?? vscode.ViewColumn.Beside,
  });
}
