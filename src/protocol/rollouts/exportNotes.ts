import type { ExportCounts } from './training.ts';

/** What an export leaves out, and what its rows lack: phrases. */
export function exportNotes(counts: ExportCounts): readonly string[] {
  const { repeated, unscored, worthless, truncated, imageless } = counts;
  return [
    of(repeated, 'row repeats another and is left out', 'rows repeat others and are left out'),
    of(unscored, 'group has no rewards to choose by', 'groups have no rewards to choose by'),
    of(worthless, 'group has no reward above 0', 'groups have no reward above 0'),
    of(truncated, 'truncated completion is not chosen', 'truncated completions are not chosen'),
    of(imageless, 'prompt names no image', 'prompts name no image'),
  ].flat();
}

const of = (count: number, one: string, many: string): readonly string[] =>
  count === 0 ? [] : [`${count.toLocaleString('en')} ${count === 1 ? one : many}`];
