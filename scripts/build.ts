/**
 * Bundles everything into `dist/` and stages the models there.
 *
 *   npm run build [-- --watch] [-- --production] [-- --outdir FOLDER]
 *
 * `--production` minifies and writes no source maps; `--outdir` builds somewhere else than in `dist/`.
 */
import { context } from 'esbuild';
import { chmod, copyFile, mkdir, readdir, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundles } from './lib/bundles.ts';
import { inRoot } from './lib/paths.ts';

const { values: flags } = parseArgs({
  options: {
    watch: { type: 'boolean', default: false },
    production: { type: 'boolean', default: false },
    outdir: { type: 'string', default: inRoot('dist') },
  },
});
const inDist = (...parts: string[]): string => path.join(flags.outdir, ...parts);

const started = performance.now();
const contexts = await Promise.all(
  bundles()
    .filter(({ entry }) => existsSync(inRoot(entry)))
    .map(({ entry, outfile, options }) =>
      context({
        bundle: true,
        absWorkingDir: inRoot(),
        entryPoints: [entry],
        outfile: inDist(outfile),
        minify: flags.production,
        sourcemap: !flags.production,
        legalComments: 'none',
        logLevel: 'warning',
        ...options,
      }),
    ),
);
const results = await Promise.allSettled(contexts.map((each) => each.rebuild()));
await copyCodicons();
await stage();
if (existsSync(inDist('cli.js'))) await chmod(inDist('cli.js'), 0o755);
await report();
// esbuild has printed what is wrong.
if (results.some(({ status }) => status === 'rejected')) process.exitCode = 1;
if (flags.watch) {
  await Promise.all(contexts.map((each) => each.watch()));
  console.log('Watching; Ctrl+C ends it.');
} else {
  await Promise.all(contexts.map((each) => each.dispose()));
}

/** The icon font of VS Code's own buttons: webviews load it as files, for their policy forbids inline ones. */
async function copyCodicons(): Promise<void> {
  await mkdir(inDist('webview'), { recursive: true });
  for (const name of ['codicon.css', 'codicon.ttf']) {
    await copyFile(inRoot('node_modules/@vscode/codicons/dist', name), inDist('webview', name));
  }
}

async function stage(): Promise<void> {
  const module = inRoot('scripts/models/stage.ts');
  if (!existsSync(module)) return;
  const stager = (await import(module)) as { stageModels: (dist: string) => Promise<unknown> };
  await stager.stageModels(flags.outdir);
}

async function report(): Promise<void> {
  const files = (await readdir(flags.outdir, { recursive: true })).filter((name) =>
    /\.(c?js|mjs|css)$/.test(name),
  );
  for (const name of files.sort()) {
    const { size } = await stat(inDist(name));
    console.log(`  dist/${name.padEnd(24)} ${(size / 1000).toFixed(1).padStart(8)} kB`);
  }
  console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
