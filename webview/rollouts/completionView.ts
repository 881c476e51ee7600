import { html, nothing, type TemplateResult } from 'lit';
import { findTag, type TagName } from '../../src/core/completion.ts';
import { withTags } from '../../src/core/completion/tags.ts';
import type { TextPaint } from '../../src/core/rewards/trace.ts';
import { markedText, pieces } from '../dataset/inspector/markedText.ts';
import { iconButton } from '../ui/buttons.ts';
import { wordDiff } from '../ui/wordDiff.ts';
import { lookedPaint } from './explain.ts';
import type { Session } from './session.ts';
import { shown } from './state.ts';

const TAGS: readonly TagName[] = ['caption', 'bbox', 'answer'];

/** What the model wrote: its tags coloured, each part to be folded; or against another rollout, word by word. */
export function completionView(session: Session): TemplateResult | typeof nothing {
  const { state } = session;
  const rollout = shown(state);
  if (rollout === undefined) return nothing;
  const other = state.compared === undefined ? undefined : state.group?.rollouts[state.compared];
  return html`<section class="block" aria-label="Completion">
    <h2>
      Completion <span class="dim">${rollout.completion.length} characters</span><span class="grow"></span>
      ${iconButton({
        icon: 'diff',
        name: other === undefined ? 'Compare with the best rollout' : 'Stop comparing',
        pressed: other !== undefined,
        press: () => {
          state.compared = other === undefined ? compareWith(state.at, state.group?.best) : undefined;
          session.changed();
        },
      })}
    </h2>
    ${
      other === undefined
        ? html`<div class="completion-text" dir="auto">${parts(rollout.completion, marks(session))}</div>`
        : html`<p class="dim">
              Against rollout ${(state.compared ?? 0) + 1}: what only it has is struck out.
            </p>
            <div class="completion-text diff" dir="auto">${diff(other.completion, rollout.completion)}</div>`
    }
  </section>`;
}

/** The best, or the first where the best itself is shown. */
function compareWith(at: number, best: number | undefined): number {
  if (best !== undefined && best !== at) return best;
  return at === 0 ? 1 : 0;
}

function diff(before: string, after: string): readonly (TemplateResult | string)[] {
  return wordDiff(before, after).map(({ kind, text }) => {
    if (kind === 'same') return text;
    return kind === 'added' ? html`<ins>${text}</ins>` : html`<del>${text}</del>`;
  });
}

const marks = (session: Session): readonly TextPaint[] =>
  lookedPaint(session.state).filter((each): each is TextPaint => each.on === 'completion');

interface Part {
  readonly tag: TagName;
  readonly start: number;
  readonly end: number;
}

/** The text between the tags as it is, each tagged part with its tags on a line of their own. */
function parts(text: string, paint: readonly TextPaint[]): readonly (TemplateResult | string)[] {
  const found = TAGS.flatMap((tag): Part[] => {
    const inner = findTag(text, tag);
    return inner === undefined ? [] : [{ tag, ...withTags(inner, tag) }];
  }).sort((a, b) => a.start - b.start);
  const shownParts: (TemplateResult | string)[] = [];
  let from = 0;
  for (const part of found) {
    // A tag inside another is a part of the other's text.
    if (part.start < from) continue;
    shownParts.push(...marked(text, from, part.start, paint), partTemplate(text, part, paint));
    from = part.end;
  }
  return [...shownParts, ...marked(text, from, text.length, paint)];
}

function partTemplate(text: string, { tag, start, end }: Part, paint: readonly TextPaint[]): TemplateResult {
  const [open, close] = [`<${tag}>`, `</${tag}>`];
  return html`<details class="part ${tag}" open>
    <summary><span class="tag-name">${open}</span></summary>
    ${marked(text, start + open.length, end - close.length, paint)}<span class="tag-name">${close}</span>
  </details>`;
}

function marked(
  text: string,
  start: number,
  end: number,
  paint: readonly TextPaint[],
): readonly (TemplateResult | string)[] {
  if (start >= end) return [];
  // White space counts in what a model wrote, and not in the template around it.
  return [html`<span class="as-written">${markedText(pieces(text, { start, end }, paint))}</span>`];
}
