/** Offsets in UTF-16 units of the completion; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type TagName = 'caption' | 'bbox' | 'answer';

/** The opening tag `<name>` and the closing one, in the spelling that the rewards search for. */
const TAGS: Readonly<Record<TagName, { readonly open: string; readonly close: string }>> = {
  caption: { open: '<caption>', close: '</caption>' },
  bbox: { open: '<bbox>', close: '</bbox>' },
  answer: { open: '<answer>', close: '</answer>' },
};

/**
 * What stands between the first opening tag and the first closing tag after it, case-sensitive and
 * whatever else the completion holds: SATORI's `re.search('<name>(.*?)</name>', …, re.DOTALL)`.
 */
export function findTag(text: string, name: TagName): Span | undefined {
  const { open, close } = TAGS[name];
  const opened = text.indexOf(open);
  if (opened < 0) return undefined;
  const start = opened + open.length;
  const end = text.indexOf(close, start);
  return end < 0 ? undefined : { start, end };
}

/** The inside of a tag with the tags themselves. */
export function withTags(inner: Span, name: TagName): Span {
  return { start: inner.start - TAGS[name].open.length, end: inner.end + TAGS[name].close.length };
}

export function tagged(name: TagName, inner: string): string {
  return TAGS[name].open + inner + TAGS[name].close;
}
