import { withTags, type TagName } from '../../completion/tags.ts';
import type { Span } from '../../completion.ts';
import type { TextPaint, TextRange, TraceStep } from '../trace.ts';
import { characterAt, quoted } from './written.ts';

/** The search for a tag: the first opening one, then the first closing one after it. */
export function tagStep(completion: string, name: TagName, inner: Span | undefined): TraceStep {
  const title = `Find the ${name} tag`;
  const [open, close] = [`<${name}>`, `</${name}>`];
  const inputs = [{ name: 'searched for', value: `the first ${open} and the first ${close} after it` }];
  if (inner !== undefined) {
    return {
      title,
      inputs,
      result: `found at ${characterAt(inner.start - open.length)}`,
      paint: tagPaint(inner, name),
    };
  }
  const opened = completion.indexOf(open);
  return {
    title,
    inputs,
    result: opened < 0 ? missing(completion, open) : `${open} is never closed: no ${close} after it`,
    value: 0,
    ends: 'zero',
    ...(opened >= 0 && { paint: [painted('error', [{ start: opened, end: opened + open.length }])] }),
  };
}

/** Tags are case-sensitive, which is easily overlooked. */
function missing(completion: string, tag: string): string {
  const alike = completion.toLowerCase().indexOf(tag);
  if (alike < 0) return `there is no ${tag}`;
  return `there is no ${tag}; ${quoted(completion.slice(alike, alike + tag.length))} is not the same`;
}

function tagPaint(inner: Span, name: TagName): TextPaint[] {
  const outer = withTags(inner, name);
  return [
    painted('tag', [
      { start: outer.start, end: inner.start },
      { start: inner.end, end: outer.end },
    ]),
    painted('content', [inner]),
  ];
}

type TextMark = TextPaint['as'];

/** Marks of the completion. */
export function painted(as: TextMark, ranges: readonly TextRange[]): TextPaint {
  return { on: 'completion', as, ranges: ranges.map(bare) };
}

/** Marks of the true caption. */
export function paintedCaption(as: TextMark, ranges: readonly TextRange[]): TextPaint {
  return { on: 'caption', as, ranges: ranges.map(bare) };
}

const bare = ({ start, end }: TextRange): TextRange => ({ start, end });
