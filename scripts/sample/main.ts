/** Draws the sample dataset: `npm run sample`. The rows are the same on every machine. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderScene } from './render.ts';
import { paintScene } from './rows.ts';
import { rolloutsOf } from './rollouts.ts';
import { scenes } from './scenes/index.ts';

const folder = fileURLToPath(new URL('../../media/sample/', import.meta.url));
const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const painted = scenes.map(paintScene);
const samples = painted.flatMap((scene) => scene.samples);

await fs.rm(path.join(folder, 'images'), { recursive: true, force: true });
await fs.mkdir(path.join(folder, 'images'), { recursive: true });
let bytes = 0;
for (const { scene, canvas } of painted) {
  const image = await renderScene(scene, canvas);
  bytes += image.length;
  await fs.writeFile(path.join(folder, 'images', `${scene.name}.${scene.format}`), image);
}
await fs.writeFile(path.join(folder, 'sample.vqa.jsonl'), lines(samples.map(({ row }) => row)));
await fs.writeFile(
  path.join(folder, 'sample.rollouts.jsonl'),
  lines(samples.flatMap(({ row, question }, index) => rolloutsOf(row, question, index))),
);
console.log(
  `${samples.length} samples on ${painted.length} images, ${(bytes / 1e6).toFixed(2)} MB of images`,
);
