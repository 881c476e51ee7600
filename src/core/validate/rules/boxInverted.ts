import { readableBoxes } from '../boxes.ts';
import type { Rule } from '../rule.ts';

/** Often a box in xywh order whose width is smaller than its x. */
export const boxInverted: Rule = {
  name: 'box-inverted',
  check: ({ sample }) =>
    readableBoxes(sample)
      .filter(({ box: [x1, y1, x2, y2] }) => x2 < x1 || y2 < y1)
      .map(({ name, path }) => ({
        severity: 'error',
        message: `${name} ends before it begins; boxes are [x1, y1, x2, y2]`,
        path,
      })),
};
