import type { CompareInput, Comparison, Members } from './comparison.ts';
import { compareGroups } from './groups.ts';
import { compareRows } from './rows.ts';

/** Compares two ways of scoring the same rollouts. */
export function compare(input: CompareInput): Comparison {
  const { groups, mask } = input;
  const counted = [...groups.keys()].filter((number) => isCounted(groups[number] ?? [], mask));
  const rows = compareRows(input, counted);
  const { changed, summary } = compareGroups(input, counted);
  return {
    summary: { ...rows.summary, ...summary },
    differing: rows.differing,
    oneSided: rows.oneSided,
    changed,
  };
}

function isCounted(group: Members, mask: Uint8Array | undefined): boolean {
  if (mask === undefined) return true;
  for (const rollout of group) if (mask[rollout] === 1) return true;
  return false;
}
