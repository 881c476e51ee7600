import type { GroupSignal } from './signal.ts';

/** Equal completions have equal rewards: the group explores less than its size says. */
export const copies: GroupSignal = {
  name: 'copies',
  title: 'Copy within its group',
  about: 'The same text as another completion of the group.',
  find(group) {
    const counts = new Map<string, number>();
    for (const { parsed } of group) counts.set(parsed.text, (counts.get(parsed.text) ?? 0) + 1);
    return group.map(({ parsed }) => {
      const same = counts.get(parsed.text) ?? 1;
      return same > 1 ? `${same} of the ${group.length} completions of this group are the same` : undefined;
    });
  },
};
