/**
 * Runs the benchmarks of this folder: every module that exports `run`, or those named.
 *   npm run bench [-- rowSource …]
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';

const folder = import.meta.dirname;
const wanted = process.argv.slice(2);
const names = (await readdir(folder))
  .filter((file) => file.endsWith('.ts') && file !== path.basename(import.meta.filename))
  .map((file) => path.basename(file, '.ts'));
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0)
  throw new Error(`there is no benchmark ${unknown.join(', ')}; there are ${names.join(', ')}`);

for (const name of names) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const benchmark = (await import(path.join(folder, `${name}.ts`))) as { run?: () => Promise<void> };
  if (benchmark.run === undefined) continue;
  console.log(`\n${name}`);
  try {
    await benchmark.run();
  } catch (error) {
    // One benchmark that fails, say for want of a browser, must not hide the others.
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    process.exitCode = 1;
  }
}
