import type { Rule } from '../rule.ts';

export const imageMissing: Rule = {
  name: 'image-missing',
  check({ sample, image }) {
    const { path, raw, problem } = sample.image;
    if (raw === undefined) return [{ severity: 'error', message: 'the sample names no image', path }];
    if (problem !== undefined) return [{ severity: 'error', message: problem, path }];
    return image?.kind === 'missing' ? [{ severity: 'error', message: image.message, path }] : [];
  },
};
