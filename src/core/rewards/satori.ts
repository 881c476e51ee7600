import { REFERENCE_CONVENTION, type CoordinateConvention } from '../geometry/coordinates.ts';
import { REWARDS } from './registry.ts';
import type { GroundTruth, RewardName, RewardResult, Trace } from './reward.ts';
import { RewardRunner, type ScoreOptions } from './rewardRunner.ts';
import type { Tracer } from './trace.ts';

export type Scores = Readonly<Record<RewardName, RewardResult>>;

/** Scores completions with SATORI-R1's rewards, as fast again for a caption that it has seen (see RewardRunner). */
export class Scorer {
  private readonly runner: RewardRunner;

  constructor(options: ScoreOptions = {}) {
    this.runner = new RewardRunner(options);
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
    return this.runner.run(REWARDS[name], completion, { truth }, tracer);
  }

  /** One reward with its steps, of which the last says its value or what Python raises. */
  explain(name: RewardName, completion: string, truth: GroundTruth): Trace {
    return this.runner.explain(REWARDS[name], completion, { truth });
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
