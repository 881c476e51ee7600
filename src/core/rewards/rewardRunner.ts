import { REFERENCE_CONVENTION, type CoordinateConvention } from '../geometry/coordinates.ts';
import type { JsonObject } from '../json.ts';
import { CaptionReferences } from './captionReferences.ts';
import { PythonError } from './pythonError.ts';
import type { GroundTruth, Reward, RewardResult, Trace } from './reward.ts';
import { internalError, ScoringError } from './scoringError.ts';
import { failedStep, raisedStep, Tracer } from './trace.ts';

export interface ScoreOptions {
  /** The space that the reward takes predicted boxes to be in; by default what SATORI-R1 assumes. */
  readonly coordinates?: CoordinateConvention;
}

/** What a completion is scored against. */
export interface ScoredSample {
  readonly truth: GroundTruth;
  /** The whole row, for rewards that read columns of their own. */
  readonly row?: JsonObject | undefined;
}

/**
 * Runs rewards and remembers the tokens of the true captions it has seen: a second completion of a sample, or the
 * next move of a dragged box, costs a few microseconds.
 */
export class RewardRunner {
  private readonly captions = new CaptionReferences();
  private readonly coordinates: CoordinateConvention;

  constructor(options: ScoreOptions = {}) {
    this.coordinates = options.coordinates ?? REFERENCE_CONVENTION;
  }

  /**
   * A reward's value or its error; steps are told to a tracer where one is given. Never throws: what no reward foresaw,
   * such as a stack that overflows, is an InternalError of this reward and row alone.
   */
  run(reward: Reward, completion: string, sample: ScoredSample, tracer?: Tracer): RewardResult {
    const { truth, row } = sample;
    const { coordinates, captions } = this;
    try {
      return reward.score(
        row === undefined
          ? { completion, truth, coordinates, captions }
          : { completion, truth, coordinates, captions, row },
        tracer,
      );
    } catch (error) {
      const { type, message } = error instanceof ScoringError ? error : internalError(error);
      tracer?.step((error instanceof PythonError ? raisedStep : failedStep)({ type, message }));
      return { value: null, error: { type, message } };
    }
  }

  /** A reward with its steps, of which the last says its value or why it has none. */
  explain(reward: Reward, completion: string, sample: ScoredSample): Trace {
    const tracer = new Tracer();
    const result = this.run(reward, completion, sample, tracer);
    return { steps: tracer.steps, result };
  }
}
