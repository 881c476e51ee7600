import type { Judged } from './judged.ts';
import type { GroupSignal } from './signal.ts';

/** What may be missing of the highest value, as a part of the range: there is nothing left to gain. */
const MISSING = 0.01;

/** Every completion of the group has every reward: the sample teaches nothing any more. */
export const saturated: GroupSignal = {
  name: 'saturated',
  title: 'Rewards saturate',
  about: 'Every completion of the group has every reward in full.',
  find(group) {
    const full = group.length > 1 && group.every(isFull);
    return group.map(() =>
      full ? `all ${group.length} completions of this group have every reward in full` : undefined,
    );
  },
};

function isFull({ values, ranges }: Judged): boolean {
  const all = Object.entries(values);
  return (
    all.length > 0 &&
    all.every(([name, value]) => {
      const [least, most] = ranges[name] ?? [0, 1];
      return value !== null && value >= most - MISSING * (most - least);
    })
  );
}
