import type { CoordinateConvention } from '../geometry/coordinates.ts';
import type { Json } from '../json.ts';
import type { CaptionReferences } from './captionReferences.ts';

/** The columns that the rewards read, raw, because Python's behaviour depends on their very types. */
export interface GroundTruth {
  readonly image_caption: Json | undefined;
  /** Boxes in original pixels of the upright image. */
  readonly bboxs: Json | undefined;
  readonly width: Json | undefined;
  readonly height: Json | undefined;
  readonly possible_answers: Json | undefined;
}

/** Where the Python raises: its exception type, and what in the data caused it. */
export interface RewardError {
  readonly type: string;
  readonly message: string;
}

/** A failed reward and a zero are different things: exactly one of `value` and `error` is set. */
export type RewardResult =
  | {
      readonly value: number;
      readonly components?: Readonly<Record<string, number>>;
      readonly error?: undefined;
    }
  | { readonly value: null; readonly error: RewardError; readonly components?: undefined };

/** The rewards of SATORI-R1, in the order in which people see them. */
export const REWARD_NAMES = ['format', 'caption', 'bbox', 'answer'] as const;
export type RewardName = (typeof REWARD_NAMES)[number];

export interface RewardInput {
  readonly completion: string;
  readonly truth: GroundTruth;
  /** The space that predicted boxes are taken to be in. */
  readonly coordinates: CoordinateConvention;
  /** Reference captions, tokenized once. */
  readonly captions: CaptionReferences;
}

/** A reward is a pure function of a completion and its sample's ground truth. */
export interface Reward {
  readonly name: RewardName;
  /** The class in SATORI-R1's plugin.py, under which trainers log it. */
  readonly source: string;
  /** The columns it reads besides the completion. */
  readonly columns: readonly (keyof GroundTruth)[];
  /** Throws PythonError where the reference raises. */
  score(input: RewardInput): Score;
}

/** A reward's value, 0 to 1, with what it is made of. */
export interface Score {
  readonly value: number;
  readonly components?: Readonly<Record<string, number>>;
}
