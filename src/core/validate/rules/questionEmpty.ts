import type { Rule } from '../rule.ts';

export const questionEmpty: Rule = {
  name: 'question-empty',
  check({ sample }) {
    const { path, problem, raw, value } = sample.question;
    if (raw === undefined) return [{ severity: 'error', message: 'the sample has no question', path }];
    if (problem !== undefined || value.trim() !== '') return [];
    return [{ severity: 'error', message: 'the question is empty', path }];
  },
};
