import { html, nothing, type TemplateResult } from 'lit';
import type { ComparedRow, ComparedSide } from '../../../src/protocol/rollouts/compare.ts';
import { reward, signed } from '../../ui/format.ts';
import type { Session } from '../session.ts';
import { openRollout } from './actions.ts';
import { emptyList, moreButton, tableKeys } from './list.ts';
import { sideTitle } from './sides.ts';
import type { CompareState } from './state.ts';
import { milliseconds } from './summary.ts';

const EMPTY = {
  differing: 'No rollout differs by more than the tolerance.',
  oneSided: 'Both sides have a reward for the same rollouts.',
  slowest: 'Neither side is a function of the workspace, whose time is taken.',
} as const;

/** Rollouts that differ, that only one side has a reward for, or that took longest. */
export function comparedRows(
  session: Session,
  { query, view }: NonNullable<CompareState['made']>,
): TemplateResult {
  const { rows, tab, used, loading } = session.state.compare;
  if (tab === 'changed') return html``;
  const { summary, slowest } = view;
  const total = { differing: summary.differ, oneSided: summary.oneSided, slowest }[tab];
  if (rows.length === 0) return emptyList(loading || total > 0, EMPTY[tab]);
  const timedTab = tab === 'slowest';
  const at = Math.max(
    0,
    rows.findIndex(({ rollout }) => rollout === used),
  );
  return html`<div class="compare-list">
    <table
      class="compared"
      aria-label="Compared rollouts, A ${sideTitle(query.a)}, B ${sideTitle(query.b)}"
      aria-rowcount=${total + 1}
      @keydown=${tableKeys}
    >
      <thead>
        <tr>
          <th scope="col">Rollout</th>
          <th scope="col" class="number">A</th>
          <th scope="col" class="number">B</th>
          ${
            timedTab
              ? html`<th scope="col" class="number">Time A</th>
                  <th scope="col" class="number">Time B</th>`
              : html`<th scope="col" class="number" title="B − A">Δ</th>`
          }
          <th scope="col">Completion</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row, i) => rowTemplate(session, row, i === at, timedTab))}
      </tbody>
    </table>
    ${moreButton(session, rows.length, total)}
  </div>`;
}

function rowTemplate(session: Session, row: ComparedRow, first: boolean, timed: boolean): TemplateResult {
  const { a, b, name, at, group, rollout, text } = row;
  const open = (): void => {
    void openRollout(session, group, at, rollout);
  };
  const difference = a.value === null || b.value === null ? undefined : b.value - a.value;
  return html`<tr
    class="compared-row"
    tabindex=${first ? '0' : '-1'}
    aria-label="Rollout ${at + 1} of group ${name}: A ${said(a)}, B ${said(b)}"
    @click=${open}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      open();
    }}
  >
    <td class="place">${name}<span class="dim"> · ${at + 1}</span></td>
    ${cell(a)}${cell(b)}
    ${
      timed
        ? html`<td class="number">${time(a)}</td>
            <td class="number">${time(b)}</td>`
        : html`<td class="number">${difference === undefined ? nothing : signed(difference)}</td>`
    }
    <td class="text" title=${text}>${text}</td>
  </tr>`;
}

function cell({ value, error }: ComparedSide): TemplateResult {
  if (value !== null) return html`<td class="number">${reward(value)}</td>`;
  if (error === undefined) return html`<td class="number dim">none</td>`;
  return html`<td class="failed" title=${error}>${error}</td>`;
}

const said = ({ value, error }: ComparedSide): string =>
  value === null ? (error === undefined ? 'none' : `error ${error}`) : reward(value);

const time = ({ milliseconds: taken }: ComparedSide): string =>
  taken === undefined ? '' : milliseconds(taken);
