import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { iconButton } from '../ui/buttons.ts';
import { count, plural } from '../ui/format.ts';
import { groupingNote } from '../../src/core/rollouts/groupingNote.ts';
import { isMarked, toggleMark } from './pair/marking.ts';
import { toggleAgreement, toggleAttention } from './picture/attention.ts';
import { badRecords } from './badRecords.ts';
import { statusText, type Session } from './session.ts';
import { ALL_VIEWS, viewOf } from './views.ts';

/** The views, and what there is to do in the one that is shown. */
export function toolbar(session: Session): TemplateResult {
  const { state } = session;
  return html`<div class="view-tabs" role="group" aria-label="View">
      ${ALL_VIEWS.map(
        ({ name, title }) =>
          html`<button
            class=${state.view === name ? 'on' : ''}
            aria-pressed=${state.view === name ? 'true' : 'false'}
            @click=${() => void session.setView(name)}
          >
            ${title}
          </button>`,
      )}
    </div>
    ${viewOf(state.view).of === 'run' ? nothing : groupTools(session)}`;
}

function groupTools(session: Session): TemplateResult {
  const { state } = session;
  return html`<div class="tools" role="toolbar" aria-label="Rollouts">
      ${iconButton({ icon: 'arrow-up', name: 'Previous group', key: 'W', press: () => void session.stepGroup(-1) })}
      ${iconButton({ icon: 'arrow-down', name: 'Next group', key: 'S', press: () => void session.stepGroup(1) })}
      ${iconButton({ icon: 'arrow-left', name: 'Previous rollout', key: 'A', press: () => void session.step(-1) })}
      ${iconButton({ icon: 'arrow-right', name: 'Next rollout', key: 'D', press: () => void session.step(1) })}
      <span class="position" role="status" aria-label=${statusText(state)}>${statusText(state)}</span>
    </div>
    <div class="tools end">
      <vscode-text-field
        class="where"
        placeholder="Next where…"
        title="As in the filter: is:flagged, bbox<0.1, total>=3 …"
        .ariaLabel=${live('Next where')}
        .value=${state.where}
        @input=${(event: Event) => {
          state.where = (event.target as HTMLInputElement).value;
        }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Enter') void session.nextWhere(event.shiftKey ? -1 : 1);
        }}
      ></vscode-text-field>
      ${seekButton(session)}
      ${iconButton({
        icon: 'flame',
        name: 'Agreement of the group’s boxes',
        key: 'G',
        pressed: state.agreement,
        press: () => {
          toggleAgreement(session);
        },
      })}
      ${iconButton({
        icon: 'eye',
        name: 'Attention of the rollout',
        key: 'H',
        pressed: state.picture.attention,
        press: () => {
          toggleAttention(session);
        },
      })}
      ${iconButton({
        icon: 'pin',
        name: 'Mark for side by side',
        key: 'M',
        pressed: isMarked(session, state.at),
        press: () => {
          toggleMark(session);
        },
      })}
    </div>`;
}

/** To the next rollout of the filter; while that is sought, to stop. */
function seekButton(session: Session): TemplateResult {
  const { sought } = session.state;
  if (sought === undefined)
    return iconButton({
      icon: 'debug-step-over',
      name: 'Next where',
      key: 'N',
      press: () => void session.nextWhere(1),
    });
  const stop = (): void => {
    session.stopSeeking();
  };
  return iconButton({
    icon: 'debug-stop',
    name: `Stop searching (${Math.round(sought * 100)}%)`,
    press: stop,
  });
}

/** How far the run is read and judged, what is left out, and what it is linked to. */
export function runStatus(session: Session): TemplateResult | typeof nothing {
  const { run } = session.state;
  if (run === undefined) return nothing;
  const { rollouts, groups, judged, linked, ambiguous, repeated, unfinished, formats, size, unsaved } = run;
  const assumed = groups === 0 ? undefined : groupingNote(run);
  const certain = size === undefined ? '' : `groups of ${size}`;
  const groupSizes = assumed === undefined ? certain : `${certain || 'groups by runs'}, assumed`;
  const parts = [
    unsaved > 0 ? `scored with unsaved edits of ${plural(unsaved, 'row')}` : '',
    formats.join(', '),
    groups === 0 ? '' : groupSizes,
    judged < rollouts ? `scored ${count(judged)} of ${count(rollouts)}` : '',
    linked > 0 ? `${count(linked)} linked` : '',
    ambiguous > 0 ? `${count(ambiguous)} ambiguous` : '',
    repeated > 0 ? `${plural(repeated, 'rollout')} logged twice` : '',
    unfinished ? 'being written' : '',
  ];
  const text = parts.filter((part) => part !== '').join(' · ');
  const title = [text, assumed].filter((part) => part !== undefined).join('\n');
  return html`<span class="run-status" title=${title}>${text}</span>${badRecords(session)}`;
}
