import { readableBoxes } from '../boxes.ts';
import type { Rule } from '../rule.ts';

export const boxEmpty: Rule = {
  name: 'box-empty',
  check: ({ sample }) =>
    readableBoxes(sample)
      .filter(({ box: [x1, y1, x2, y2] }) => (x1 === x2 && y1 <= y2) || (y1 === y2 && x1 <= x2))
      .map(({ name, path }) => ({ severity: 'error', message: `${name} has no area`, path })),
};
