/** What the rewards are timed on: always the same rollouts, with captions that all differ. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { GroundTruth } from '../../src/core/rewards/reward.ts';
import { benchFolder } from './generate.ts';

export const ROLLOUTS = 12_000;
const MEAN_WORDS = 32;

export interface Rollout {
  readonly completion: string;
  readonly truth: GroundTruth;
}

const NOUNS =
  'rider cake window ladder garden shop nurse harbor street oranges classroom trucks keyboard'.split(' ');
const VERBS = 'holding catching standing reading carrying looking jumping swimming cleaning walking'.split(
  ' ',
);
const ADJECTIVES = 'tall yellow quiet young colorful dry dirty plain sunny small wooden bright'.split(' ');
const SMALL = "the a is in of with next to near and doesn't there are behind mr. Harbor's some two 12".split(
  ' ',
);

/** Mulberry32: a small generator, so that every run scores the same rollouts. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Captions of 32 words and 2.5 boxes on average; a prediction differs from its truth in a word out of eight. So many
 * rollouts in turn share one sample, as in GRPO.
 */
export function generate(groupSize: number): Rollout[] {
  const next = random(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const word = (): string => pick(pick([NOUNS, VERBS, ADJECTIVES, SMALL, SMALL]));
  const sentence = (words: readonly string[]): string => {
    const text = words.map((item, at) => item + (at % 11 === 10 ? '.' : at % 7 === 5 ? ',' : '')).join(' ');
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  };
  const side = (): number => 300 + Math.floor(next() * 1700);
  const rollouts: Rollout[] = [];
  for (let sample = 0; rollouts.length < ROLLOUTS; sample++) {
    const words = Array.from({ length: MEAN_WORDS - 13 + Math.floor(next() * 27) }, word);
    // A number makes every caption unlike the others.
    const numbered = [...words.slice(1), `number ${sample}`];
    const [width, height] = [side(), side()];
    const bboxs = Array.from({ length: 1 + Math.floor(next() * 4) }, () => {
      const [x, y] = [Math.floor((next() * width) / 2), Math.floor((next() * height) / 2)];
      return [x, y, x + 40 + Math.floor(next() * 200), y + 40 + Math.floor(next() * 200)];
    });
    const answers = [pick(NOUNS), pick(ADJECTIVES)];
    const truth = { image_caption: sentence(numbered), bboxs, width, height, possible_answers: answers };
    for (let member = 0; member < groupSize; member++) {
      const said = numbered.map((item) => (next() < 1 / 8 ? word() : item));
      const boxes = bboxs.map((box) => box.map((value) => Math.round(value * (0.9 + next() * 0.2))));
      const tags = [`<caption>${sentence(said)}</caption>`, `<bbox>${JSON.stringify(boxes)}</bbox>`];
      rollouts.push({ completion: `${tags.join(' ')} <answer>${pick(answers)}</answer>`, truth });
    }
  }
  return rollouts.slice(0, ROLLOUTS);
}

/** The path of the rollouts, each with a sample of its own, as lines of JSON, so many times over; made once. */
export async function rolloutsFile(times: number): Promise<string> {
  const file = path.join(benchFolder, `rollouts-${times}.jsonl`);
  if ((await stat(file).catch(() => undefined)) !== undefined) return file;
  await mkdir(benchFolder, { recursive: true });
  const lines = generate(1).map(({ completion, truth }, at) =>
    JSON.stringify({
      messages: [{ role: 'user', content: `<image>What is in picture ${at}?` }],
      images: [`images/${at % 5000}.jpg`],
      ...truth,
      completion,
    }),
  );
  const text = `${lines.join('\n')}\n`;
  const stream = createWriteStream(`${file}.part`);
  for (let time = 0; time < times; time++) if (!stream.write(text)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'finish');
  await rename(`${file}.part`, file);
  return file;
}
