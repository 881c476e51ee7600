import type { Attention } from '../../attention/attention.ts';
import type { ColumnSettings } from '../../columns.ts';
import { parseCompletion, type ParsedCompletion } from '../../completion.ts';
import { toOriginal, type CoordinateConvention } from '../../geometry/coordinates.ts';
import { ResizeError, type Size } from '../../geometry/smartResize.ts';
import type { JsonObject } from '../../json.ts';
import { readSample } from '../../readSample.ts';
import type { RewardError } from '../../rewards/reward.ts';
import type { Box, Sample } from '../../sample.ts';
import type { ExpectedAdvantage } from '../fittedAdvantages.ts';
import type { Rollout } from '../rollout.ts';

/** The space that boxes are written in, and the one that the reward takes them to be in. */
export interface Spaces {
  readonly coordinates: CoordinateConvention;
  readonly rewardCoordinates: CoordinateConvention;
}

/** The sample that a rollout answers, with what signals look at in it. */
export interface JudgedSample {
  readonly row: JsonObject;
  readonly sample: Sample;
  /** Those of its boxes that can be read, in original pixels. */
  readonly truth: readonly Box[];
  readonly size: Size | undefined;
}

/** A rollout with everything that tells whether something is wrong with it. */
export interface Judged extends Spaces {
  readonly rollout: Rollout;
  readonly parsed: ParsedCompletion;
  /** Undefined where no sample is linked. */
  readonly sample: JudgedSample | undefined;
  /** The predicted boxes in original pixels, as the reward reads them; none where they cannot be read or scaled. */
  readonly boxes: readonly Box[];
  /** Rewards as computed here; null where one fails. */
  readonly values: Readonly<Record<string, number | null>>;
  readonly errors: Readonly<Record<string, RewardError>>;
  /** What each reward gives at least and at most. */
  readonly ranges: Readonly<Record<string, readonly [least: number, most: number]>>;
  /** Where one preset fits the advantages that the run logged: what the logged rewards give under it. */
  readonly expected?: ExpectedAdvantage;
  /** Where the rollout names a heatmap. */
  readonly attention?: Attention;
}

export interface ToJudge extends Spaces {
  readonly rollout: Rollout;
  readonly row: JsonObject | undefined;
  readonly columns: ColumnSettings;
  readonly values: Judged['values'];
  readonly errors: Judged['errors'];
  readonly ranges: Judged['ranges'];
  readonly expected?: ExpectedAdvantage;
}

export function judged({
  rollout,
  row,
  columns,
  values,
  errors,
  coordinates,
  rewardCoordinates,
  ranges,
  expected,
}: ToJudge): Judged {
  const parsed = parseCompletion(rollout.completion);
  const sample = row === undefined ? undefined : judgedSample(row, columns);
  const written = parsed.boxes?.kind === 'boxes' ? parsed.boxes.boxes : [];
  const boxes = sample?.size === undefined ? [] : inOriginal(written, rewardCoordinates, sample.size);
  return {
    rollout,
    parsed,
    sample,
    boxes,
    values,
    errors,
    coordinates,
    rewardCoordinates,
    ranges,
    ...(expected !== undefined && { expected }),
  };
}

/** What signals look at in the sample of a row. */
export function judgedSample(row: JsonObject, columns: ColumnSettings): JudgedSample {
  const sample = readSample(row, columns);
  const [width, height] = [sample.width.value, sample.height.value];
  return {
    row,
    sample,
    truth: sample.boxes.value.filter((box) => box !== undefined),
    size: width === undefined || height === undefined ? undefined : { width, height },
  };
}

function inOriginal(
  boxes: readonly Box[],
  space: CoordinateConvention,
  { width, height }: Size,
): readonly Box[] {
  try {
    const read = boxes.map((box) => toOriginal(box, space, width, height));
    // Areas of coordinates beyond this overflow; the reward gives 0 for them.
    return read.every((box) => box.every((at) => Math.abs(at) <= 1e100)) ? read : [];
  } catch (error) {
    if (error instanceof ResizeError) return [];
    throw error;
  }
}
