/** How long the extension host's event loop is held while files of a million rows are opened: the goal is 50 ms. */
import { build } from 'esbuild';
import { link, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { runModule } from '../../scripts/lib/codeServer/runModule.ts';
import { freePort } from '../../scripts/lib/hostTests.ts';
import { inRoot } from '../../scripts/lib/paths.ts';
import type { Held } from '../host/programs/eventLoop.ts';
import { benchFolder, datasetFile } from './generate.ts';
import { dumpFile, SAMPLES, SIZES } from './rollouts.ts';

const GOAL = 50;
const LARGE = 1_000_000;

export async function run(): Promise<void> {
  const dataset = await datasetFile(SAMPLES);
  const sources = [dataset, await datasetFile(LARGE), ...(await Promise.all(SIZES.map(dumpFile)))];
  const workspace = await mkdtemp(path.join(benchFolder, 'loop-'));
  const [module, result] = ['program.cjs', 'held.json'].map((name) => path.join(workspace, name));
  if (module === undefined || result === undefined) return;
  try {
    const files = sources.map((file) => path.join(workspace, path.basename(file)));
    for (const [i, file] of files.entries()) await link(sources[i] ?? '', file);
    await build({
      entryPoints: [inRoot('test/host/programs/eventLoop.ts')],
      outfile: module,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      packages: 'external',
    });
    await runModule({
      module,
      workspace,
      env: { VQA_BENCH_FILES: JSON.stringify(files), VQA_BENCH_RESULT: result },
      cdpPort: await freePort(),
      log: () => undefined,
      limitMinutes: 15,
    });
    for (const { what, seconds, p99, most } of JSON.parse(await readFile(result, 'utf8')) as Held[]) {
      console.log(
        `${what}: ${seconds.toFixed(1)} s, held for at most ${most.toFixed(0)} ms, ` +
          `99 % under ${p99.toFixed(0)} ms (goal: under ${GOAL} ms)`,
      );
    }
  } finally {
    await rm(workspace, { recursive: true, force: true, maxRetries: 3 });
  }
}
