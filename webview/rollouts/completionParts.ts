import { findTag, type PartName } from '../../src/core/completion.ts';
import { withTags } from '../../src/core/completion/tags.ts';

const PARTS: readonly PartName[] = ['think', 'caption', 'bbox', 'answer'];

/** A part of a completion with its tags, in UTF-16 units. */
export interface CompletionPart {
  readonly tag: PartName;
  readonly start: number;
  readonly end: number;
}

/** The tagged parts of a completion in their order. A tag inside another is a part of the other's text. */
export function completionParts(text: string): readonly CompletionPart[] {
  const found = PARTS.flatMap((tag): CompletionPart[] => {
    const inner = findTag(text, tag);
    return inner === undefined ? [] : [{ tag, ...withTags(inner, tag) }];
  }).sort((a, b) => a.start - b.start);
  let end = 0;
  return found.filter((part) => {
    if (part.start < end) return false;
    ({ end } = part);
    return true;
  });
}
