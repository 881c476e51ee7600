import { html, nothing, type TemplateResult } from 'lit';
import type { Json } from '../../../src/core/json.ts';
import type { SqlResult } from '../../../src/protocol/rollouts/sql.ts';
import { textButton } from '../../ui/buttons.ts';
import { count, plural } from '../../ui/format.ts';
import type { Session } from '../session.ts';
import { openRollout, rowsText, saveCsv, showInList } from './actions.ts';
import { plain } from './csv.ts';
import { ROWS_AT_ONCE, type Answered } from './state.ts';

/** Characters of a value in a cell, and in its tooltip. */
const CELL = 300;
const TOOLTIP = 2000;
/** Characters that every column has room for. */
const FITS = 32;

/** What came of a query: a table, and ways on from it. */
export function resultView(session: Session, answered: Answered, answer: SqlResult): TemplateResult {
  const { columns, rows } = answer;
  const rollout = columns.findIndex(({ name }) => name.toLowerCase() === 'rollout');
  const shown = Math.min(answered.shown, rows.length);
  return html`<div class="sql-bar">
      <span>${rowsText(answer)} in ${count(Math.round(answer.milliseconds))} ms</span>
      ${sinceThen(session, answer)}
      <span class="grow"></span>
      ${
        rollout < 0
          ? nothing
          : textButton({
              label: 'Show in the list',
              icon: 'filter',
              disabled: session.state.sql.running !== undefined,
              press: () => void showInList(session),
            })
      }
      ${textButton({ label: 'Save as CSV', icon: 'save', press: () => void saveCsv(session, answer) })}
    </div>
    <div class="sql-result" tabindex="0" role="region" aria-label="Result">
      <table aria-label="Result of the query" aria-rowcount=${rows.length + 1}>
        <thead>
          <tr>
            ${columns.map(({ name, type }, i) => html`<th scope="col" class=${classOf(rows.find((row) => row[i] !== null)?.[i] ?? null)} title=${type}>${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, shown).map(
            (row) =>
              html`<tr>
                ${row.map((value, i) => html`<td class=${classOf(value)} title=${tooltip(value)}>${i === rollout ? rolloutCell(session, value) : cell(value)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
      ${
        shown === rows.length
          ? nothing
          : textButton({
              label: `Show more (${count(rows.length - shown)} left)`,
              press: () => {
                answered.shown += ROWS_AT_ONCE * 5;
                session.changed();
              },
            })
      }
    </div>`;
}

/** What the query could not know yet. */
function sinceThen({ state }: Session, { rollouts, judged }: SqlResult): TemplateResult | typeof nothing {
  const { run } = state;
  if (run === undefined) return nothing;
  const parts = [
    run.rollouts > rollouts ? `${plural(run.rollouts - rollouts, 'rollout')} came since` : '',
    judged < rollouts ? `${count(judged)} of ${count(rollouts)} were scored by then` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? nothing : html`<span class="dim">· ${parts.join(' · ')}</span>`;
}

function rolloutCell(session: Session, value: Json): TemplateResult {
  if (typeof value !== 'number') return cell(value);
  return html`<button
    class="link"
    aria-label="Open rollout ${value}"
    @click=${() => void openRollout(session, value)}
  >
    ${value}
  </button>`;
}

function cell(value: Json): TemplateResult {
  if (value === null) return html`<span class="dim">null</span>`;
  const text = String(plain(value));
  return html`${typeof value === 'number' ? numberText(value) : text.slice(0, CELL)}`;
}

/** All of a text that may be too wide for its column, and all digits of a number that is rounded. */
function tooltip(value: Json): string | typeof nothing {
  if (value === null) return nothing;
  const text = String(plain(value));
  const whole = typeof value === 'number' ? numberText(value) === text : text.length <= FITS;
  return whole ? nothing : text.slice(0, TOOLTIP);
}

const classOf = (value: Json): string => (typeof value === 'number' ? 'number' : '');

/** Four decimals, as rewards are written everywhere here; more where that would leave nothing. */
function numberText(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 0.001 ? value.toFixed(4) : value.toPrecision(3);
}
