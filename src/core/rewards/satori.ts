import { REFERENCE_CONVENTION, type CoordinateConvention } from '../geometry/coordinates.ts';
import { CaptionReferences } from './captionReferences.ts';
import { PythonError } from './pythonError.ts';
import { REWARDS } from './registry.ts';
import { REWARD_NAMES, type GroundTruth, type RewardName, type RewardResult, type Trace } from './reward.ts';
import { raisedStep, Tracer } from './trace.ts';

export interface ScoreOptions {
  /** The space that the reward takes predicted boxes to be in; by default what SATORI-R1 assumes. */
  readonly coordinates?: CoordinateConvention;
}

export type Scores = Readonly<Record<RewardName, RewardResult>>;

/**
 * Scores completions and remembers the tokens of the true captions it has seen: a second completion of a sample, or
 * the next move of a dragged box, costs a few microseconds.
 */
export class Scorer {
  private readonly captions = new CaptionReferences();
  private readonly coordinates: CoordinateConvention;

  constructor(options: ScoreOptions = {}) {
    this.coordinates = options.coordinates ?? REFERENCE_CONVENTION;
  }

  /** All four rewards. */
  score(completion: string, truth: GroundTruth): Scores {
    return {
      format: this.scoreOne('format', completion, truth),
      caption: this.scoreOne('caption', completion, truth),
      bbox: this.scoreOne('bbox', completion, truth),
      answer: this.scoreOne('answer', completion, truth),
    };
  }

  /** One reward. */
  scoreOne(name: RewardName, completion: string, truth: GroundTruth, tracer?: Tracer): RewardResult {
    const input = { completion, truth, coordinates: this.coordinates, captions: this.captions };
    try {
      return REWARDS[name].score(input, tracer);
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      return { value: null, error: { type: error.type, message: error.message } };
    }
  }

  /** One reward with its steps, of which the last says its value or what Python raises. */
  explain(name: RewardName, completion: string, truth: GroundTruth): Trace {
    const tracer = new Tracer();
    const result = this.scoreOne(name, completion, truth, tracer);
    if (result.error !== undefined) tracer.step(raisedStep(result.error));
    return { steps: tracer.steps, result };
  }
}

const scorers = new Map<CoordinateConvention, Scorer>();

/** All four rewards, with a scorer shared by every caller that asks for the same coordinates. */
export function scoreSatori(completion: string, truth: GroundTruth, options: ScoreOptions = {}): Scores {
  const coordinates = options.coordinates ?? REFERENCE_CONVENTION;
  const scorer = scorers.get(coordinates) ?? new Scorer({ coordinates });
  scorers.set(coordinates, scorer);
  return scorer.score(completion, truth);
}

/** The sum of the rewards that have a value, null where none has: a failed reward is left out, as in GRPO. */
export function total(scores: Readonly<Partial<Record<RewardName, RewardResult>>>): number | null {
  const values = REWARD_NAMES.map((name) => scores[name]?.value ?? null).filter((value) => value !== null);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}
