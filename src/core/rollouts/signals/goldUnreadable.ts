import type { Signal } from './signal.ts';

/** Ground truth that a reward cannot read says nothing about the completion. */
export const goldUnreadable: Signal = {
  name: 'gold-unreadable',
  title: 'Ground truth cannot be read',
  about: 'A column of the ground truth cannot be read, or there are no possible answers.',
  find({ sample }) {
    if (sample === undefined) return undefined;
    const { boxes, answers, caption, width, height } = sample.sample;
    const problem = [boxes, answers, caption, width, height].find(
      (field) => field.problem !== undefined,
    )?.problem;
    if (problem !== undefined) return problem;
    return answers.value.length === 0 ? 'there are no possible answers' : undefined;
  },
};
