import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildAll } from '../lib/build.ts';
import { inRoot } from '../lib/paths.ts';
import { stageNatives } from './natives.ts';
import type { Target } from './targets.ts';

/** Beside the bundles, the manifest and what `media/` holds. */
const DOCUMENTS = ['README.md', 'CHANGELOG.md', 'LICENSE', 'THIRD_PARTY_NOTICES.md'];
/** Of use only in the repository; the libraries are staged, so that nothing is left to install. */
const REPOSITORY_ONLY = new Set(['private', 'scripts', 'dependencies', 'devDependencies']);

/** Puts the whole extension for one platform into an empty folder, as it will be once installed. */
export async function stageExtension(target: Target, folder: string): Promise<void> {
  const dist = path.join(folder, 'dist');
  if (!(await buildAll({ production: true, dist }))) throw new Error('The build failed: see above.');
  dropHidden(dist);
  await stageNatives(target, path.join(dist, 'node_modules'));
  cpSync(inRoot('media'), path.join(folder, 'media'), { recursive: true });
  for (const name of DOCUMENTS) {
    if (!existsSync(inRoot(name))) throw new Error(`${name}, which the package has to hold, is missing.`);
    cpSync(inRoot(name), path.join(folder, name));
  }
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(shippedManifest(), undefined, 2)}\n`);
}

/** package.json as the extension ships it. */
function shippedManifest(): Record<string, unknown> {
  const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => !REPOSITORY_ONLY.has(key)));
}

/** The build keeps notes for its next run in hidden files. */
function dropHidden(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (path.basename(name).startsWith('.'))
      rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}
