/**
 * What the ground truth of a sample, written as a completion, scores: no policy can be taught to do better. Where
 * that is less than a reward can give, the annotation and the reward do not fit each other.
 */
import { writeCompletion } from './completion.ts';
import type { ColumnSettings } from './columns.ts';
import type { CoordinateConvention } from './geometry/coordinates.ts';
import { ResizeError, type Size } from './geometry/smartResize.ts';
import type { JsonObject } from './json.ts';
import { scratchCompletion, type Truth } from './perturb.ts';
import { groundTruthOf } from './rewards/groundTruth.ts';
import { RewardRunner, type ScoredSample } from './rewards/rewardRunner.ts';
import type { RewardError } from './rewards/reward.ts';
import type { ChosenReward } from './rewards/selection.ts';
import type { Sample } from './sample.ts';
import { strip } from './text/whitespace.ts';
import type { ImageFacts } from './validate/rule.ts';

export interface TruthScoring {
  /** Of the boxes that the model writes. */
  readonly coordinates: CoordinateConvention;
  /** Of the boxes as the reward reads them. */
  readonly rewardCoordinates: CoordinateConvention;
  readonly rewards: readonly ChosenReward[];
  readonly columns?: ColumnSettings;
}

export interface AttainableReward {
  readonly name: string;
  /** The name of the built-in. */
  readonly builtIn: string;
  /** Null where the reward fails. */
  readonly value: number | null;
  readonly error?: RewardError;
  /** `value` within what the reward can give at all, 0 to 1; 0 where it fails. */
  readonly share: number;
}

export interface Attainable {
  readonly completion: string;
  readonly rewards: readonly AttainableReward[];
  /** Weighted; null where no reward has a value. */
  readonly total: number | null;
}

/**
 * Scores the ground truths of a dataset under one choice of rewards. They are written in SATORI's tags; where a
 * reward looks at tags of its own, also with a thought before these, and as a thought and an answer alone: the
 * form with the highest total counts.
 */
export class TruthScorer {
  private readonly runner: RewardRunner;
  private readonly rewards: readonly ChosenReward[];
  /** Whether a reward asks for other tags than SATORI's. */
  private readonly otherTags: boolean;

  constructor(private readonly scoring: TruthScoring) {
    this.runner = new RewardRunner({ coordinates: scoring.rewardCoordinates });
    this.rewards = scoring.rewards.filter(({ builtIn }) => !BEYOND_TRUTH.includes(builtIn));
    this.otherTags = this.rewards.some(({ builtIn }) => builtIn === 'tagFormat');
  }

  /** Undefined without the size of the image, in which the boxes would be written. */
  score(row: JsonObject, sample: Sample, size: Size | undefined): Attainable | undefined {
    if (size === undefined) return undefined;
    const truth = truthOf(sample, size);
    const scored = { truth: groundTruthOf(row, this.scoring.columns), row };
    const tagged = truthCompletion(truth, this.scoring.coordinates);
    const inTags = this.scoreOne(tagged, scored);
    if (!this.otherTags) return inTags;
    const thought = `<think>${truth.caption}</think>\n`;
    return [`${thought}${tagged}`, `${thought}<answer>${truth.answer}</answer>`]
      .map((completion) => this.scoreOne(completion, scored))
      .reduce((best, other) => ((other.total ?? 0) > (best.total ?? 0) ? other : best), inTags);
  }

  private scoreOne(completion: string, scored: ScoredSample): Attainable {
    let total: number | null = null;
    const rewards = this.rewards.map(({ name, builtIn, weight, range, reward }) => {
      const { value, error } = this.runner.run(reward, completion, scored);
      if (value !== null) total = (total ?? 0) + weight * value;
      return {
        name,
        builtIn,
        value,
        ...(error === undefined ? {} : { error }),
        share: shareOf(value, range),
      };
    });
    return { completion, rewards, total };
  }
}

/** What these reward is in no column of the ground truth: a point, a formula, an action. */
const BEYOND_TRUTH: readonly string[] = ['pointInBox', 'generalPoints', 'virlAction'];

/** The size that a model sees an image in: the file's, else what the row says. */
export function seenSize(sample: Sample, image: ImageFacts | undefined): Size | undefined {
  if (image?.kind === 'ok') return { width: image.width, height: image.height };
  return toldSize(sample);
}

/** The size that a reward scales boxes from: the row's own, whatever its image file has. */
export function toldSize(sample: Sample): Size | undefined {
  const width = sample.width.value;
  const height = sample.height.value;
  if (width === undefined || height === undefined || !(width > 0 && height > 0)) return undefined;
  return { width, height };
}

/** The parts of a sample that a completion repeats. `size` is that of the upright image in pixels. */
export function truthOf(sample: Sample, size: Size): Truth {
  return {
    caption: sample.caption.value,
    boxes: sample.boxes.value.filter((box) => box?.every(Number.isFinite) === true) as Truth['boxes'],
    answer: bestAnswer(sample.answers.value),
    size,
  };
}

/**
 * The answer that scores most: the one given most often, for the rewards that count annotators, and of those the
 * first that a completion can hold as it is, since the spaces at its ends are lost there.
 */
function bestAnswer(answers: readonly string[]): string {
  const times = new Map<string, number>();
  for (const answer of answers) times.set(answer, (times.get(answer) ?? 0) + 1);
  const worth = (answer: string): number =>
    answer === strip(answer) ? answers.length + (times.get(answer) ?? 0) : (times.get(answer) ?? 0);
  return answers.reduce((best, answer) => (worth(answer) > worth(best) ? answer : best), answers[0] ?? '');
}

/** In original pixels where the image cannot be resized, so that the other rewards are still scored. */
function truthCompletion(truth: Truth, coordinates: CoordinateConvention): string {
  try {
    return scratchCompletion(truth, 'truth', coordinates);
  } catch (error) {
    if (error instanceof ResizeError) return writeCompletion(truth);
    throw error;
  }
}

function shareOf(value: number | null, [least, most]: readonly [number, number]): number {
  if (value === null) return 0;
  return most > least ? (value - least) / (most - least) : 1;
}
