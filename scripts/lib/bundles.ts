import { existsSync, readdirSync } from 'node:fs';
import type { BuildOptions } from 'esbuild';
import { inRoot } from './paths.ts';

/** What the extension host gives us, and the packages with native parts, which lie beside the bundles. */
const NODE_EXTERNAL = ['vscode', 'onnxruntime-node', 'sharp', '@duckdb/node-bindings'];

/** One file that is loaded by name: the extension, a process, a worker or a webview's script. */
export interface Bundle {
  readonly entry: string;
  /** Below `dist/`. */
  readonly outfile: string;
  readonly options: BuildOptions;
}

const commonJs: BuildOptions = {
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: NODE_EXTERNAL,
  // The UMD builds that packages give as `main` hide their own imports from the bundler.
  mainFields: ['module', 'main'],
  // CommonJS has no `import.meta`; the same modules also run as ES modules, in the command line and in tests.
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: {
    'import.meta.url': 'importMetaUrl',
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
  },
};

const esModule: BuildOptions = {
  platform: 'node',
  target: 'node20',
  format: 'esm',
  external: NODE_EXTERNAL,
  mainFields: ['module', 'main'],
  // Bundled CommonJS packages expect to find `require`.
  banner: {
    js: `import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);`,
  },
};

const browser: BuildOptions = {
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  loader: { '.ttf': 'file', '.svg': 'dataurl' },
};

/** Entries of worker threads, in `src/node`. */
const WORKERS = ['datasetWorker', 'indexWorker', 'rolloutsWorker'];

/** Every bundle. Webviews are the folders of `webview` that have a `main.ts`. */
export function bundles(): Bundle[] {
  const webviews = readdirSync(inRoot('webview')).filter((name) =>
    existsSync(inRoot('webview', name, 'main.ts')),
  );
  return [
    { entry: 'src/host/extension.ts', outfile: 'extension.cjs', options: commonJs },
    { entry: 'src/model/main.ts', outfile: 'model.mjs', options: esModule },
    { entry: 'src/node/query/main.ts', outfile: 'query.mjs', options: esModule },
    { entry: 'src/runner/node/main.ts', outfile: 'runner.mjs', options: esModule },
    { entry: 'src/runner/node/hooks.ts', outfile: 'runnerHooks.mjs', options: esModule },
    { entry: 'src/cli/main.ts', outfile: 'cli.js', options: esModule },
    { entry: 'src/cli/scoreWorker.ts', outfile: 'scoreWorker.mjs', options: esModule },
    ...WORKERS.map((name) => ({
      entry: `src/node/${name}.ts`,
      outfile: `${name}.cjs`,
      options: commonJs,
    })),
    ...webviews.map((name) => ({
      entry: `webview/${name}/main.ts`,
      outfile: `webview/${name}.js`,
      options: browser,
    })),
  ];
}
