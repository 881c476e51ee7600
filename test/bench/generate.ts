/** Dataset files for benchmarks: always the same bytes for the same number of rows, made once and kept. */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { once } from 'node:events';

export const benchFolder = path.resolve('.vscode-test', 'bench');

const OBJECTS = ['cat', 'bus', 'sign', 'menu', 'chart', 'receipt', 'map', 'table', 'door'];
const PLACES = ['on the mat', 'beside the road', 'above the entrance', 'in the lower left corner'];
const ROWS_AT_ONCE = 2000;

/** The path of a JSON Lines dataset with `rows` rows in the published shape, some 300 bytes each. */
export async function datasetFile(rows: number): Promise<string> {
  const file = path.join(benchFolder, `${rows}.vqa.jsonl`);
  if ((await stat(file).catch(() => undefined)) !== undefined) return file;
  await mkdir(benchFolder, { recursive: true });
  const stream = createWriteStream(`${file}.part`);
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, rows - from);
    const text = Array.from({ length: count }, (_, i) => rowText(from + i)).join('');
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  await rename(`${file}.part`, file);
  return file;
}

function rowText(i: number): string {
  const what = OBJECTS[i % OBJECTS.length] ?? '';
  const where = PLACES[i % PLACES.length] ?? '';
  const boxes = Array.from({ length: 1 + (i % 3) }, (_, k) => [
    i % 300,
    20 * k,
    320 + (i % 300),
    20 * k + 200,
  ]);
  const row = {
    messages: [{ role: 'user', content: `<image>What is ${where}, in picture ${i}?` }],
    images: [`images/${i % 5000}.jpg`],
    image_caption: `A ${what} is ${where}. `.repeat(1 + (i % 4)).trim(),
    bboxs: boxes,
    width: 640,
    height: 480,
    possible_answers: [what, `a ${what}`],
  };
  return JSON.stringify(row) + '\n';
}
