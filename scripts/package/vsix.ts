import { createVSIX } from '@vscode/vsce';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot } from '../lib/paths.ts';
import { contentProblems } from './contents.ts';
import { stageExtension } from './stage.ts';
import type { Target } from './targets.ts';
import { listZip, type ZipEntry } from './zip.ts';

export interface Vsix {
  readonly file: string;
  readonly entries: readonly ZipEntry[];
}

/** Where the VSIX for a target is written: in the project's root, which git ignores for such files. */
export function vsixFile(target: Target): string {
  const { name, version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as Record<
    string,
    string
  >;
  return inRoot(`${String(name)}-${target}-${String(version)}.vsix`);
}

/** Builds the VSIX for a target. Throws, and leaves no file, where it would hold too much or too little. */
export async function buildVsix(target: Target, file: string = vsixFile(target)): Promise<Vsix> {
  const folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-package-'));
  try {
    await stageExtension(target, folder);
    // vsce wants to be told what to leave out. Nothing: the folder holds what belongs in the package.
    writeFileSync(path.join(folder, '.vscodeignore'), '');
    await createVSIX({
      cwd: folder,
      packagePath: file,
      target,
      // The libraries lie in dist/node_modules, beside the bundles that require them: vsce, which leaves out
      // only a node_modules in the root, has none to look for.
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const entries = listZip(file);
  const problems = contentProblems(
    entries.map((entry) => entry.path),
    target,
  );
  if (problems.length > 0) {
    rmSync(file);
    throw new Error(`The package for ${target} is not as it should be:\n  ${problems.join('\n  ')}`);
  }
  return { file, entries };
}

/** What takes the space, in MB as zipped: one line a part of the package, largest first. */
export function sizeReport({ entries }: Vsix): string {
  const parts = new Map<string, number>();
  for (const { path: name, compressed } of entries) {
    const part = partOf(name);
    parts.set(part, (parts.get(part) ?? 0) + compressed);
  }
  const sum = (sizes: Iterable<number>): number => [...sizes].reduce((total, size) => total + size, 0);
  const lines = [...parts]
    .sort(([, a], [, b]) => b - a)
    .map(([part, size]) => `  ${megabytes(size)}  ${part}`);
  const total = megabytes(sum(parts.values())).trim();
  const unpacked = megabytes(sum(entries.map(({ size }) => size))).trim();
  return [...lines, `  ${total} MB in all, ${unpacked} MB unpacked, ${entries.length} files`].join('\n');
}

const partOf = (name: string): string =>
  /^extension\/(dist\/node_modules\/(?:@img\/|@duckdb\/)?(?:onnxruntime|sharp|node-bindings)|dist\/[a-z]+(?=\/)|media|dist)/.exec(
    name,
  )?.[1] ?? 'documents';

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1).padStart(5);
