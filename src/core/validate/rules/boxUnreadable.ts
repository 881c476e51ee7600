import { formatPath } from '../../columns.ts';
import type { Rule } from '../rule.ts';

export const boxUnreadable: Rule = {
  name: 'box-unreadable',
  check({ sample }) {
    const { path, problem, raw, shape, value } = sample.boxes;
    const bad = value.flatMap((box, i) => (box === undefined ? [i] : []));
    if (shape === 'flat' || bad.length === 0) {
      return problem === undefined ? [] : [{ severity: 'error', message: problem, path }];
    }
    const first = bad[0] ?? 0;
    return bad.map((i) => ({
      severity: 'error',
      message:
        i === first && problem !== undefined
          ? problem
          : `${formatPath([...path, i])} is no box of four finite numbers [x1, y1, x2, y2]`,
      path: Array.isArray(raw) ? [...path, i] : path,
    }));
  },
};
