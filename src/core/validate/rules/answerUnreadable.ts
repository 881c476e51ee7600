import type { Rule } from '../rule.ts';

export const answerUnreadable: Rule = {
  name: 'answer-unreadable',
  check({ sample }) {
    const { path, problem, raw, value } = sample.answers;
    if (raw === undefined) return [{ severity: 'error', message: 'the sample has no answer', path }];
    if (problem !== undefined) return [{ severity: 'error', message: problem, path }];
    if (value.length === 0) return [{ severity: 'error', message: 'the list of answers is empty', path }];
    const empty = value.findIndex((answer) => answer.trim() === '');
    if (empty < 0) return [];
    const at = Array.isArray(raw) ? [...path, empty] : path;
    return [{ severity: 'warning', message: `answer ${empty + 1} is empty`, path: at }];
  },
};
