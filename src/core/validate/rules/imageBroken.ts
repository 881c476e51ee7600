import { damageText } from '../imageDamage.ts';
import type { Rule } from '../rule.ts';

export const imageBroken: Rule = {
  name: 'image-broken',
  check({ sample, image }) {
    const { path } = sample.image;
    if (image?.kind === 'broken') return [{ severity: 'error', message: image.message, path }];
    if (image?.kind !== 'ok' || image.damage === undefined) return [];
    return [{ severity: 'error', message: damageText(image.damage), path }];
  },
};
