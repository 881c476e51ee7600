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
 * Whether the size that a model sees an image in is not the one that the reward assumes; undefined where they
 * agree, and where the image cannot be resized. Without boxes the IoU is that of the whole image.
 *
 * @param boxes the truth, in original pixels
 */
export function sizeDisagreement(
  size: Size,
  boxes: readonly Box[],
  coordinates: CoordinateConvention,
  rewardCoordinates: CoordinateConvention,
): SizeDisagreement | undefined {
  if (coordinates === rewardCoordinates) return undefined;
  const { width, height } = size;
  try {
    const model = extent(coordinates, size);
    const reward = extent(rewardCoordinates, size);
    if (model.width === reward.width && model.height === reward.height) return undefined;
    const truth: readonly Box[] = boxes.length === 0 ? [[0, 0, width, height]] : boxes;
    const read = truth.map((box) =>
      toOriginal(fromOriginal(box, coordinates, width, height), rewardCoordinates, width, height),
    );
    const { intersection, union } = unionAreas(read, truth);
    return { model, reward, iou: union > 0 ? intersection / union : 0 };
  } catch (error) {
    if (error instanceof ResizeError) return undefined;
    throw error;
  }
}
