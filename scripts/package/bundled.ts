import { build } from 'esbuild';
import { bundles } from '../lib/bundles.ts';
import { inRoot } from '../lib/paths.ts';
import { readManifest, type InstalledPackage } from './modules.ts';

/** Copied into `dist/webview` as files, so no bundle names it. */
const COPIED = ['node_modules/@vscode/codicons'];

/** The npm packages of which code ends up in the bundles, or files beside them, by name. */
export async function bundledPackages(): Promise<readonly InstalledPackage[]> {
  const folders = new Set(COPIED);
  for (const { entry, options } of bundles()) {
    const { metafile } = await build({
      ...options,
      bundle: true,
      absWorkingDir: inRoot(),
      entryPoints: [entry],
      outdir: inRoot('dist'),
      minify: true,
      write: false,
      metafile: true,
      logLevel: 'error',
    });
    for (const output of Object.values(metafile.outputs)) {
      for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
        const folder = packageFolder(input);
        if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
      }
    }
  }
  return [...folders]
    .sort()
    .map((folder) => ({ folder: inRoot(folder), manifest: readManifest(inRoot(folder)) }));
}

/** The package of a file below `node_modules`, e.g. `node_modules/@lit/reactive-element`. */
function packageFolder(file: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
}
