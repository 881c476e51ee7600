/**
 * The binaries of sharp and DuckDB come as one npm package a platform. The one of this machine is installed; the others are
 * packed from the registry, checked against the hashes of package-lock.json, and kept for the next run.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inRoot, scratch } from '../lib/paths.ts';
import { mustRun } from '../lib/process.ts';
import {
  findPackage,
  mustFindPackage,
  readManifest,
  type InstalledPackage,
  type PackageManifest,
} from './modules.ts';
import type { Target } from './targets.ts';

/** The packages that hold sharp and libvips for a target, installed or fetched. On Windows libvips is in sharp's. */
export async function sharpPackages(target: Target): Promise<readonly InstalledPackage[]> {
  const sharp = mustFindPackage('sharp').manifest;
  const binding = await pinned(sharp, `@img/sharp-${target}`);
  const found = [binding];
  for (const [name, version] of Object.entries(binding.manifest.optionalDependencies ?? {})) {
    // Both sharp and its binding name a libvips; a binding built for another one would not load it.
    const wanted = sharp.optionalDependencies?.[name];
    if (wanted !== version) {
      throw new Error(
        `sharp ${sharp.version} wants ${name} ${wanted ?? '(none)'}, its binding wants ${version}.`,
      );
    }
    found.push(await prebuilt(name, version));
  }
  return found;
}

/** The package that holds DuckDB for a target, installed or fetched. */
export const duckDbPackage = (target: Target): Promise<InstalledPackage> =>
  pinned(mustFindPackage('@duckdb/node-bindings').manifest, `@duckdb/node-bindings-${target}`);

/** The package with binaries, in the version that the library it belongs to asks for. */
function pinned(
  { name: of, optionalDependencies }: PackageManifest,
  name: string,
): Promise<InstalledPackage> {
  const version = optionalDependencies?.[name];
  if (version === undefined) throw new Error(`${of} has no prebuilt binary ${name}.`);
  return prebuilt(name, version);
}

async function prebuilt(name: string, version: string): Promise<InstalledPackage> {
  const installed = findPackage(name);
  if (installed?.manifest.version === version) return installed;
  const folder = scratch('prebuilt', `${name.replace('/', '-')}-${version}`);
  if (!existsSync(folder)) await fetchPackage(name, version, folder);
  return { folder, manifest: readManifest(folder) };
}

async function fetchPackage(name: string, version: string, folder: string): Promise<void> {
  const work = `${folder}.partial-${process.pid}`;
  mkdirSync(work, { recursive: true });
  try {
    const npm = process.env.npm_execpath;
    const [command, lead] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
    await mustRun(command, [...lead, 'pack', `${name}@${version}`, '--pack-destination', work]);
    const tarball = path.join(work, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
    verify(name, tarball);
    await mustRun('tar', ['-xzf', path.basename(tarball)], { cwd: work });
    renameSync(path.join(work, 'package'), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function verify(name: string, tarball: string): void {
  const lock = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')) as {
    packages: Record<string, { integrity?: string } | undefined>;
  };
  const expected = lock.packages[`node_modules/${name}`]?.integrity;
  const actual = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (actual !== expected)
    throw new Error(`${name}: the fetched package is not the one in package-lock.json.`);
}
