/**
 * How long a dump of rollouts takes to its first rollout on screen, and until all of them are linked and scored again;
 * and the memory that takes, which must stay under 600 MB.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { once } from 'node:events';
import path from 'node:path';
import { Run } from '../../src/node/rollouts/run/run.ts';
import type { RunState } from '../../src/protocol/rollouts.ts';
import { benchFolder, datasetFile } from './generate.ts';
import { CALL, RUN_SETTINGS } from '../support/settings.ts';

export const SAMPLES = 12_000;
const GROUP = 8;
export const SIZES = [10_000, 1_000_000];
export async function run(): Promise<void> {
  const dataset = await datasetFile(SAMPLES);
  for (const size of SIZES) {
    const { first, read, all, memory } = await measure(await dumpFile(size), dataset);
    const [name, rate] = [size.toLocaleString('en'), Math.round(size / (all / 1000)).toLocaleString('en')];
    console.log(
      `${name} rollouts: first after ${Math.round(first)} ms, all read after ${(read / 1000).toFixed(1)} s, ` +
        `linked and scored after ${(all / 1000).toFixed(1)} s (${rate}/s), ${Math.round(memory / 1e6)} MB`,
    );
  }
}

async function measure(file: string, dataset: string) {
  const started = performance.now();
  const since = (): number => performance.now() - started;
  let [first, read, memory] = [0, 0, 0];
  let finish: (state: RunState) => void = () => undefined;
  const finished = new Promise<RunState>((resolve) => (finish = resolve));
  const opened = new Run((_name, state) => {
    memory = Math.max(memory, process.memoryUsage().rss);
    if (state.groups > 0 && first === 0) first = since();
    if (!state.reading && read === 0) read = since();
    if (state.failure !== undefined || (!state.reading && state.judged === state.rollouts)) finish(state);
  });
  await opened.handlers.open({ path: file, dataset, settings: RUN_SETTINGS }, CALL);
  const { failure } = await finished;
  const all = since();
  await opened.close();
  if (failure !== undefined) throw new Error(failure);
  return { first, read, all, memory };
}

/** Rollouts as ms-swift's Ray trainers log them, a row each: some 550 bytes, made once and kept. */
export async function dumpFile(count: number): Promise<string> {
  const file = path.join(benchFolder, `${count}.rollouts.jsonl`);
  if ((await stat(file).catch(() => undefined)) !== undefined) return file;
  await mkdir(benchFolder, { recursive: true });
  const stream = createWriteStream(`${file}.part`);
  for (let from = 0; from < count; from += GROUP) {
    const text = Array.from({ length: GROUP }, (_, i) => rolloutText(from + i)).join('');
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  await rename(`${file}.part`, file);
  return file;
}

const PLACES = ['on the mat', 'beside the road', 'above the entrance', 'in the lower left corner'];

/** Its questions are those of `datasetFile`. */
function rolloutText(i: number): string {
  const sample = Math.floor(i / GROUP) % SAMPLES;
  const [place, spread] = [PLACES[sample % PLACES.length] ?? '', (i * 37) % 100];
  const question = `What is ${place}, in picture ${sample}?`;
  const completion = `<caption>A cat is ${place} of picture ${sample}, with ${spread} other things.</caption> <bbox>[[${spread},0,320,200]]</bbox> <answer>${spread % 4 === 0 ? 'cat' : 'dog'}</answer>`;
  const row = {
    step: 1 + Math.floor(i / (8 * GROUP)),
    prompt: `<|im_start|>user\n<|vision_start|><|image_pad|><|vision_end|>${question} Describe the picture in <caption>, then give boxes in <bbox> and the answer in <answer>.<|im_end|>\n<|im_start|>assistant\n`,
    completion,
    Format: 1,
    CaptionAccuracy: spread / 100,
    BoundingBoxAccuracy: spread / 200,
    VQAAccuracy: spread % 4 === 0 ? 1 : 0,
    advantages: (spread - 50) / 50,
  };
  return `${JSON.stringify(row)}\n`;
}
