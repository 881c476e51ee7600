/** What kind of failure keeps a completion from the format reward, for counting over a run. */
import { findTag, type ParsedCompletion, type Span, type TagName } from '../completion.ts';
import { withTags } from '../completion/tags.ts';
import { strip } from '../text/whitespace.ts';

/** Every kind, in the order in which plots stack them; the place of a name is its number where it is kept as one. */
export const FORMAT_FAILURES = [
  { name: 'missing-tag', title: 'Tag missing' },
  { name: 'unclosed-tag', title: 'Tag not closed' },
  { name: 'tag-order', title: 'Tags out of order' },
  { name: 'no-box-list', title: 'Boxes not in [[ ]]' },
  { name: 'text-outside', title: 'Text outside the tags' },
  { name: 'unreadable-boxes', title: 'Boxes cannot be parsed' },
] as const;

export type FormatFailure = (typeof FORMAT_FAILURES)[number]['name'];

const TAGS: readonly TagName[] = ['caption', 'bbox', 'answer'];

/**
 * Why the format reward's own check gives 0, told apart by the first of these that holds. Where it gives 1, boxes
 * that the box reward cannot read are a failure of format all the same: the check asks for the brackets alone.
 */
export function formatFailure({ text, format, boxes }: ParsedCompletion): FormatFailure | undefined {
  if (format.ok) return boxes?.kind === 'boxes' ? undefined : 'unreadable-boxes';
  if (TAGS.some((tag) => !text.includes(`<${tag}>`))) return 'missing-tag';
  const parts = TAGS.flatMap((tag) => {
    const inner = findTag(text, tag);
    return inner === undefined ? [] : [{ inner, whole: withTags(inner, tag) }];
  });
  if (parts.length < TAGS.length) return 'unclosed-tag';
  if (parts.some(({ whole }, i) => whole.start < (parts[i - 1]?.whole.end ?? 0))) return 'tag-order';
  const written = parts[1]?.inner;
  return written !== undefined && isListOfLists(text, written) ? 'text-outside' : 'no-box-list';
}

function isListOfLists(text: string, { start, end }: Span): boolean {
  const written = strip(text, start, end);
  return written.startsWith('[[') && written.endsWith(']]');
}
