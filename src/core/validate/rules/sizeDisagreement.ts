import { COORDINATE_NAMES } from '../../geometry/coordinates.ts';
import { sizeDisagreement as disagreement } from '../../geometry/sizeDisagreement.ts';
import type { Size } from '../../geometry/smartResize.ts';
import { seenSize, toldSize } from '../../attainable.ts';
import type { Rule } from '../rule.ts';

/** Then even a perfect answer does not score: the model's pixels are not those that the reward scales from. */
export const sizeDisagreement: Rule = {
  name: 'size-disagreement',
  check({ sample, image, scoring }) {
    const seen = seenSize(sample, image);
    if (scoring === undefined || seen === undefined) return [];
    const told = toldSize(sample) ?? seen;
    const { coordinates, rewardCoordinates } = scoring;
    // Then only the row's size can be at fault, which has a rule of its own.
    if (coordinates === rewardCoordinates) return [];
    const boxes = sample.boxes.value.filter((box) => box !== undefined);
    const found = disagreement(seen, boxes, coordinates, rewardCoordinates, told);
    if (found === undefined) return [];
    const sizes = bothResize(coordinates, rewardCoordinates)
      ? `the model sees ${pixels(found.model)}, the reward assumes ${pixels(found.reward)}`
      : `the model writes ${COORDINATE_NAMES[coordinates]}, ` +
        `the reward reads ${COORDINATE_NAMES[rewardCoordinates]}`;
    const perfect = boxes.length === 0 ? 'a perfect box of the whole image' : 'a perfect answer';
    const files =
      seen.width === told.width && seen.height === told.height
        ? ''
        : ` (the image has ${pixels(seen)}, the row says ${pixels(told)})`;
    const message = `${sizes}${files}: ${perfect} gets an IoU of ${found.iou.toFixed(4)}`;
    return [{ severity: 'warning', message, path: sample.boxes.path }];
  },
};

const bothResize = (...conventions: readonly string[]): boolean =>
  conventions.every((convention) => convention === 'original' || convention.startsWith('resized'));

const pixels = ({ width, height }: Size): string => `${width} × ${height} pixels`;
