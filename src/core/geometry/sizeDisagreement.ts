import type { Box } from '../sample.ts';
import { extent, fromOriginal, toOriginal, type CoordinateConvention } from './coordinates.ts';
import { ResizeError, type Size } from './smartResize.ts';
import { unionAreas } from './unionArea.ts';

export interface SizeDisagreement {
  /** What spans the coordinates that the model writes. */
  readonly model: Size;
  /** What the reward takes to span them. */
  readonly reward: Size;
  /** What a perfect answer gets: the IoU of the truth with itself as the reward reads it, 0 to 1. */
  readonly iou: number;
}

/**
 * Whether the reward reads the boxes that a model writes as other boxes than the model means; undefined where it
 * reads them as they are meant, and where the image cannot be resized. Without boxes the IoU is that of the whole
 * image.
 *
 * @param seen the size of the image that the model sees, in pixels: its file's
 * @param boxes the truth, in pixels of that image
 * @param told the size that the reward scales from, in pixels: the row's own `width` and `height`
 */
export function sizeDisagreement(
  seen: Size,
  boxes: readonly Box[],
  coordinates: CoordinateConvention,
  rewardCoordinates: CoordinateConvention,
  told: Size = seen,
): SizeDisagreement | undefined {
  try {
    const model = extent(coordinates, seen);
    const reward = extent(rewardCoordinates, told);
    // Multiplied out, as a quotient of equal ratios may differ in its last bit.
    const isMeant =
      model.width * told.width === reward.width * seen.width &&
      model.height * told.height === reward.height * seen.height;
    if (isMeant) return undefined;
    const truth: readonly Box[] = boxes.length === 0 ? [[0, 0, seen.width, seen.height]] : boxes;
    const read = truth.map((box) =>
      toOriginal(
        fromOriginal(box, coordinates, seen.width, seen.height),
        rewardCoordinates,
        told.width,
        told.height,
      ),
    );
    const { intersection, union } = unionAreas(read, truth);
    return { model, reward, iou: union > 0 ? intersection / union : 0 };
  } catch (error) {
    if (error instanceof ResizeError) return undefined;
    throw error;
  }
}
