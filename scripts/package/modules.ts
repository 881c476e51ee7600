/** Installed packages: where they are, and which of them others need at run time. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../lib/paths.ts';

export interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly homepage?: string;
  readonly repository?: string | { readonly url: string };
  readonly author?: string | { readonly name: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package on disk. */
export interface InstalledPackage {
  readonly folder: string;
  readonly manifest: PackageManifest;
}

export const readManifest = (folder: string): PackageManifest =>
  JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as PackageManifest;

/** Finds `name` as Node would from `from`: in the `node_modules` of that folder, then of those above it. */
export function findPackage(name: string, from: string = root): InstalledPackage | undefined {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) {
      return { folder: candidate, manifest: readManifest(candidate) };
    }
    if (folder === root || folder === path.dirname(folder)) return undefined;
  }
}

export function mustFindPackage(name: string, from: string = root): InstalledPackage {
  const found = findPackage(name, from);
  if (found === undefined) throw new Error(`The package ${name} is not installed: run npm ci.`);
  return found;
}

/** What onnxruntime-node's install script needs to fetch CUDA, and the runtime does not. */
const INSTALL_ONLY = new Set(['adm-zip', 'global-agent']);

/**
 * The packages with platform binaries and all that they require when they run, by name. The result is laid
 * flat in one folder, so two versions of one package are an error.
 */
export function nativeClosure(): ReadonlyMap<string, InstalledPackage> {
  const found = new Map<string, InstalledPackage>();
  const visit = (name: string, from: string): void => {
    const installed = mustFindPackage(name, from);
    const known = found.get(name);
    if (known !== undefined) {
      if (known.folder === installed.folder) return;
      throw new Error(`${name} is needed as ${known.manifest.version} and ${installed.manifest.version}.`);
    }
    found.set(name, installed);
    for (const dependency of Object.keys(installed.manifest.dependencies ?? {})) {
      if (!INSTALL_ONLY.has(dependency)) visit(dependency, installed.folder);
    }
  };
  for (const name of ['onnxruntime-node', 'sharp', '@duckdb/node-bindings']) visit(name, root);
  return found;
}
