import { readableBoxes } from '../boxes.ts';
import type { Rule } from '../rule.ts';

/** Against the image itself where it is known, else against the size that the row gives. */
export const boxOutside: Rule = {
  name: 'box-outside',
  check({ sample, image }) {
    const width = image?.kind === 'ok' ? image.width : sample.width.value;
    const height = image?.kind === 'ok' ? image.height : sample.height.value;
    if (width === undefined || height === undefined) return [];
    return readableBoxes(sample)
      .filter(
        ({ box: [x1, y1, x2, y2] }) =>
          Math.min(x1, x2, y1, y2) < 0 || Math.max(x1, x2) > width || Math.max(y1, y2) > height,
      )
      .map(({ box: [x1, y1], name, path }) => ({
        severity: x1 >= width || y1 >= height ? 'error' : 'warning',
        message: `${name} reaches outside the image of ${width} × ${height} pixels`,
        path,
      }));
  },
};
