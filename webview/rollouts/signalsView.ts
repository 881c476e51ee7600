import { html, nothing, type TemplateResult } from 'lit';
import { FORMAT_FAILURES } from '../../src/core/rollouts/formatFailure.ts';
import { SIGNAL_LIST } from '../../src/core/rollouts/signals/index.ts';
import { messageOf } from '../ui/errors.ts';
import { count } from '../ui/format.ts';
import { styles } from '../ui/styles.ts';
import { listRollouts } from './plots/listRollouts.ts';
import type { Session } from './session.ts';

interface Counted {
  readonly name: string;
  readonly title: string;
  readonly about?: string;
  readonly rollouts: number;
}

/** What is worth a look in the run as a whole, with how many rollouts it concerns: each lists its own. */
export function signals(session: Session): TemplateResult | typeof nothing {
  const { run } = session.state;
  if (run === undefined) return nothing;
  const counted = (
    list: readonly Omit<Counted, 'rollouts'>[],
    counts: readonly number[],
  ): readonly Counted[] =>
    list.map((each, i) => ({ ...each, rollouts: counts[i] ?? 0 })).sort((a, b) => b.rollouts - a.rollouts);
  return html`<div class="signals">
    ${run.judged < run.rollouts ? html`<p class="dim">Looked at ${count(run.judged)} of ${count(run.rollouts)} rollouts so far.</p>` : nothing}
    ${table(session, 'Signals', counted(SIGNAL_LIST, run.signals))}
    ${table(session, 'Format failures', counted(FORMAT_FAILURES, run.failures))}
  </div>`;
}

function table(session: Session, title: string, rows: readonly Counted[]): TemplateResult {
  const judged = session.state.run?.judged ?? 0;
  return html`<section aria-label=${title}>
    <h2>${title}</h2>
    <ul class="signal-list">
      ${rows.map(({ name, title: called, about, rollouts }) => {
        const share = (100 * rollouts) / Math.max(1, judged);
        return html`<li>
          <button
            class="signal"
            ?disabled=${rollouts === 0}
            aria-label="${called}: ${count(rollouts)} rollouts, ${share.toFixed(1)}%${about === undefined ? '' : `. ${about}`}"
            @click=${() => {
              void listRollouts(session, `is:${name}`).catch((error: unknown) => {
                session.notify('error', messageOf(error));
              });
            }}
          >
            <span class="signal-title">${called}</span>
            <span class="signal-bar" aria-hidden="true"><span ${styles({ width: `${share}%` })}></span></span>
            <span class="signal-count">${count(rollouts)}</span>
            <span class="signal-share dim">${rollouts === 0 ? '' : `${share.toFixed(1)}%`}</span>
            ${about === undefined ? nothing : html`<span class="signal-about dim">${about}</span>`}
          </button>
        </li>`;
      })}
    </ul>
  </section>`;
}
