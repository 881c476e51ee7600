import { seenSize, TruthScorer, type Attainable, type TruthScoring } from '../attainable.ts';
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
    const attainable = this.asked ? this.score(row, sample, image) : undefined;
    return { coordinates, rewardCoordinates, attainableBelow, attainable };
  }

  /** Whether the attainable reward of every row is looked at. */
  get asked(): boolean {
    return this.options.attainableBelow > 0;
  }

  /** Undefined where the size of the image is not known. */
  score(row: JsonObject, sample: Sample, image: ImageFacts | undefined): Attainable | undefined {
    return this.scorer.score(row, sample, seenSize(sample, image));
  }
}
