import { context } from 'esbuild';
import { chmod, copyFile, cp, mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { stageModels } from '../models/stage.ts';
import { bundles } from './bundles.ts';
import { inRoot } from './paths.ts';

export interface BuildFlags {
  /** Minifies, and writes no source maps. */
  readonly production?: boolean;
  /** Goes on building whenever a source changes. */
  readonly watch?: boolean;
  /** The folder to build into; `dist/` unless given. */
  readonly dist?: string;
}

/**
 * Bundles everything into `dist/`, or another folder, and stages the models there.
 * @returns false where a bundle could not be built; esbuild has printed why
 */
export async function buildAll(flags: BuildFlags = {}): Promise<boolean> {
  const started = performance.now();
  const production = flags.production === true;
  const dist = flags.dist ?? inRoot('dist');
  const contexts = await Promise.all(
    bundles().map(({ entry, outfile, options }) =>
      context({
        bundle: true,
        absWorkingDir: inRoot(),
        entryPoints: [entry],
        outfile: path.join(dist, outfile),
        minify: production,
        sourcemap: !production,
        legalComments: 'none',
        logLevel: 'warning',
        ...options,
      }),
    ),
  );
  const results = await Promise.allSettled(contexts.map((each) => each.rebuild()));
  await copyCodicons(dist);
  await copyPythonRunner(dist);
  await stageModels(dist);
  const built = results.every(({ status }) => status === 'fulfilled');
  if (built) await chmod(path.join(dist, 'cli.js'), 0o755);
  console.log(`${built ? 'Built' : 'Not built'} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  if (flags.watch === true) await Promise.all(contexts.map((each) => each.watch()));
  else await Promise.all(contexts.map((each) => each.dispose()));
  return built;
}

/** The sizes of what was built, in bytes, by path below `dist`. */
export async function bundleSizes(dist = inRoot('dist')): Promise<ReadonlyMap<string, number>> {
  const names = (await readdir(dist, { recursive: true })).filter((name) => /\.(c?js|mjs|css)$/.test(name));
  const sizes = new Map<string, number>();
  for (const name of names.sort()) sizes.set(name, (await stat(path.join(dist, name))).size);
  return sizes;
}

/** The icon font of VS Code's own buttons: webviews load it as files, for their policy forbids inline ones. */
async function copyCodicons(dist: string): Promise<void> {
  await mkdir(path.join(dist, 'webview'), { recursive: true });
  for (const name of ['codicon.css', 'codicon.ttf']) {
    await copyFile(inRoot('node_modules/@vscode/codicons/dist', name), path.join(dist, 'webview', name));
  }
}

/** The Python runner is run as it is written. */
async function copyPythonRunner(dist: string): Promise<void> {
  const target = path.join(dist, 'runner');
  await rm(target, { recursive: true, force: true });
  await cp(inRoot('src/runner/python'), target, {
    recursive: true,
    filter: (source) => !source.includes('__pycache__'),
  });
}
