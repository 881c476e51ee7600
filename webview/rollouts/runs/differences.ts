import { html, nothing, type TemplateResult } from 'lit';
import {
  INTERVAL_METHODS,
  type Direction,
  type PairedDifference,
} from '../../../src/core/rollouts/runs/difference.ts';
import type { RunsReport, RunsSlice } from '../../../src/protocol/rollouts/runs.ts';
import { count, plural, reward, signed } from '../../ui/format.ts';
import type { Session } from '../session.ts';
import { listSamples } from './actions.ts';

/** A line for the total and each reward: its mean in both, and how sure the change is. */
export function differencesTable(session: Session, { names, differences }: RunsReport): TemplateResult {
  const { listed } = session.state.runs;
  const method = differences.find(({ interval }) => interval !== undefined)?.interval?.method;
  return html`<div class="compare-list">
    <table class="compared runs-differences" aria-label="Change of each reward">
      <thead>
        ${head('reward', method === undefined ? '' : INTERVAL_METHODS[method])}
      </thead>
      <tbody>
        ${names.map((name, i) => {
          const difference = differences[i];
          if (difference === undefined) return nothing;
          const list = (only?: Direction): void => {
            const { descending } = listed;
            void listSamples(session, { name, descending, ...(only !== undefined && { only }) });
          };
          return line(name, difference, listed.name === name && listed.slice === undefined, list);
        })}
      </tbody>
    </table>
    ${method === undefined ? nothing : html`<p class="dim runs-note">${INTERVAL_METHODS[method]}.</p>`}
  </div>`;
}

/** The same of the reward that the list goes by, for each value of the slice. */
export function slicesTable(
  session: Session,
  { names, slices }: RunsReport,
): TemplateResult | typeof nothing {
  const { listed, made } = session.state.runs;
  if (slices.length === 0) return nothing;
  const at = Math.max(0, names.indexOf(listed.name));
  return html`<div class="compare-list">
    <table
      class="compared runs-differences"
      aria-label="Change of ${listed.name} by ${made?.query.slice ?? ''}"
    >
      <thead>
        ${head(`${made?.query.slice ?? ''}: ${listed.name}`, '')}
      </thead>
      <tbody>
        ${slices.map((slice: RunsSlice) => {
          const difference = slice.differences[at];
          if (difference === undefined) return nothing;
          const list = (only?: Direction): void => {
            const { name, descending } = listed;
            void listSamples(session, {
              name,
              descending,
              slice: slice.value,
              ...(only !== undefined && { only }),
            });
          };
          return line(
            slice.value === '' ? '(none)' : slice.value,
            difference,
            listed.slice === slice.value,
            list,
          );
        })}
      </tbody>
    </table>
  </div>`;
}

function head(name: string, method: string): TemplateResult {
  return html`<tr>
    <th scope="col">${name}</th>
    <th scope="col" class="number">samples</th>
    <th scope="col" class="number">baseline</th>
    <th scope="col" class="number">this run</th>
    <th scope="col" class="number">change</th>
    <th scope="col" class="number" title=${method}>95 % interval</th>
    <th scope="col"></th>
    <th scope="col" class="number">improved</th>
    <th scope="col" class="number">regressed</th>
    <th scope="col" class="number">equal</th>
  </tr>`;
}

function line(
  name: string,
  difference: PairedDifference,
  chosen: boolean,
  list: (only?: Direction) => void,
): TemplateResult {
  const { samples, meanBase, meanRun, mean, interval } = difference;
  const verdict = verdictOf(difference);
  return html`<tr class=${chosen ? 'chosen' : ''}>
    <th scope="row">
      <button
        class="link"
        aria-pressed=${chosen ? 'true' : 'false'}
        title="List the samples by ${name}"
        @click=${() => {
          list();
        }}
      >
        ${name}
      </button>
    </th>
    <td class="number">${count(samples)}</td>
    <td class="number">${reward(meanBase)}</td>
    <td class="number">${reward(meanRun)}</td>
    <td class="number">${signed(mean)}</td>
    <td class="number">
      ${interval === undefined ? '–' : `${signed(interval.low)} to ${signed(interval.high)}`}
    </td>
    <td class=${verdict.mark}>${verdict.text}</td>
    ${(['improved', 'regressed', 'equal'] as const).map(
      (only) =>
        html`<td class="number">
          ${
            difference[only] === 0
              ? '0'
              : html`<button
                  class="link"
                  aria-label="${plural(difference[only], 'sample')} ${only} in ${name}"
                  @click=${() => {
                    list(only);
                  }}
                >
                  ${count(difference[only])}
                </button>`
          }
        </td>`,
    )}
  </tr>`;
}

/** In words, because colours alone tell nothing. */
function verdictOf({ interval }: PairedDifference): { readonly text: string; readonly mark: string } {
  if (interval === undefined) return { text: '', mark: '' };
  if (interval.low > 0) return { text: '▲ better', mark: 'up' };
  if (interval.high < 0) return { text: '▼ worse', mark: 'down' };
  return interval.low === 0 && interval.high === 0
    ? { text: 'equal', mark: 'dim' }
    : { text: 'unclear', mark: 'dim' };
}
