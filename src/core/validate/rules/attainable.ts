import type { AttainableReward } from '../../attainable.ts';
import type { JsonPath } from '../../json.ts';
import type { Sample } from '../../sample.ts';
import { shortfallOf } from '../shortfall.ts';
import type { Rule } from '../rule.ts';

/** The ground truth itself, written as a completion, does not reach the part of a reward that is asked for. */
export const attainable: Rule = {
  name: 'attainable',
  check(input) {
    const { sample, scoring } = input;
    const below = scoring?.attainableBelow ?? 0;
    if (below <= 0) return [];
    return (scoring?.attainable?.rewards ?? [])
      .filter(({ share }) => share < below)
      .map((reward) => {
        const why = shortfallOf(reward, input);
        const message = `a perfect answer gets ${reward.name} ${valueOf(reward)}${why === '' ? '' : `: ${why}`}`;
        const path = columnOf(sample, reward.name);
        return { severity: 'warning', message, ...(path === undefined ? {} : { path }) };
      });
  },
};

const valueOf = ({ value, error }: AttainableReward): string =>
  value === null ? `the error ${error?.type ?? ''}` : value.toFixed(4);

/** The column that SATORI's reward compares with. */
function columnOf({ answers, boxes, caption }: Sample, reward: string): JsonPath | undefined {
  switch (reward) {
    case 'caption':
      return caption.path;
    case 'bbox':
      return boxes.path;
    case 'answer':
      return answers.path;
    default:
      return undefined;
  }
}
