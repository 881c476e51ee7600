import { html, nothing, type TemplateResult } from 'lit';
import type { TextPaint } from '../../src/core/rewards/trace.ts';
import { markedText, pieces } from '../dataset/inspector/markedText.ts';
import { iconButton, textButton } from '../ui/buttons.ts';
import { count, plural } from '../ui/format.ts';
import { completionParts, type CompletionPart } from './completionParts.ts';
import { lookedPaint } from './explain.ts';
import { togglePair } from './pair/marking.ts';
import type { Session } from './session.ts';
import { shown } from './state.ts';

/** Longest stretch that is laid out at once, in UTF-16 units; of longer ones the beginning and the end are shown. */
const MOST = 8000;
const BEGINNING = 6000;
const END = 1000;

/** What the model wrote: its tags coloured, each part to be folded. */
export function completionView(session: Session): TemplateResult | typeof nothing {
  const rollout = shown(session.state);
  if (rollout === undefined) return nothing;
  const { completion } = rollout;
  return html`<section class="block" aria-label="Completion">
    <h2>
      Completion <span class="dim">${plural(completion.length, 'character')}</span><span class="grow"></span>
      ${iconButton({
        icon: 'split-horizontal',
        name: 'Compare side by side',
        key: 'V',
        press: () => void togglePair(session),
      })}
    </h2>
    <div class="completion-text" dir="auto">${parts(session, completion)}</div>
  </section>`;
}

/** The text between the tags as it is, each tagged part with its tags on a line of their own. */
function parts(session: Session, text: string): readonly (TemplateResult | string)[] {
  const shownParts: (TemplateResult | string)[] = [];
  let from = 0;
  for (const part of completionParts(text)) {
    const between = text.slice(from, part.start);
    // A space between two tags would stand on a line of its own.
    if (between !== ' ' && between !== '\n') shownParts.push(...stretch(session, text, from, part.start));
    shownParts.push(partTemplate(session, text, part));
    from = part.end;
  }
  return [...shownParts, ...stretch(session, text, from, text.length)];
}

function partTemplate(session: Session, text: string, { tag, start, end }: CompletionPart): TemplateResult {
  const { state } = session;
  const [open, close] = [`<${tag}>`, `</${tag}>`];
  return html`<details
    class="part ${tag}"
    ?open=${!state.folded.includes(tag)}
    @toggle=${(event: Event) => {
      const others = state.folded.filter((each) => each !== tag);
      state.folded = (event.target as HTMLDetailsElement).open ? others : [...others, tag];
      session.changed();
    }}
  >
    <summary><span class="tag-name">${open}</span></summary>
    ${stretch(session, text, start + open.length, end - close.length)}<span class="tag-name">${close}</span>
  </details>`;
}

/** A stretch of the text; of a long one its beginning and its end, until all of it is asked for. */
function stretch(
  session: Session,
  text: string,
  start: number,
  end: number,
): readonly (TemplateResult | string)[] {
  const { state } = session;
  const index = shown(state)?.index;
  if (end - start <= MOST || state.unrolled === index) return written(session, text, start, end);
  const [until, from] = [start + BEGINNING, end - END];
  return [
    ...written(session, text, start, until),
    html`<div class="left-out">
      ${textButton({
        label: `Show ${count(from - until)} more characters`,
        press: () => {
          state.unrolled = index;
          session.changed();
        },
      })}
    </div>`,
    ...written(session, text, from, end),
  ];
}

function written(
  { state }: Session,
  text: string,
  start: number,
  end: number,
): readonly (TemplateResult | string)[] {
  if (start >= end) return [];
  const paint = lookedPaint(state).filter((each): each is TextPaint => each.on === 'completion');
  // White space counts in what a model wrote, and not in the template around it.
  return [
    html`<span class="as-written" dir="auto">${markedText(pieces(text, { start, end }, paint))}</span>`,
  ];
}
