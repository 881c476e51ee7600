/**
 * Opening a dataset up to its first parsed row, beside a bare pass over the same file that only counts its
 * line ends. Both take turns in one process, the file being in the system's cache.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { Dataset } from '../../src/core/dataset.ts';
import { openRowSource } from '../../src/node/rowSource.ts';
import { benchFolder, datasetFile } from './generate.ts';
import { milliseconds, spread } from './measure.ts';

const SIZES: readonly (readonly [rows: number, rounds: number])[] = [
  [12_000, 41],
  [1_000_000, 11],
];
const GOAL = 3;

export async function run(): Promise<void> {
  const worker = await bundledWorker();
  for (const [rows, rounds] of SIZES) {
    const file = await datasetFile(rows);
    const bare: number[] = [];
    const opened: number[] = [];
    for (let round = 0; round < rounds; round++) {
      bare.push(
        await milliseconds(() => {
          expectRows(countLines(file), rows);
        }),
      );
      const start = performance.now();
      const source = await openRowSource(file, { worker });
      const [first] = await new Dataset(source).window(0, 1);
      opened.push(performance.now() - start);
      expectRows(first?.state === 'ok' ? source.rows : -1, rows);
      await source.close();
    }
    const [pass, open] = [spread(bare), spread(opened)];
    console.log(
      `${rows.toLocaleString('en')} rows: bare pass ${pass.median.toFixed(1)} ms, ` +
        `open and first row ${open.median.toFixed(1)} ms: ${(open.median / pass.median).toFixed(2)} times in the ` +
        `median, ${(open.min / pass.min).toFixed(2)} times at best (goal: at most ${GOAL}); ` +
        `first round ${(bare[0] ?? NaN).toFixed(1)} and ${(opened[0] ?? NaN).toFixed(1)} ms`,
    );
  }
}

/** As in the packaged extension, where the thread runs a bundle. */
async function bundledWorker(): Promise<string> {
  const outfile = path.join(benchFolder, 'indexWorker.cjs');
  await build({
    entryPoints: ['src/node/indexWorker.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
}

function countLines(file: string): number {
  const fd = openSync(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(1 << 20);
    let lines = 0;
    for (let length = readSync(fd, buffer); length > 0; length = readSync(fd, buffer)) {
      const chunk = buffer.subarray(0, length);
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
    }
    return lines;
  } finally {
    closeSync(fd);
  }
}

function expectRows(found: number, rows: number): void {
  if (found !== rows) throw new Error(`${found} rows were found where ${rows} were written`);
}
