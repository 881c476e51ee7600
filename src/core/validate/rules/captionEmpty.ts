import type { Rule } from '../rule.ts';

export const captionEmpty: Rule = {
  name: 'caption-empty',
  check({ sample }) {
    const { path, problem, raw, value } = sample.caption;
    if (raw === undefined) return [{ severity: 'warning', message: 'the sample has no caption', path }];
    if (problem !== undefined || value.trim() !== '') return [];
    return [{ severity: 'warning', message: 'the caption is empty', path }];
  },
};
