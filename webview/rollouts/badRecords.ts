import { html, nothing, type TemplateResult } from 'lit';
import { count, plural } from '../ui/format.ts';
import { openMenu } from '../ui/menu.ts';
import type { Session } from './session.ts';

/** Entries of a menu of what cannot be read. */
export const LISTED = 30;

export const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** The records that cannot be read, each with its line, which opens it as text. */
export function badRecords({ state, host }: Session): TemplateResult | typeof nothing {
  const { bad = 0, badRecords: records = [] } = state.run ?? {};
  if (bad === 0) return nothing;
  const open = (event: Event): void => {
    const items = records.slice(0, LISTED).map(({ source, line, message }) => ({
      label: `Line ${count(line)}: ${message}`,
      hint: fileName(source),
      run: () => void host.call('openSource', { source, line }),
    }));
    openMenu(event.currentTarget as HTMLElement, 'Unreadable records', items);
  };
  return html`<button
    class="bad-records"
    aria-haspopup="menu"
    title=${records.map(({ source, line, message }) => `${source}, line ${line}: ${message}`).join('\n')}
    @click=${open}
  >
    ${plural(bad, 'unreadable record')}
  </button>`;
}
