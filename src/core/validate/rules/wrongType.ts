import type { Rule } from '../rule.ts';

/** Columns whose type is wrong and which no other rule looks at so closely. */
export const wrongType: Rule = {
  name: 'wrong-type',
  check: ({ sample: { question, caption, width, height } }) =>
    [question, caption, width, height].flatMap(({ path, problem }) =>
      problem === undefined ? [] : [{ severity: 'error', message: problem, path }],
    ),
};
