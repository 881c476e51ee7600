import { COORDINATE_NAMES } from '../../geometry/coordinates.ts';
import { guessConvention } from '../../geometry/guessConvention.ts';
import type { Signal } from './signal.ts';

/** The boxes are right, but the reward reads their numbers in another space. */
export const wrongCoordinates: Signal = {
  name: 'wrong-coordinates',
  title: 'Wrong coordinate space',
  about: 'Read in another coordinate space, the boxes would be right.',
  find({ parsed: { boxes }, sample, rewardCoordinates }) {
    if (boxes?.kind !== 'boxes' || sample?.size === undefined) return undefined;
    const [guess] = guessConvention(boxes.boxes, sample.truth, sample.size, rewardCoordinates);
    if (guess === undefined) return undefined;
    const { convention, iou, asRead } = guess;
    return `the boxes look like ${COORDINATE_NAMES[convention]}: read so, their IoU is ${iou.toFixed(4)}, not ${asRead.toFixed(4)}`;
  },
};
