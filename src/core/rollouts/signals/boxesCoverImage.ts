import { unionAreas } from '../../geometry/unionArea.ts';
import type { Box } from '../../sample.ts';
import { percent, type Signal } from './signal.ts';

const MOST = 0.9;

/** A box round everything overlaps every truth: the cheapest way to an IoU above zero. */
export const boxesCoverImage: Signal = {
  name: 'boxes-cover-image',
  title: 'Boxes cover the image',
  about: 'Together the boxes cover over 90% of the image, which the true ones do not.',
  find({ boxes, sample }) {
    if (boxes.length === 0 || sample?.size === undefined) return undefined;
    const { width, height } = sample.size;
    const image: Box = [0, 0, width, height];
    const part = (of: readonly Box[]): number => unionAreas(of, [image]).intersection / (width * height);
    const covered = part(boxes);
    return covered > MOST && part(sample.truth) <= MOST
      ? `the boxes cover ${percent(covered)} of the image`
      : undefined;
  },
};
