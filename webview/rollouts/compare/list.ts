/** What the lists of a comparison have in common. */
import { html, nothing, type TemplateResult } from 'lit';
import { textButton } from '../../ui/buttons.ts';
import { count } from '../../ui/format.ts';
import type { Session } from '../session.ts';
import { showMore } from './actions.ts';

export function emptyList(waiting: boolean, text: string): TemplateResult {
  return html`<div class="compare-empty">
    ${waiting ? html`<vscode-progress-ring></vscode-progress-ring>` : html`<p class="dim">${text}</p>`}
  </div>`;
}

export function moreButton(session: Session, shown: number, total: number): TemplateResult | typeof nothing {
  if (shown >= total) return nothing;
  return textButton({
    label: `Show more (${count(total - shown)} left)`,
    press: () => {
      showMore(session);
    },
  });
}

/** ↑, ↓, Home and End walk the rows. */
export function tableKeys(event: KeyboardEvent): void {
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.compared-row')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const moves: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: rows.length - 1,
  };
  const to = moves[event.key];
  const row = to === undefined ? undefined : rows[to];
  if (at < 0 || row === undefined) return;
  event.preventDefault();
  for (const each of rows) each.tabIndex = each === row ? 0 : -1;
  row.focus();
}
