import { html, nothing, type TemplateResult } from 'lit';
import { iconButton, textButton } from '../../ui/buttons.ts';
import { plural } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import { selectBox } from '../boxes.ts';
import type { Editor } from '../editor.ts';
import { accept, acceptAll, addBeside, reject, rejectAll } from '../deciding.ts';
import { dismissProposal, openProposals, propose, proposalOf, type OpenProposal } from '../proposals.ts';

/** What the model proposes for the sample: its progress, its failure, or the proposals that are not decided yet. */
export function proposalPanel(editor: Editor): TemplateResult | typeof nothing {
  const { state } = editor;
  const proposal = proposalOf(state);
  if (proposal === undefined) return nothing;
  if (proposal.status === 'running') {
    return html`<section class="panel running" aria-label="Model">
      <vscode-progress-ring></vscode-progress-ring>
      <span class="panel-text">${proposal.progress?.message ?? 'Starting the model…'}</span>
      ${textButton({ label: 'Cancel', press: proposal.cancel })}
    </section>`;
  }
  if (proposal.status === 'failed') {
    return html`<section class="panel failed" role="alert">
      ${icon('error')}<span class="panel-text">${proposal.message}</span>
      <span class="actions"
        >${textButton({ label: 'Retry', press: () => void propose(editor) })}${iconButton({
          icon: 'close',
          name: 'Dismiss',
          press: () => {
            dismissProposal(editor);
          },
        })}</span
      >
    </section>`;
  }
  const open = openProposals(state);
  const caption = proposal.caption !== '' && proposal.caption !== state.current?.sample?.caption.value;
  if (open.length === 0 && !caption) return emptyTemplate(editor, proposal.proposal.boxes.length);
  const preselected = open.filter((each) => each.preselected).length;
  return html`<section class="panel ready" aria-label="From the model">
    <h2>
      ${plural(open.length, 'box', 'boxes')} from the model
      <span class="dim">${preselected === 0 ? '' : `${preselected} preselected`}</span>
    </h2>
    <ul class="proposals">
      ${open.map((each, place) => rowTemplate(editor, each, place))}
    </ul>
    <div class="actions">
      ${textButton({
        label: 'Accept all',
        key: 'Shift+Enter',
        press: () => {
          acceptAll(editor);
        },
      })}
      ${textButton({
        label: 'Reject all',
        press: () => {
          rejectAll(editor);
        },
      })}
      ${preselected === 0 ? nothing : html`<span class="hint"><kbd>Enter</kbd> takes ✓</span>`}
    </div>
  </section>`;
}

function emptyTemplate(editor: Editor, proposed: number): TemplateResult | typeof nothing {
  if (proposed > 0) return nothing;
  return html`<section class="panel" aria-label="Model">
    ${icon('info')}<span class="panel-text">The model found nothing to add to this image.</span>
    ${iconButton({
      icon: 'close',
      name: 'Dismiss',
      press: () => {
        dismissProposal(editor);
      },
    })}
  </section>`;
}

function rowTemplate(editor: Editor, each: OpenProposal, place: number): TemplateResult {
  const { selection } = editor.state;
  const { proposed, preselected, replaces } = each;
  const selected = selection.layer === 'proposal' && selection.indices.includes(place);
  const name = `${proposed.label} ${proposed.score.toFixed(2)}`;
  return html`<li class=${selected ? 'selected' : ''}>
    <button
      class="proposal"
      title=${proposed.why ?? `Found by ${proposed.source}`}
      @click=${() => {
        selectBox(editor, 'proposal', place);
      }}
    >
      <span class="proposal-mark">${preselected ? '✓' : ''}</span>
      <span class="proposal-label" dir="auto">${proposed.label}</span>
      <span class="proposal-score">${proposed.score.toFixed(2)}</span>
      ${replaces < 0 ? html`<span class="proposal-source">${proposed.source}</span>` : nothing}
    </button>
    ${replaces < 0 ? additionTemplate(editor, each, name) : replacementTemplate(editor, each, name)}
    ${iconButton({
      icon: 'close',
      name: `Reject ${name}`,
      press: () => {
        reject(editor, [each]);
      },
    })}
  </li>`;
}

function additionTemplate(editor: Editor, each: OpenProposal, name: string): TemplateResult {
  return iconButton({
    icon: 'check',
    name: `Accept ${name}`,
    press: () => {
      accept(editor, [each], false);
    },
  });
}

/** For what is there already: its box moves, unless the person says that it is another thing. */
function replacementTemplate(editor: Editor, each: OpenProposal, name: string): TemplateResult {
  const box = `box ${each.replaces + 1}`;
  return html`<button
      class="proposal-replace"
      aria-label=${`Replace ${box} with ${name}`}
      title=${`Puts this box in the place of ${box}, which it overlaps`}
      @click=${() => {
        accept(editor, [each], false);
      }}
    >
      Replace ${box}
    </button>
    ${iconButton({
      icon: 'add',
      name: `Add ${name} beside ${box}`,
      press: () => {
        addBeside(editor, each);
      },
    })}`;
}
