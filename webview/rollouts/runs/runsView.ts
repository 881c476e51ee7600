import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { iconButton, textButton } from '../../ui/buttons.ts';
import { count, plural } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import { openMenu } from '../../ui/menu.ts';
import type { RunsReport } from '../../../src/protocol/rollouts/runs.ts';
import type { Session } from '../session.ts';
import { cancelRuns, chooseRun, compareRuns, compareWith, exportSamples } from './actions.ts';
import { differencesTable, slicesTable } from './differences.ts';
import { samplesTable } from './samplesTable.ts';

/** Two runs, or two parts of one, on the same samples: which improved and which regressed. */
export function runsView(session: Session): TemplateResult {
  const { made, problem } = session.state.runs;
  return html`<div class="compare-box runs-box">
    ${bar(session)}
    ${problem === undefined ? nothing : html`<p class="compare-problem" role="alert">${icon('error')}${problem}</p>`}
    ${
      made === undefined
        ? empty(session)
        : made.report.samples === 0
          ? html`${sides(made.report)}
              <div class="compare-empty"><p class="dim">No sample is in both.</p></div>`
          : html`${sides(made.report)}${outdated(session)}${differencesTable(session, made.report)}${slicesTable(session, made.report)}${samplesTable(session, made.report)}`
    }
  </div>`;
}

function bar(session: Session): TemplateResult {
  const { runs } = session.state;
  return html`<div class="compare-bar" role="toolbar" aria-label="Runs">
    <span class="compare-side"
      >${textButton({
        label: `Baseline: ${runs.other === undefined ? 'choose…' : runs.other === null ? 'this run' : baseName(runs.other)}`,
        icon: 'chevron-down',
        press: (event) => {
          baseMenu(session, event.currentTarget as HTMLElement);
        },
      })}${where(session, 'baseWhere', 'Filter of the baseline')}</span
    >
    <span class="compare-side"
      ><span class="side-letter">This run</span>${where(session, 'runWhere', 'Filter of this run')}</span
    >
    ${textButton({
      label: runs.slice === null ? 'Slice by…' : `Slice: ${runs.slice}`,
      icon: 'chevron-down',
      press: (event) => {
        sliceMenu(session, event.currentTarget as HTMLElement);
      },
    })}
    ${textButton({
      label: 'Compare',
      primary: true,
      disabled: runs.other === undefined || runs.loading !== undefined,
      press: () => void compareRuns(session),
    })}
    <span class="grow"></span>
    ${progress(session)}
    ${iconButton({
      icon: 'table',
      name: 'Save samples as CSV',
      disabled: runs.made === undefined,
      press: () => void exportSamples(session),
    })}
  </div>`;
}

/** Which rollouts of a side count; Enter compares. */
function where(session: Session, side: 'baseWhere' | 'runWhere', label: string): TemplateResult {
  const { runs } = session.state;
  return html`<input
    class="runs-where"
    type="text"
    placeholder="all rollouts"
    title="${label}, e.g. step=1..10"
    aria-label=${label}
    .value=${live(runs[side])}
    @input=${(event: Event) => {
      runs[side] = (event.target as HTMLInputElement).value;
    }}
    @keydown=${(event: KeyboardEvent) => {
      event.stopPropagation();
      if (event.key === 'Enter') void compareRuns(session);
    }}
  />`;
}

function baseMenu(session: Session, owner: HTMLElement): void {
  const { other } = session.state.runs;
  openMenu(owner, 'Baseline', [
    { label: 'Another Run…', checked: typeof other === 'string', run: () => void chooseRun(session) },
    {
      label: 'This Run, Other Steps',
      checked: other === null,
      run: () => void compareWith(session, null),
    },
  ]);
}

function sliceMenu(session: Session, owner: HTMLElement): void {
  const { runs } = session.state;
  const by = (slice: string | null) => () => {
    runs.slice = slice;
    void compareRuns(session);
    session.changed();
  };
  openMenu(owner, 'Slice', [
    { label: 'No Slices', checked: runs.slice === null, run: by(null) },
    ...runs.columns.map((name) => ({ label: name, checked: runs.slice === name, run: by(name) })),
  ]);
}

function progress(session: Session): TemplateResult | typeof nothing {
  const { loading } = session.state.runs;
  if (loading === undefined) return nothing;
  return html`<span class="dim">Comparing… ${Math.floor(loading.done * 100)} %</span>
    <progress aria-label="Comparing" max="1" .value=${loading.done}></progress>
    ${iconButton({
      icon: 'close',
      name: 'Cancel the comparison',
      press: () => {
        cancelRuns(session);
      },
    })}`;
}

function sides({ base, run, samples, onlyBase, onlyRun, byRow }: RunsReport): TemplateResult {
  const parts = [
    `${plural(samples, 'sample')} in both`,
    byRow === samples
      ? 'known by their row'
      : `${count(byRow)} known by their row, ${count(samples - byRow)} by their prompt`,
    onlyBase > 0 ? `${count(onlyBase)} only in the baseline` : '',
    onlyRun > 0 ? `${count(onlyRun)} only in this run` : '',
    `${plural(base.rollouts, 'rollout')} against ${count(run.rollouts)}`,
  ];
  return html`<p class="runs-note" role="status">${parts.filter((part) => part !== '').join(' · ')}</p>`;
}

function outdated({ state: { run, runs } }: Session): TemplateResult | typeof nothing {
  const { made } = runs;
  if (made === undefined || run === undefined) return nothing;
  if (run.rollouts === made.rollouts && run.unsaved === made.unsaved) return nothing;
  return html`<p class="runs-note warning">
    ${icon('warning')} The run or its dataset is another by now: compare again.
  </p>`;
}

function empty({ state }: Session): TemplateResult {
  if (state.runs.loading !== undefined)
    return html`<div class="compare-empty"><vscode-progress-ring></vscode-progress-ring></div>`;
  return html`<div class="compare-empty">
    <h2>Compare two runs on the same samples</h2>
    <p>
      Choose a baseline: another run or checkpoint, or other steps of this one. Samples are matched by the row
      of the dataset that they are linked to, else by their prompt.
    </p>
    <p class="dim">Filters take part of a run: step=1..10 against step=90..100.</p>
  </div>`;
}

const baseName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
