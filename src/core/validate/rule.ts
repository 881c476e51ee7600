import type { Attainable } from '../attainable.ts';
import type { CoordinateConvention } from '../geometry/coordinates.ts';
import type { JsonObject, JsonPath } from '../json.ts';
import type { Sample } from '../sample.ts';
import type { Severity } from './problem.ts';

/** How an image file is broken behind its header. */
export type ImageDamage = 'truncated' | 'checksum';

/** What was found out about a sample's image file, once, for every rule. */
export type ImageFacts =
  | {
      readonly kind: 'ok';
      /** Of the upright image, in pixels. */
      readonly width: number;
      readonly height: number;
      /** Undefined where nothing was found; not everything is looked at. */
      readonly damage: ImageDamage | undefined;
      readonly animated: boolean;
    }
  | { readonly kind: 'missing'; readonly message: string }
  /** There is a file, but no image can be read from it. */
  | { readonly kind: 'broken'; readonly message: string };

/** How the samples are to be trained on, and what that makes of this one. */
export interface ScoringFacts {
  /** Of the boxes that the model writes. */
  readonly coordinates: CoordinateConvention;
  /** Of the boxes as the reward reads them. */
  readonly rewardCoordinates: CoordinateConvention;
  /** The part of each reward that the ground truth must reach, 0 to 1; 0 asks for nothing. */
  readonly attainableBelow: number;
  /** Undefined where it was not asked for, or cannot be told. */
  readonly attainable?: Attainable | undefined;
}

export interface RuleInput {
  readonly row: JsonObject;
  readonly sample: Sample;
  /** Undefined where nobody looked, e.g. at an image on the web. */
  readonly image: ImageFacts | undefined;
  /** Undefined where only the annotation itself is checked. */
  readonly scoring?: ScoringFacts | undefined;
}

export interface Finding {
  readonly severity: Severity;
  readonly message: string;
  readonly path?: JsonPath;
}

/** One thing that can be wrong with a row. Pure: what it needs to know of the world is in its input. */
export interface Rule {
  /** Kebab case; part of what `vqa-verify validate` prints. */
  readonly name: string;
  check(input: RuleInput): readonly Finding[];
}
