/** Stages onnxruntime-node, sharp and DuckDB for one platform: their JavaScript, their binaries, their licences. */
import { cpSync, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { nativeClosure, type InstalledPackage } from './modules.ts';
import { duckDbPackage, sharpPackages } from './prebuilt.ts';
import { platformAndArch, type Target } from './targets.ts';

/** Types, maps, sources, docs and install scripts: nothing of these is loaded when the package runs. */
const NOT_AT_RUN_TIME =
  /(^|\/)(src|install|script|include)\/|\.d\.[cm]?ts(\.map)?$|\.map$|(^|\/)README\.md$|\.bnf$/;
/** The library and its binding. DirectML, dxcompiler and dxil are loaded on demand, for GPU providers only. */
const ONNX_BINARY = /^(onnxruntime_binding\.node|libonnxruntime\..+|onnxruntime\.dll)$/;
/** Parts of single packages that only their command line or ES module face needs. */
const UNUSED: Readonly<Record<string, RegExp>> = {
  'onnxruntime-node': /^(bin|lib)\//,
  'onnxruntime-common': /^(lib|dist\/esm)\//,
  semver: /^(bin\/|preload\.js$)/,
  sharp: /^lib\//,
};

/**
 * Fills `modules`, a folder `node_modules` beside the bundles, so that their `require` finds them there.
 * Throws where a library ships no binary for the target.
 */
export async function stageNatives(target: Target, modules: string): Promise<void> {
  const closure = nativeClosure();
  for (const installed of closure.values()) copyPackage(installed, modules);
  for (const installed of await sharpPackages(target)) copyPackage(installed, modules);
  copyPackage(await duckDbPackage(target), modules);
  const onnx = closure.get('onnxruntime-node');
  if (onnx !== undefined) copyOnnxBinary(onnx, target, modules);
}

function copyPackage({ folder, manifest }: InstalledPackage, modules: string): void {
  const unused = UNUSED[manifest.name];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
    if (file.startsWith('node_modules/') || NOT_AT_RUN_TIME.test(file) || unused?.test(file) === true)
      continue;
    cpSync(path.join(folder, file), path.join(modules, manifest.name, file));
  }
}

function copyOnnxBinary({ folder, manifest }: InstalledPackage, target: Target, modules: string): void {
  const { platform, arch } = platformAndArch(target);
  const [api = ''] = readdirSync(path.join(folder, 'bin'));
  const place = path.join('bin', api, platform, arch);
  if (!existsSync(path.join(folder, place, 'onnxruntime_binding.node'))) {
    throw new Error(`onnxruntime-node ${manifest.version} ships no binary for ${target}.`);
  }
  for (const file of readdirSync(path.join(folder, place))) {
    if (!ONNX_BINARY.test(file)) continue;
    cpSync(path.join(folder, place, file), path.join(modules, manifest.name, place, file));
  }
}
