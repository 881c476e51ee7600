import { html, type TemplateResult } from 'lit';
import type { Session } from './session.ts';
import { sheet } from './sheet.ts';
import { shownStage } from './stage.ts';

/** The rollouts of one group: all of them small, and one large. */
export function groupView(session: Session): TemplateResult {
  return html`<div class="sheet-box">${sheet(session)}</div>
    ${shownStage(session)}`;
}
