import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { ComparedSide, CompareQuery, SideChoice } from '../../../protocol/rollouts/compare.ts';
import { fileError } from '../../fileError.ts';
import type { RunComparison } from './comparison.ts';
import type { LiveRun } from './liveRun.ts';

/** Lines that are written at once. */
const LINES = 1000;

/** Writes a line for each rollout that is compared: where it stands, and what both sides say. Throws FileError. */
export async function writeComparison(
  run: LiveRun,
  query: CompareQuery,
  comparison: RunComparison,
  path: string,
): Promise<void> {
  try {
    await pipeline(lines(run, query, comparison), createWriteStream(path));
  } catch (error) {
    throw fileError(error, 'write', path);
  }
}

function* lines(
  { store }: LiveRun,
  { a: choiceA, b: choiceB }: CompareQuery,
  { a, b, mask }: RunComparison,
): Generator<string> {
  const [titleA, titleB] = [titleOf(choiceA), titleOf(choiceB)];
  let text = row([
    'rollout',
    'step',
    'group',
    'line',
    titleA,
    titleB,
    'difference',
    `error of ${titleA}`,
    `error of ${titleB}`,
    `milliseconds of ${titleA}`,
    `milliseconds of ${titleB}`,
  ]);
  const { table, names, grouping } = store;
  for (let rollout = 0; rollout < table.count; rollout++) {
    if (mask?.[rollout] === 0) continue;
    const [x, y] = [a.at(rollout), b.at(rollout)];
    text += row([
      rollout,
      table.step.at(rollout),
      names[grouping.groupOf[rollout] ?? 0] ?? '',
      table.place(rollout).line,
      x.value ?? '',
      y.value ?? '',
      difference(x, y),
      x.error ?? '',
      y.error ?? '',
      x.milliseconds ?? '',
      y.milliseconds ?? '',
    ]);
    if (rollout % LINES === LINES - 1) {
      yield text;
      text = '';
    }
  }
  yield text;
}

const titleOf = ({ kind, name }: SideChoice): string => (kind === 'function' ? name : `${kind} ${name}`);

const difference = (x: ComparedSide, y: ComparedSide): number | '' =>
  x.value === null || y.value === null ? '' : y.value - x.value;

const row = (cells: readonly (string | number)[]): string => `${cells.map(cell).join(',')}\n`;

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
