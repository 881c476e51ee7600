import type { GroupSignal } from './signal.ts';

/** Above this there is nothing left to gain. */
const FULL = 0.99;

/** Every completion of the group has every reward: the sample teaches nothing any more. */
export const saturated: GroupSignal = {
  name: 'saturated',
  title: 'Rewards saturate',
  find(group) {
    const full = group.length > 1 && group.every(({ values }) => isFull(Object.values(values)));
    return group.map(() =>
      full ? `all ${group.length} completions of this group have every reward in full` : undefined,
    );
  },
};

function isFull(values: readonly (number | null)[]): boolean {
  return values.length > 0 && values.every((value) => value !== null && value >= FULL);
}
