import { html, type TemplateResult } from 'lit';
import { sized } from '../ui/sized.ts';
import type { Session } from './session.ts';
import { sheet } from './sheet.ts';
import { stage } from './stage.ts';

/** The rollouts of one group: all of them small, and one large. */
export function groupView(session: Session): TemplateResult {
  return html`<div class="sheet-box">${sheet(session)}</div>
    <div
      class="stage"
      role="application"
      aria-label="Image"
      tabindex="0"
      ${sized((size) => {
        session.state.stage = size;
        session.changed();
      })}
    >
      ${stage(session)}
    </div>`;
}
