import type { CoordinateConvention } from '../geometry/coordinates.ts';
import type { Json, JsonObject } from '../json.ts';
import type { CaptionReferences } from './captionReferences.ts';
import type { TraceStep, Tracer } from './trace.ts';

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
  /** The whole row, for rewards that read more columns than SATORI-R1's do. */
  readonly row?: JsonObject;
}

/** A reward is a pure function of a completion and its sample's ground truth. */
export interface Reward<Name extends string = string> {
  readonly name: Name;
  /** Where it is defined: for SATORI-R1 the class in its plugin.py, under which trainers log it. */
  readonly source: string;
  /** The columns it reads besides the completion. */
  readonly columns: readonly string[];
  /** Tells a tracer every step where one is given. Throws PythonError where the reference raises. */
  score(input: RewardInput, tracer?: Tracer): Score;
}

/** A reward's value, 0 to 1 unless the reward says otherwise, with what it is made of. */
export interface Score {
  readonly value: number;
  readonly components?: Readonly<Record<string, number>>;
}

/** How a reward came to its value or its error, step by step. */
export interface Trace {
  readonly steps: readonly TraceStep[];
  readonly result: RewardResult;
}
