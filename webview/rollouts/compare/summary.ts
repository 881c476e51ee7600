import { html, nothing, type TemplateResult } from 'lit';
import type { ComparisonView } from '../../../src/protocol/rollouts/compare.ts';
import { count, plural, reward } from '../../ui/format.ts';
import type { Session } from '../session.ts';
import { showTab } from './actions.ts';
import { sideTitle } from './sides.ts';
import type { CompareState, Tab } from './state.ts';

/** The two sides in numbers, and what their differences do to the groups. */
export function summaryView({ query, view }: NonNullable<CompareState['made']>): TemplateResult {
  const { summary, medianA, medianB } = view;
  const { a, b, compared, differ, oneSided, largest, correlation, meanA, meanB } = summary;
  const number = (name: string, x: string, y: string, title: string): TemplateResult =>
    html`<tr title=${title}>
      <th scope="row">${name}</th>
      <td>${x}</td>
      <td>${y}</td>
    </tr>`;
  const timed = medianA !== null || medianB !== null;
  return html`<div class="compare-summary">
    <table class="compare-numbers" aria-label="The two sides">
      <thead>
        <tr>
          <td></td>
          <th scope="col"><span class="side-letter" aria-hidden="true">A</span> ${sideTitle(query.a)}</th>
          <th scope="col"><span class="side-letter" aria-hidden="true">B</span> ${sideTitle(query.b)}</th>
        </tr>
      </thead>
      <tbody>
        ${number('Mean', optional(meanA), optional(meanB), 'Of the rollouts with a reward on both sides')}
        ${number('Rewards', count(a.rewards), count(b.rewards), 'Rollouts with a reward')}
        ${number('Errors', count(a.failed), count(b.failed), 'Rollouts where scoring failed: no zeros')}
        ${number('No reward', count(a.none), count(b.none), 'None or null was given, or logged')}
        ${a.absent + b.absent === 0 ? nothing : number('Not scored', count(a.absent), count(b.absent), 'Not scored this way, or not yet')}
        ${number('Without spread', count(summary.flatA), count(summary.flatB), 'Groups that teach nothing on this side, and do on the other')}
        ${timed ? number('Median time', milliseconds(medianA), milliseconds(medianB), 'Of the time a rollout takes') : nothing}
      </tbody>
    </table>
    <dl class="compare-facts" role="group" aria-label="Comparison">
      ${fact('Compared', plural(compared, 'rollout'))}
      ${fact('Differ', `${count(differ)}${share(differ, compared)}`, differ > 0)}
      ${fact('On one side only', count(oneSided), oneSided > 0)}
      ${fact('Largest difference', largest === 0 ? '0' : largest.toPrecision(4))}
      ${fact('Correlation', correlation === null ? 'no spread' : correlation.toFixed(4))}
      ${fact(
        'Order changes',
        summary.reranked === 0
          ? `in none of ${plural(summary.groups, 'group')}`
          : `in ${count(summary.reranked)} of ${plural(summary.groups, 'group')}: ${plural(summary.swapped, 'pair')} swapped, ${count(summary.parted)} even on one side only`,
        summary.reranked > 0,
      )}
      ${fact(
        'Advantage changes sign',
        summary.turned === 0
          ? `in none of ${plural(summary.groups, 'group')}`
          : `in ${plural(summary.turnedGroups, 'group')}, of ${plural(summary.turned, 'rollout')}`,
        summary.turned > 0,
      )}
    </dl>
  </div>`;
}

/** Which of its lists is shown. */
export function tabs(session: Session, { summary, slowest, changed }: ComparisonView): TemplateResult {
  const { compare } = session.state;
  const tab = (name: Tab, title: string, of: number): TemplateResult =>
    html`<button
      class=${compare.tab === name ? 'on' : ''}
      aria-pressed=${compare.tab === name ? 'true' : 'false'}
      @click=${() => {
        showTab(session, name);
      }}
    >
      ${title} <span class="tab-count">${count(of)}</span>
    </button>`;
  return html`<div class="compare-tabs">
    <div class="segments" role="group" aria-label="List">
      ${tab('differing', 'Differences', summary.differ)} ${tab('oneSided', 'One side only', summary.oneSided)}
      ${tab('changed', 'Groups', changed)} ${tab('slowest', 'Slowest', slowest)}
    </div>
  </div>`;
}

function fact(name: string, value: string, stands = false): TemplateResult {
  return html`<div class="fact ${stands ? 'stands' : ''}">
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

const optional = (value: number | null): string => (value === null ? '–' : reward(value));

/** "0.21 ms", "1,204 ms" */
export function milliseconds(value: number | null): string {
  if (value === null) return '–';
  return `${value < 100 ? value.toPrecision(2) : count(Math.round(value))} ms`;
}

const share = (part: number, whole: number): string =>
  whole === 0 || part === 0 ? '' : ` (${((100 * part) / whole).toFixed(1)} %)`;
