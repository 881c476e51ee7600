/**
 * How long SQL over rollouts takes to its first answer: of a query that reads numbers alone, then of one that reads
 * texts, for which they are filled in, and of each again; and the memory of DuckDB's process and of this one, which
 * reads the dump.
 */
import { execFileSync } from 'node:child_process';
import { once, EventEmitter } from 'node:events';
import { inRoot } from '../../scripts/lib/paths.ts';
import { Run } from '../../src/node/rollouts/run/run.ts';
import type { RunState } from '../../src/protocol/rollouts.ts';
import { datasetFile } from './generate.ts';
import { CALL, RUN_SETTINGS } from '../support/settings.ts';
import { dumpFile, SAMPLES, SIZES } from './rollouts.ts';

const QUERIES = {
  numbers: 'SELECT step, avg(total), stddev_samp(total) FROM rollouts GROUP BY step',
  texts: "SELECT count(*) FROM rollouts WHERE completion LIKE '%with 7 other%'",
  everything: 'FROM rollouts LIMIT 100',
};

export async function run(): Promise<void> {
  const dataset = await datasetFile(SAMPLES);
  for (const size of SIZES) await measure(await dumpFile(size), dataset, size);
}

async function measure(path: string, dataset: string, size: number): Promise<void> {
  const news = new EventEmitter();
  const opened = new Run((_name, state) => news.emit('state', state), { entry: inRoot('dist/query.mjs') });
  await opened.handlers.open({ path, dataset, settings: RUN_SETTINGS }, CALL);
  for (;;) {
    const [{ reading, judged, rollouts }] = (await once(news, 'state')) as [RunState];
    if (!reading && judged === rollouts) break;
  }
  let [own, child] = [0, 0];
  const watch = setInterval(() => {
    own = Math.max(own, process.memoryUsage().rss);
    child = Math.max(child, childMemory());
  }, 200);
  for (const [name, sql] of Object.entries(QUERIES)) {
    const times: string[] = [];
    for (let i = 0; i < 2; i++) {
      const started = performance.now();
      const answer = await opened.handlers.sql({ sql }, CALL);
      if (answer.kind !== 'rows') throw new Error(answer.message);
      times.push(`${((performance.now() - started) / 1000).toFixed(2)} s`);
    }
    console.log(`${size.toLocaleString('en')} rollouts, ${name}: first ${times.join(', again ')}`);
  }
  clearInterval(watch);
  console.log(`at most ${megabytes(child)} MB in DuckDB's process, ${megabytes(own)} MB here`);
  await opened.close();
}

/** Bytes of the processes that this one has started. */
function childMemory(): number {
  const lines = execFileSync('ps', ['-o', 'rss=,comm=', '--ppid', String(process.pid)], {
    encoding: 'utf8',
  }).split('\n');
  const sizes = lines.filter((line) => line.includes('node')).map((line) => parseInt(line, 10));
  return sizes.reduce((sum, size) => sum + size, 0) * 1024;
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
