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
    const short = (scoring?.attainable?.rewards ?? []).filter(({ share }) => share < below);
    return byReason(short.map((reward) => ({ reward, why: shortfallOf(reward, input) }))).map((group) => {
      const gets = group.map(({ reward }) => `${reward.name} ${valueOf(reward)}`).join(' and ');
      const why = group[0]?.why ?? '';
      const message = `a perfect answer gets ${gets}${why === '' ? '' : `: ${why}`}`;
      const path = group.map(({ reward }) => columnOf(sample, reward.builtIn)).find((column) => column);
      return { severity: 'warning', message, ...(path === undefined ? {} : { path }) };
    });
  },
};

interface Shortfall {
  readonly reward: AttainableReward;
  readonly why: string;
}

/** Together what falls short for the same reason, as without boxes both bbox and format do. */
function byReason(short: readonly Shortfall[]): readonly (readonly Shortfall[])[] {
  const groups = new Map<string, Shortfall[]>();
  for (const each of short) {
    const key = each.why === '' ? each.reward.name : each.why;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

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
