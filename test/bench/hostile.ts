/** How long the rewards take for completions of a megabyte that were made to be slow. */
import { REWARD_NAMES, type GroundTruth } from '../../src/core/rewards/reward.ts';
import { Scorer } from '../../src/core/rewards/satori.ts';

const SIZE = 1_000_000;
const ROUNDS = 15;
const GOAL = 50;
const TRUTH: GroundTruth = {
  image_caption: 'A tall nurse is holding two oranges near the harbor. Mr. Smith is reading behind a ladder.',
  bboxs: [[10, 20, 100, 200], [50, 60, 300, 310]], // prettier-ignore
  width: 640,
  height: 480,
  possible_answers: ['cat'],
};

const repeated = (piece: string): string => piece.repeat(SIZE / piece.length);
const caption = (inner: string): string => `<caption>${inner}</caption>`;
const bbox = (inner: string): string => `<bbox>${inner}</bbox>`;
const different = (length: number): string =>
  Array.from({ length: SIZE / (length + 1) }, (_, at) => at.toString(36).padStart(length, 'a')).join(' ');
const scattered = (): string =>
  Array.from({ length: SIZE / 24 }, (_, at) =>
    JSON.stringify([7, 11, 13, 17].map((step) => (at * step * 7919) % 99_991)),
  ).join(',');

const COMPLETIONS: Readonly<Record<string, string>> = {
  'opening tags': repeated('<caption><bbox><answer>'),
  'captions that end': `<caption>${repeated('</caption> <bbox> [')}`,
  'boxes that end': `<caption></caption><bbox>[[${repeated(']]')}`,
  'answers that go on': `<caption></caption><bbox>[[]]</bbox><answer>${repeated('</answer> x')}`,
  'a caption of one word': caption(repeated('a')),
  'a caption of equal words': caption(repeated('dog ')),
  'a caption of different words': caption(different(4)),
  'a caption of long different words': caption(different(9)),
  'a caption of periods': caption(repeated('. ')),
  'a caption of apostrophes': caption(repeated("d'ye-")),
  'a caption of Chinese': caption(repeated('中文。')),
  'open brackets': bbox(repeated('[')),
  'deep brackets': bbox(`[${repeated(`${'('.repeat(190)}1${')'.repeat(190)},`)}]`),
  'a number of many digits': bbox(`[[${repeated('1')},2,3,4]]`),
  'many numbers': bbox(`[${repeated('1,')}]`),
  'many strings': bbox(`[${repeated('"a",')}]`),
  'many operators': bbox(`[${repeated('1+1,')}]`),
  'many equal boxes': bbox(`[${repeated('[10,20,30,40],')}]`),
  'many different boxes': bbox(`[${scattered()}]`),
};

export function run(): void {
  console.log(
    `All four rewards on a megabyte of …, in ms of processor time, the best of ${ROUNDS} (goal: under ${GOAL})`,
  );
  for (const [name, completion] of Object.entries(COMPLETIONS)) {
    let best = Infinity;
    let first = NaN;
    for (let round = 0; round < ROUNDS; round++) {
      const scorer = new Scorer();
      const start = process.cpuUsage();
      for (const reward of REWARD_NAMES) scorer.scoreOne(reward, completion, TRUTH);
      const took = process.cpuUsage(start).user / 1000;
      if (round === 0) first = took;
      best = Math.min(best, took);
    }
    console.log(`  ${name.padEnd(36)} ${best.toFixed(1).padStart(8)}  (the first time ${first.toFixed(1)})`);
  }
}
