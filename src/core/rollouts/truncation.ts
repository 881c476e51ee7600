import { findTag } from '../completion.ts';
import type { Rollout } from './rollout.ts';

/** What completions are made of, in order; they begin with any of the first two. */
const TAGS = ['think', 'caption', 'bbox', 'answer'];
/** The end of a tag that something has to follow, and what was begun of the next. */
const STOPS = /<\/(think|caption|bbox)>\s*(?:<[a-z]*)?$/;

/**
 * Why a completion is taken to be cut off: its trainer logged that, it ends inside a tag, or right after one that is
 * not the last of its format. Undefined where none is so.
 */
export function truncation({
  completion,
  truncated,
}: Pick<Rollout, 'completion' | 'truncated'>): string | undefined {
  if (truncated === true) return 'the trainer logged it as truncated';
  const text = completion.trimEnd();
  const open = TAGS.find((tag) => text.lastIndexOf(`<${tag}>`) > text.lastIndexOf(`</${tag}>`));
  if (open !== undefined) return `it ends after ${completion.length} characters inside <${open}>`;
  const last = STOPS.exec(text)?.[1];
  if (last === undefined || text.includes('<answer>')) return undefined;
  // Boxes alone may be all that was asked for.
  if (last === 'bbox' && findTag(text, 'caption') === undefined) return undefined;
  return `it ends after <${last}>, before <answer>`;
}
