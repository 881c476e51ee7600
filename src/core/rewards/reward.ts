import type { Json } from '../json.ts';

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
