/**
 *   npm run build [-- --watch] [-- --production]
 */
import { parseArgs } from 'node:util';
import { buildAll, bundleSizes } from './lib/build.ts';

const { values: flags } = parseArgs({
  options: { watch: { type: 'boolean', default: false }, production: { type: 'boolean', default: false } },
});
const built = await buildAll(flags);
for (const [name, size] of await bundleSizes()) {
  console.log(`  dist/${name.padEnd(24)} ${(size / 1000).toFixed(1).padStart(8)} kB`);
}
if (!built) process.exitCode = 1;
if (flags.watch) console.log('Watching; Ctrl+C ends it.');
