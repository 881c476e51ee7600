/** What the package's scripts and styles weigh; the host's bundle is read at every activation. */
import path from 'node:path';
import { bundleSizes } from '../../scripts/lib/build.ts';
import { stagedExtension } from './staged.ts';

const HOST_GOAL_KB = 500;

export async function run(): Promise<void> {
  const dist = path.join(await stagedExtension(), 'dist');
  for (const [name, size] of await bundleSizes(dist)) {
    if (name.includes('node_modules')) continue;
    const goal = name === 'extension.cjs' ? ` (goal: under ${HOST_GOAL_KB} kB)` : '';
    console.log(`${name}: ${(size / 1000).toFixed(0)} kB${goal}`);
  }
}
