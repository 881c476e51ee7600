import { html, nothing, type TemplateResult } from 'lit';
import type { RunsReport, RunsSample } from '../../../src/protocol/rollouts/runs.ts';
import { iconButton, textButton } from '../../ui/buttons.ts';
import { count, plural, reward, signed } from '../../ui/format.ts';
import { tableKeys } from '../compare/list.ts';
import type { Session } from '../session.ts';
import { listSamples, openSample, showMore } from './actions.ts';

/** The samples of both runs, the most regressed first: Enter shows both sides of one. */
export function samplesTable(session: Session, { names }: RunsReport): TemplateResult {
  const { samples, count: total, listed, used } = session.state.runs;
  const others = names.filter((name) => name !== listed.name);
  const which = [listed.only ?? '', listed.slice ?? ''].filter((part) => part !== '').join(', ');
  return html`<div class="runs-list-head">
      <span
        >${plural(total, 'sample')}${which === '' ? '' : ` (${which})`}, by the change of ${listed.name}</span
      >
      ${iconButton({
        icon: listed.descending ? 'arrow-down' : 'arrow-up',
        name: listed.descending ? 'Most improved first' : 'Most regressed first',
        pressed: listed.descending,
        press: () => void listSamples(session, { ...listed, descending: !listed.descending }),
      })}
      ${
        which === ''
          ? nothing
          : iconButton({
              icon: 'close',
              name: 'List all samples',
              press: () => void listSamples(session, { name: listed.name, descending: listed.descending }),
            })
      }
    </div>
    <div class="compare-list">
      <table
        class="compared"
        aria-label="Samples of both runs"
        aria-rowcount=${total + 1}
        @keydown=${tableKeys}
      >
        <thead>
          <tr>
            <th scope="col" class="number">change</th>
            <th scope="col" class="number">${listed.name}: baseline</th>
            <th scope="col" class="number">this run</th>
            ${others.map((name) => html`<th scope="col" class="number" title="baseline → this run">${name}</th>`)}
            <th scope="col" class="number" title="Rollouts of the baseline and of this run">rollouts</th>
            <th scope="col">question</th>
          </tr>
        </thead>
        <tbody>
          ${samples.map((sample, place) => line(session, sample, place, others, place === used))}
        </tbody>
      </table>
      ${
        samples.length < total
          ? textButton({
              label: `Show more of ${count(total)}`,
              press: () => void showMore(session),
            })
          : nothing
      }
    </div>`;
}

function line(
  session: Session,
  sample: RunsSample,
  place: number,
  others: readonly string[],
  first: boolean,
): TemplateResult {
  const { title, change, means, base, run } = sample;
  const { name } = session.state.runs.listed;
  const [before = null, after = null] = means[name] ?? [];
  const open = (): void => {
    void openSample(session, sample, place);
  };
  return html`<tr
    class="compared-row"
    tabindex=${first ? '0' : '-1'}
    aria-label="${title}: ${name} ${number(before)} in the baseline, ${number(after)} in this run, ${directionOf(change)}"
    @click=${open}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      open();
    }}
  >
    <td class="number ${change === null ? '' : change > 0 ? 'up' : change < 0 ? 'down' : 'dim'}">
      ${change === null ? '' : `${arrow(change)}${signed(change)}`}
    </td>
    <td class="number">${number(before)}</td>
    <td class="number">${number(after)}</td>
    ${others.map((other) => {
      const [a = null, b = null] = means[other] ?? [];
      return html`<td class="number ${a === b ? 'dim' : ''}">
        ${a === b ? number(a, 2) : `${number(a, 2)} → ${number(b, 2)}`}
      </td>`;
    })}
    <td class="number">
      ${base.rollouts === run.rollouts ? base.rollouts : `${base.rollouts}, ${run.rollouts}`}
    </td>
    <td class="text" dir="auto" title=${title}>${title}</td>
  </tr>`;
}

const number = (mean: number | null, digits = 4): string =>
  mean === null ? '–' : digits === 4 ? reward(mean) : mean.toFixed(digits);

const arrow = (change: number): string => (change > 0 ? '▲ ' : change < 0 ? '▼ ' : '');

function directionOf(change: number | null): string {
  if (change === null) return 'no change known';
  return change > 0 ? 'improved' : change < 0 ? 'regressed' : 'equal';
}
