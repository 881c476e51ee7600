/**
 * How many rollouts a second the rewards score, on one thread. Two settings: every rollout has a sample of its own, and
 * groups of eight share one, as in GRPO.
 *
 *   npx tsx test/bench/rewards.ts
 */
import { pathToFileURL } from 'node:url';
import { REWARD_NAMES, type GroundTruth, type RewardName } from '../../src/core/rewards/reward.ts';
import { Scorer } from '../../src/core/rewards/satori.ts';

const ROLLOUTS = 12_000;
const GROUP = 8;
const MEAN_WORDS = 32;
const ROUNDS = 5;
/** Long enough for the clock of processor time, which ticks in hundredths of a second. */
const ROUND_SECONDS = 0.5;

interface Rollout {
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

/** Captions of 32 words and 2.5 boxes on average; a prediction differs from its truth in a word out of eight. */
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

/** Rollouts a second of the best round, by the time that the process itself had a processor. */
function rate(rollouts: readonly Rollout[], score: (scorer: Scorer, rollout: Rollout) => void): number {
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage();
    let scored = 0;
    let seconds = 0;
    while (seconds < ROUND_SECONDS) {
      const scorer = new Scorer();
      for (const rollout of rollouts) score(scorer, rollout);
      scored += rollouts.length;
      seconds = process.cpuUsage(start).user / 1e6;
    }
    best = Math.max(best, scored / seconds);
  }
  return best;
}

/** Prints the rates and answers them by name. */
export function run(): Record<string, number> {
  const rates: Record<string, number> = {};
  for (const [setting, groupSize] of [
    ['a sample each', 1],
    [`groups of ${GROUP}`, GROUP],
  ] as const) {
    const rollouts = generate(groupSize);
    const names: readonly (RewardName | 'all four')[] = ['all four', ...REWARD_NAMES];
    for (const name of names) {
      rates[`${name}, ${setting}`] = rate(rollouts, (scorer, { completion, truth }) => {
        if (name === 'all four') scorer.score(completion, truth);
        else scorer.scoreOne(name, completion, truth);
      });
    }
  }
  console.log(`Rewards, ${ROLLOUTS.toLocaleString('en')} rollouts on one thread, in rollouts a second`);
  for (const [name, value] of Object.entries(rates)) {
    console.log(`  ${name.padEnd(26)} ${Math.round(value).toLocaleString('en').padStart(12)}`);
  }
  return rates;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) run();
