import type { Grouping } from './grouping.ts';

/** What was assumed of the groups, as a person has to know it; undefined where they are certain. */
export function groupingNote({ basis, size }: Pick<Grouping, 'basis' | 'size'>): string | undefined {
  if (basis === 'named' || basis === 'checked') return undefined;
  if (size === undefined)
    return 'each run of equal prompts is assumed to be a group, because the runs have no size in common';
  if (basis === 'unsure')
    return `groups of ${size} are assumed, by equal prompts alone: the logged advantages sum to 0 over groups of no size`;
  if (size === 1) return 'groups of 1 are assumed: hardly a prompt was answered more than once in a step';
  return `groups of ${size} are assumed, by equal prompts alone: no logged advantages tell`;
}
