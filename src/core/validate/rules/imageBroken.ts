import type { Rule } from '../rule.ts';

export const imageBroken: Rule = {
  name: 'image-broken',
  check({ sample, image }) {
    const { path } = sample.image;
    if (image?.kind === 'broken') return [{ severity: 'error', message: image.message, path }];
    if (image?.kind !== 'ok' || !image.truncated) return [];
    return [{ severity: 'error', message: 'the image file ends before its image does', path }];
  },
};
