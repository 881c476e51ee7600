import type { Rule } from '../rule.ts';

export const imageAnimated: Rule = {
  name: 'image-animated',
  check: ({ sample, image }) =>
    image?.kind === 'ok' && image.animated
      ? [
          {
            severity: 'info',
            message: 'the image is animated; only its first frame is used',
            path: sample.image.path,
          },
        ]
      : [],
};
