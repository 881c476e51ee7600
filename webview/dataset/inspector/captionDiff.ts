import { html, nothing, type TemplateResult } from 'lit';
import { textButton } from '../../ui/buttons.ts';
import { icon } from '../../ui/icon.ts';
import { assemble, passages, wordDiff, type Passage } from '../../ui/wordDiff.ts';
import type { Editor } from '../editor.ts';
import { leaveCaption, takeCaption } from '../deciding.ts';
import { proposalOf } from '../proposals.ts';

/** The proposed caption against the sample's own, to be taken whole or passage by passage; nothing where they agree. */
export function captionDiff(editor: Editor): TemplateResult | typeof nothing {
  const { state } = editor;
  const ready = proposalOf(state);
  const now = state.current?.sample?.caption.value;
  if (ready?.status !== 'ready' || now === undefined || ready.caption === '' || ready.caption === now) {
    return nothing;
  }
  const all = passages(now, ready.caption);
  const changes = all.filter(({ kind }) => kind === 'change').length;
  return html`<div class="caption-diff" role="group" aria-label="Proposal for this text">
    <div class="diff-text" dir="auto">
      ${all.map((each, index) => passageTemplate(editor, all, each, index, changes > 1))}
    </div>
    <div class="actions">
      ${textButton({
        label: 'Accept text',
        press: () => {
          takeCaption(editor, ready.caption, ready.caption);
        },
      })}
      ${textButton({
        label: 'Reject text',
        press: () => {
          leaveCaption(editor, now);
        },
      })}
    </div>
  </div>`;
}

function passageTemplate(
  editor: Editor,
  all: readonly Passage[],
  passage: Passage,
  index: number,
  oneByOne: boolean,
): TemplateResult {
  if (passage.kind === 'same') return html`<span class="same">${passage.text}</span>`;
  const runs = wordDiff(passage.before, passage.after);
  return html`<span class="passage"
    >${runs.map(({ kind, text }) =>
      kind === 'same'
        ? html`<span class="same">${text}</span>`
        : kind === 'added'
          ? html`<ins>${text}</ins>`
          : html`<del>${text}</del>`,
    )}${
      oneByOne
        ? html`<span class="passage-actions"
            ><button
              class="mini"
              title="Accept this change"
              aria-label="Accept this change"
              @click=${() => {
                const left = assemble(all, 'after', index, 'after');
                takeCaption(editor, assemble(all, 'before', index, 'after'), left);
              }}
            >
              ${icon('check')}</button
            ><button
              class="mini"
              title="Reject this change"
              aria-label="Reject this change"
              @click=${() => {
                leaveCaption(editor, assemble(all, 'after', index, 'before'));
              }}
            >
              ${icon('close')}
            </button></span
          >`
        : nothing
    }</span
  >`;
}
