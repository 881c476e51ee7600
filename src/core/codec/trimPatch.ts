import type { TextPatch } from '../edit.ts';

/** The patch without what both of its texts begin and end with; undefined where nothing is left of it. */
export function trimPatch({ at, removed, inserted }: TextPatch): TextPatch | undefined {
  if (removed === inserted) return undefined;
  const shared = Math.min(removed.length, inserted.length);
  let head = 0;
  while (head < shared && removed[head] === inserted[head]) head++;
  let tail = 0;
  while (tail < shared - head && removed.at(-1 - tail) === inserted.at(-1 - tail)) tail++;
  return {
    at: at + head,
    removed: removed.slice(head, removed.length - tail),
    inserted: inserted.slice(head, inserted.length - tail),
  };
}
