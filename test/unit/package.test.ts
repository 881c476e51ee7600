import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { contentProblems } from '../../scripts/package/contents.ts';
import { mustFindPackage } from '../../scripts/package/modules.ts';
import { stageNatives } from '../../scripts/package/natives.ts';
import { isUpToDate } from '../../scripts/package/notices.ts';
import { hostTarget, parseTarget, platformAndArch, TARGETS } from '../../scripts/package/targets.ts';
import { listZip } from '../../scripts/package/zip.ts';
import { storedZip } from './packageZip.ts';

const folders: string[] = [];
/** Outside the project, where nothing can be found in its `node_modules` by accident. */
const temporary = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'vqa-verify-test-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const NATIVES = 'extension/dist/node_modules';
/** What a good package for Linux on x64 holds, a file of each kind. */
const GOOD = [
  'extension.vsixmanifest',
  '[Content_Types].xml',
  'extension/package.json',
  'extension/readme.md',
  'extension/LICENSE.txt',
  'extension/THIRD_PARTY_NOTICES.md',
  'extension/dist/extension.cjs',
  'extension/dist/model.mjs',
  'extension/dist/query.mjs',
  'extension/dist/cli.js',
  'extension/dist/indexWorker.cjs',
  'extension/dist/datasetWorker.cjs',
  'extension/dist/rolloutsWorker.cjs',
  'extension/dist/scoreWorker.mjs',
  'extension/dist/runner.mjs',
  'extension/dist/runnerHooks.mjs',
  'extension/dist/runner/main.py',
  'extension/dist/runner/vqa_verify_runner/service.py',
  'extension/dist/webview/dataset.js',
  'extension/dist/webview/rollouts.js',
  'extension/dist/models/ppocr-det.onnx',
  'extension/media/sample/sample.vqa.jsonl',
  'extension/media/sample/images/menu.png',
  `${NATIVES}/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node`,
  `${NATIVES}/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1`,
  `${NATIVES}/@img/sharp-linux-x64/lib/sharp-linux-x64-0.35.5.node`,
  `${NATIVES}/@img/sharp-libvips-linux-x64/lib/libvips-cpp.so.8.18.7`,
  `${NATIVES}/@duckdb/node-bindings-linux-x64/duckdb.node`,
  `${NATIVES}/@duckdb/node-bindings-linux-x64/libduckdb.so`,
];

describe('the list of what a package may hold', () => {
  it('lets a good package pass', () => {
    expect(contentProblems(GOOD, 'linux-x64')).toEqual([]);
  });

  it.each([
    'extension/dist/extension.cjs.map',
    'extension/src/host/extension.ts',
    'extension/.npmrc',
    'extension/dist/models/.centernet.sha256',
    `${NATIVES}/onnxruntime-node/bin/napi-v6/darwin/arm64/onnxruntime_binding.node`,
    `${NATIVES}/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so`,
    `${NATIVES}/@img/sharp-win32-x64/lib/sharp-win32-x64-0.35.5.node`,
    `${NATIVES}/global-agent/index.js`,
    `${NATIVES}/@duckdb/node-bindings-linux-x64-musl/duckdb.node`,
  ])('refuses %s', (extra) => {
    expect(contentProblems([...GOOD, extra], 'linux-x64')).toEqual([
      `${extra} does not belong in the package.`,
    ]);
  });

  it.each(GOOD.filter((file) => !/readme|xml|vsixmanifest/.test(file)))('misses %s', (gone) => {
    const rest = GOOD.filter((file) => file !== gone);
    expect(contentProblems(rest, 'linux-x64')).toHaveLength(1);
  });

  it('refuses the package of another platform', () => {
    expect(contentProblems(GOOD, 'win32-x64')).not.toEqual([]);
  });
});

describe('the libraries with platform binaries', () => {
  it('are there for every target', () => {
    const sharp = mustFindPackage('sharp').manifest;
    const duckdb = mustFindPackage('@duckdb/node-bindings').manifest;
    const onnx = path.join(mustFindPackage('onnxruntime-node').folder, 'bin');
    for (const target of TARGETS) {
      const { platform, arch } = platformAndArch(target);
      expect(sharp.optionalDependencies).toHaveProperty([`@img/sharp-${target}`], sharp.version);
      expect(duckdb.optionalDependencies).toHaveProperty([`@duckdb/node-bindings-${target}`], duckdb.version);
      const api = readdirSync(onnx)[0] ?? '';
      expect(existsSync(path.join(onnx, api, platform, arch, 'onnxruntime_binding.node')), target).toBe(true);
    }
  });

  it('are staged so that a script beside them can load them, and nothing else is', async () => {
    const dist = path.join(temporary(), 'dist');
    await stageNatives(hostTarget(), path.join(dist, 'node_modules'));
    const script = path.join(dist, 'load.mjs');
    writeFileSync(
      script,
      `import sharp from 'sharp';
       import ort from 'onnxruntime-node';
       import duckdb from '@duckdb/node-bindings';
       const pixels = await sharp({ create: { width: 4, height: 2, channels: 3, background: 'red' } }).raw().toBuffer();
       console.log(JSON.stringify([pixels.length, typeof ort.InferenceSession.create, duckdb.library_version()]));`,
    );
    const output = execFileSync(process.execPath, [script], { encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual([24, 'function', expect.stringMatching(/^v1\./) as string]);

    const files = readdirSync(path.join(dist, 'node_modules'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(dist, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
    const problems = contentProblems(
      files.map((file) => `extension/dist/${file}`),
      hostTarget(),
    );
    expect(problems.filter((problem) => problem.includes('does not belong'))).toEqual([]);
  });
});

describe('targets', () => {
  it('are named in the refusal of another one', () => {
    expect(() => parseTarget('linux-riscv64')).toThrow(/"linux-riscv64".*linux-x64, linux-arm64/);
  });
});

describe('listZip', () => {
  it('reads names and sizes of an archive with a comment', () => {
    const file = path.join(temporary(), 'a.zip');
    const files = { 'a.txt': 'hello', 'folder/é.json': '{}' };
    writeFileSync(file, storedZip(files, 'a comment'));
    expect(listZip(file)).toEqual([
      { path: 'a.txt', compressed: 5, size: 5 },
      { path: 'folder/é.json', compressed: 2, size: 2 },
    ]);
  });

  it('refuses what is no archive', () => {
    const file = path.join(temporary(), 'b.zip');
    writeFileSync(file, 'no archive, but longer than the record that ends one');
    expect(() => listZip(file)).toThrow(/is no ZIP archive/);
  });
});

describe('THIRD_PARTY_NOTICES.md', () => {
  it('covers the libraries of this very build', async () => {
    expect(await isUpToDate(), 'run npx tsx scripts/package/notices.ts').toBe(true);
  });
});
