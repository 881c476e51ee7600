import { html, nothing, type TemplateResult } from 'lit';
import type { RolloutDetail } from '../../src/protocol/rollouts.ts';
import { decimals, signed } from '../ui/format.ts';
import { icon } from '../ui/icon.ts';
import { imageSize, predictedBoxes } from './boxes.ts';
import { isMarked, toggleMark } from './pair/marking.ts';
import { signClass } from './signClass.ts';
import type { Session } from './session.ts';
import { thumbnail } from './thumbnail.ts';

/** The group at a glance: each rollout's boxes on a small image, its reward beneath. */
export function sheet(session: Session): TemplateResult | typeof nothing {
  const { state } = session;
  const { group } = state;
  if (group === undefined) return nothing;
  const key = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const to =
      event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? group.rollouts.length - 1
          : by === 0
            ? -1
            : state.at + by;
    if (to < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    session.select(to);
  };
  return html`<div
    class="sheet"
    role="listbox"
    aria-label="Rollouts"
    aria-orientation="horizontal"
    aria-activedescendant="card-${state.at}"
    tabindex="0"
    @keydown=${key}
  >
    ${group.rollouts.map((rollout, i) => card(session, rollout, i))}
  </div>`;
}

function card(session: Session, rollout: RolloutDetail, i: number): TemplateResult {
  const { state } = session;
  const selected = i === state.at;
  const best = state.group?.best === i;
  const total = decimals(rollout.total, 2);
  const size = imageSize(state);
  const marked = isMarked(session, i);
  const failed = rollout.error !== undefined || Object.keys(rollout.errors).length > 0;
  return html`<div
    class="card ${selected ? 'selected' : ''}"
    id="card-${i}"
    role="option"
    aria-selected=${selected ? 'true' : 'false'}
    aria-label="Rollout ${i + 1} of ${state.group?.rollouts.length ?? 0}: total ${total}, advantage ${signed(rollout.advantage, 2)}${failed ? ', failed' : ''}${marked ? ', marked' : ''}${rollout.findings.length > 0 ? `, ${rollout.findings.map(({ title }) => title.toLowerCase()).join(', ')}` : ''}"
    title=${rollout.findings.map(({ title, evidence }) => `${title}: ${evidence}`).join('\n')}
    @click=${(event: MouseEvent) => {
      if (event.shiftKey) toggleMark(session, i);
      else session.select(i);
    }}
  >
    ${thumbnail(state, size === undefined ? [] : predictedBoxes(state, rollout.completion, size))}
    <span class="card-line"
      ><span class="strong">${total}</span
      ><span class=${signClass(rollout.advantage, 0.005)}>${signed(rollout.advantage, 2)}</span
      ><span class="marks"
        >${marked ? html`<span title="Marked, to stand on the left side by side">${icon('pinned')}</span>` : nothing}${best ? html`<span title="Best of the group">${icon('star-full')}</span>` : nothing}${
          failed ? html`<span class="error">${icon('error')}</span>` : nothing
        }${rollout.findings.length > 0 ? html`<span class="warning">${icon('warning')}</span>` : nothing}</span
      ></span
    >
  </div>`;
}
