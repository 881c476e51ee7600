import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Trace } from '../../../src/core/rewards/reward.ts';
import type { TextPaint, TraceStep } from '../../../src/core/rewards/trace.ts';
import { shownCaption, testedText } from '../scoring.ts';
import type { State } from '../state.ts';
import { lookedAt } from '../traces.ts';
import { markedText, pieces, windowOf } from './markedText.ts';

/** The texts that any step marks, with the marks of the step that is looked at, else of the last that has some. */
export function traceTexts(state: State, trace: Trace): TemplateResult | typeof nothing {
  const looked = lookedAt(state);
  const here = looked?.trace === trace ? looked.step : undefined;
  const shown = here ?? trace.steps.findLast((step) => onText(step).length > 0);
  if (shown === undefined) return nothing;
  const all = trace.steps.flatMap(onText);
  const texts = [
    { on: 'completion', label: 'Completion', text: testedText(state) ?? '' },
    { on: 'caption', label: 'True caption', text: shownCaption(state) },
  ] as const;
  const templates = texts.flatMap(({ on, label, text }) => {
    const paint = onText(shown).filter((each) => each.on === on);
    const window = windowOf(
      text.length,
      all.filter((each) => each.on === on),
      paint,
    );
    if (window === undefined) return [];
    const before = window.start > 0 ? '…' : '';
    const after = window.end < text.length ? '…' : '';
    return html`<div
      class="trace-text"
      dir="auto"
      role="group"
      aria-label=${label}
      ${here === undefined ? nothing : ref(revealMark(here, on))}
    >
      <span class="trace-text-body">${before}${markedText(pieces(text, window, paint))}${after}</span>
    </div>`;
  });
  return templates.length === 0 ? nothing : html`<div class="trace-texts">${templates}</div>`;
}

function onText(step: TraceStep): TextPaint[] {
  return (step.paint ?? []).filter((paint) => paint.on !== 'image');
}

type Reveal = (element?: Element) => void;
const reveals: Readonly<Record<TextPaint['on'], WeakMap<TraceStep, Reveal>>> = {
  completion: new WeakMap(),
  caption: new WeakMap(),
};
/** Room above a mark, in CSS pixels: the line before it stays in sight. */
const REVEAL_MARGIN = 20;

/** Scrolls a text that has no room for all of it to the first mark of a step, once for each step that is looked at. */
function revealMark(step: TraceStep, on: TextPaint['on']): Reveal {
  // The same function for the same step: a new one would be called with every drawing.
  const known = reveals[on].get(step);
  if (known !== undefined) return known;
  const reveal: Reveal = (text) => {
    // The marks are drawn after the element that holds them.
    requestAnimationFrame(() => {
      const mark = text?.querySelector('mark');
      if (text === undefined || mark === undefined || mark === null) return;
      const { top, bottom } = text.getBoundingClientRect();
      const place = mark.getBoundingClientRect();
      if (place.top < top || place.bottom > bottom) text.scrollTop += place.top - top - REVEAL_MARGIN;
    });
  };
  reveals[on].set(step, reveal);
  return reveal;
}
