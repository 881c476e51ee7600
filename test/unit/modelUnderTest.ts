/** The real model process with the real models, built once for the tests that fork it. */
import { build } from 'esbuild';
import { mkdir, mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { bundles } from '../../scripts/lib/bundles.ts';
import { stageModels } from '../../scripts/models/stage.ts';
import type { Canvas } from '../../scripts/sample/draw/canvas.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface ModelUnderTest {
  /** As `dist/`: `model.mjs` and `models/`. */
  readonly dist: string;
  readonly entry: string;
  readonly modelsDir: string;
  /** An empty folder of this run. */
  readonly scratch: string;
}

/** Builds inside the project, for the bundle finds its native packages in the project's node_modules. */
export async function buildModelUnderTest(): Promise<ModelUnderTest> {
  const dist = path.join(ROOT, '.vscode-test/models-under-test');
  await stageModels(dist);
  const scratch = await mkdtemp(path.join(dist, 'run-'));
  const bundle = bundles().find(({ outfile }) => outfile === 'model.mjs');
  if (bundle === undefined) throw new Error('there is no bundle of the model process');
  const entry = path.join(dist, 'model.mjs');
  await build({
    bundle: true,
    absWorkingDir: ROOT,
    entryPoints: [bundle.entry],
    outfile: entry,
    ...bundle.options,
  });
  await mkdir(scratch, { recursive: true });
  return { dist, entry, modelsDir: path.join(dist, 'models'), scratch };
}

export async function savePng(canvas: Canvas, file: string): Promise<string> {
  await sharp(Buffer.from(canvas.svg())).flatten({ background: '#fff' }).png().toFile(file);
  return file;
}
