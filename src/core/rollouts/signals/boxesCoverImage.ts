import { unionAreas } from '../../geometry/unionArea.ts';
import type { Box } from '../../sample.ts';
import { percent, type Signal } from './signal.ts';

const MOST = 0.9;

/** A box round everything overlaps every truth: the cheapest way to an IoU above zero. */
export const boxesCoverImage: Signal = {
  name: 'boxes-cover-image',
  title: 'Boxes cover the image',
  about: 'Together the boxes cover over 90% of the image, and so overlap every truth.',
  find({ boxes, sample }) {
    if (boxes.length === 0 || sample?.size === undefined) return undefined;
    const { width, height } = sample.size;
    const image: Box = [0, 0, width, height];
    const { intersection } = unionAreas(boxes, [image]);
    const covered = intersection / (width * height);
    return covered > MOST ? `the boxes cover ${percent(covered)} of the image` : undefined;
  },
};
