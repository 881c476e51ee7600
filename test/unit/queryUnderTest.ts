/** The process in which DuckDB runs, and what starts it, built for the tests that fork it. */
import { build } from 'esbuild';
import path from 'node:path';
import { bundles } from '../../scripts/lib/bundles.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * Builds it into `folder` and answers its path. Within the project the bundle finds DuckDB's binding in
 * node_modules; outside of it, it is as on a machine for which there is none.
 */
export const buildQueryProcess = (folder: string): Promise<string> => buildBundle('query.mjs', folder);

/** Builds a bundle of `dist/` by its name. */
export async function buildBundle(name: string, folder: string): Promise<string> {
  const bundle = bundles().find(({ outfile }) => outfile === name);
  if (bundle === undefined) throw new Error(`there is no bundle ${name}`);
  const outfile = path.join(folder, name);
  await build({ bundle: true, absWorkingDir: ROOT, entryPoints: [bundle.entry], outfile, ...bundle.options });
  return outfile;
}
