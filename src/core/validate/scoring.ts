import { seenSize, TruthScorer, type TruthScoring } from '../attainable.ts';
import type { JsonObject } from '../json.ts';
import type { Sample } from '../sample.ts';
import type { ImageFacts, ScoringFacts } from './rule.ts';

/** How the samples of a dataset are to be trained on, as far as rules look at it. */
export interface ScoringOptions extends TruthScoring {
  /** The part of each reward that the ground truth must reach, 0 to 1; 0 asks for nothing. */
  readonly attainableBelow: number;
}

/** Finds out what the rules about scoring look at. */
export class Scoring {
  private readonly scorer: TruthScorer;

  constructor(private readonly options: ScoringOptions) {
    this.scorer = new TruthScorer(options);
  }

  facts(row: JsonObject, sample: Sample, image: ImageFacts | undefined): ScoringFacts {
    const { coordinates, rewardCoordinates, attainableBelow } = this.options;
    const asked = attainableBelow > 0;
    return {
      coordinates,
      rewardCoordinates,
      attainableBelow,
      attainable: asked ? this.scorer.score(row, sample, seenSize(sample, image)) : undefined,
    };
  }
}
