import { open } from 'node:fs/promises';
import { CallError, type CallContext } from '../../../../protocol/rpc.ts';
import { fileError } from '../../../fileError.ts';
import type { RunsComparison } from './comparison.ts';

/** Samples that are written at once. */
const PORTION = 512;

/** Writes the listed samples as CSV (RFC 4180), a line each. Throws FileError and CancelledError. */
export async function writeRuns(comparison: RunsComparison, path: string, call: CallContext): Promise<void> {
  const { names, listed } = comparison;
  try {
    const file = await open(path, 'w');
    try {
      const columns = names.flatMap((name) => [`${name} baseline`, `${name} run`, `${name} change`]);
      await file.write(line(['sample', 'rollouts baseline', 'rollouts run', ...columns]));
      for (let start = 0; start < listed; start += PORTION) {
        if (call.signal.aborted) throw new CallError('CancelledError', 'The export was cancelled');
        const samples = await comparison.samples(start, PORTION);
        const lines = samples.map(({ title, base, run, means }) =>
          line([
            title,
            base.rollouts,
            run.rollouts,
            ...names.flatMap((name) => {
              const [before = null, after = null] = means[name] ?? [];
              return [before, after, before === null || after === null ? null : after - before];
            }),
          ]),
        );
        await file.write(lines.join(''));
        call.progress(start / listed);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof CallError) throw error;
    throw fileError(error, 'write', path);
  }
}

function line(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => quoted(cell === null ? '' : String(cell))).join(',')}\r\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
