/** Offsets in UTF-16 units of the completion; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type TagName = 'caption' | 'bbox' | 'answer';
/** What completions consist of: the tags that SATORI asks for, and the thoughts of a policy that thinks first. */
export type PartName = 'think' | TagName;

/** The opening tag `<name>` and the closing one, in the spelling that the rewards search for. */
const TAGS: Readonly<Record<PartName, { readonly open: string; readonly close: string }>> = {
  think: { open: '<think>', close: '</think>' },
  caption: { open: '<caption>', close: '</caption>' },
  bbox: { open: '<bbox>', close: '</bbox>' },
  answer: { open: '<answer>', close: '</answer>' },
};

/**
 * What stands between the first opening tag and the first closing tag after it, case-sensitive and
 * whatever else the completion holds: SATORI's `re.search('<name>(.*?)</name>', …, re.DOTALL)`.
 */
export function findTag(text: string, name: PartName): Span | undefined {
  const { open, close } = TAGS[name];
  const opened = text.indexOf(open);
  if (opened < 0) return undefined;
  const start = opened + open.length;
  const end = text.indexOf(close, start);
  return end < 0 ? undefined : { start, end };
}

/** The inside of a tag with the tags themselves. */
export function withTags(inner: Span, name: PartName): Span {
  return { start: inner.start - TAGS[name].open.length, end: inner.end + TAGS[name].close.length };
}

export function tagged(name: TagName, inner: string): string {
  return TAGS[name].open + inner + TAGS[name].close;
}
