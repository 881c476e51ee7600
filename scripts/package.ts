/**
 * Builds the VSIX of this platform, or of others: bundles, models, sample dataset and the platform's binaries.
 *
 *   npm run package [-- --target linux-x64 [--target …] | --all]
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { hostTarget, parseTarget, TARGETS } from './package/targets.ts';
import { buildVsix, sizeReport } from './package/vsix.ts';

const { values: flags } = parseArgs({
  options: { target: { type: 'string', multiple: true }, all: { type: 'boolean', default: false } },
});

try {
  const targets = flags.all ? TARGETS : (flags.target?.map(parseTarget) ?? [hostTarget()]);
  for (const target of targets) {
    const vsix = await buildVsix(target);
    console.log(`${path.basename(vsix.file)}\n${sizeReport(vsix)}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
