import { html, type TemplateResult } from 'lit';
import type { TextPaint, TextRange } from '../../../src/core/rewards/trace.ts';

type Mark = TextPaint['as'];

export interface Piece {
  readonly text: string;
  /** The marks over it, in the order in which they were painted. */
  readonly marks: readonly Mark[];
}

/** The part of `text` within `window`, cut wherever a mark begins or ends. */
export function pieces(text: string, window: TextRange, paint: readonly TextPaint[]): readonly Piece[] {
  const marks = paint.flatMap(({ as, ranges }) =>
    ranges
      .filter(({ start, end }) => start < window.end && end > window.start)
      .map(({ start, end }) => ({
        as,
        start: Math.max(start, window.start),
        end: Math.min(end, window.end),
      })),
  );
  const cuts = new Set([window.start, window.end, ...marks.flatMap(({ start, end }) => [start, end])]);
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, at) => {
    const to = sorted[at + 1] ?? window.end;
    const over = marks.filter(({ start, end }) => start <= from && to <= end);
    return { text: text.slice(from, to), marks: over.map(({ as }) => as) };
  });
}

/** Most that is shown of a text at once, in UTF-16 units. */
const MOST_SHOWN = 2400;
const CONTEXT = 160;

/**
 * The part of a text that a trace is about: all that any of its steps marks or, of a long text, what surrounds the
 * first mark of the step that is looked at. Undefined where nothing is marked.
 */
export function windowOf(
  length: number,
  all: readonly TextPaint[],
  looked: readonly TextPaint[],
): TextRange | undefined {
  const ranges = all.flatMap((paint) => paint.ranges);
  if (ranges.length === 0) return undefined;
  const start = ranges.reduce((least, range) => Math.min(least, range.start), length);
  const end = Math.min(
    length,
    ranges.reduce((most, range) => Math.max(most, range.end), 0),
  );
  if (end - start <= MOST_SHOWN) return { start, end };
  const first = looked
    .flatMap((paint) => paint.ranges)
    .reduce((least, range) => Math.min(least, range.start), end);
  const from = first === end ? start : Math.max(start, Math.min(first - CONTEXT, end - MOST_SHOWN));
  return { start: from, end: from + MOST_SHOWN };
}

/** A text to read, with its marks; these differ in shape as well as in colour. */
export function markedText(list: readonly Piece[]): readonly (TemplateResult | string)[] {
  return list.map(({ text, marks }) =>
    marks.length === 0
      ? text
      : html`<mark class=${marks.map((mark) => `mark-${mark}`).join(' ')}>${text}</mark>`,
  );
}
