import { html, type TemplateResult } from 'lit';
import type { ChangedGroupRow } from '../../../src/protocol/rollouts/compare.ts';
import { count, plural } from '../../ui/format.ts';
import type { Session } from '../session.ts';
import { openRollout } from './actions.ts';
import { emptyList, moreButton, tableKeys } from './list.ts';
import type { CompareState } from './state.ts';

/** Groups whose order changes, or an advantage of which changes its sign: the order on both sides. */
export function changedGroups(session: Session, { view }: NonNullable<CompareState['made']>): TemplateResult {
  const { groups, used, loading } = session.state.compare;
  const total = view.changed;
  if (groups.length === 0)
    return emptyList(loading || total > 0, 'Both sides order every group alike, and teach the same.');
  const at = Math.max(
    0,
    groups.findIndex(({ group }) => group === used),
  );
  return html`<div class="compare-list">
    <table class="compared" aria-label="Changed groups" aria-rowcount=${total + 1} @keydown=${tableKeys}>
      <thead>
        <tr>
          <th scope="col">Group</th>
          <th scope="col" class="number" title="Pairs of rollouts that change place">Swapped</th>
          <th scope="col" class="number" title="Pairs that are even on one side only">Even once</th>
          <th scope="col" class="number" title="Rollouts whose advantage changes its sign">Signs</th>
          <th scope="col" title="Numbers of the rollouts in the group, the best first">Order A → B</th>
          <th scope="col">Question</th>
        </tr>
      </thead>
      <tbody>
        ${groups.map((row, i) => rowTemplate(session, row, i === at))}
      </tbody>
    </table>
    ${moreButton(session, groups.length, total)}
  </div>`;
}

function rowTemplate(session: Session, row: ChangedGroupRow, first: boolean): TemplateResult {
  const { group, name, swapped, parted, turned, before, after, title } = row;
  const open = (): void => {
    void openRollout(session, group, (after[0] ?? 1) - 1, group);
  };
  return html`<tr
    class="compared-row"
    tabindex=${first ? '0' : '-1'}
    aria-label="Group ${name}: ${plural(swapped, 'pair')} swapped, ${plural(turned, 'sign')} changed, best first A ${before.join(' ')}, B ${after.join(' ')}"
    @click=${open}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      open();
    }}
  >
    <td class="place">${name}</td>
    <td class="number">${count(swapped)}</td>
    <td class="number">${count(parted)}</td>
    <td class="number">${count(turned)}</td>
    <td class="order">${places(before, after)}<span class="dim"> → </span>${places(after, before)}</td>
    <td class="text" title=${title}>${title}</td>
  </tr>`;
}

/** Those that stand elsewhere on the other side stand out. */
function places(order: readonly number[], other: readonly number[]): readonly TemplateResult[] {
  return order.map(
    (place, i) => html`<span class="order-place ${other[i] === place ? 'dim' : 'moved'}">${place}</span> `,
  );
}
