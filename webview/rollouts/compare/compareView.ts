import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { iconButton, textButton } from '../../ui/buttons.ts';
import { count, plural } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import type { Session } from '../session.ts';
import { debugBelow, saveCsv, scoreSide, setTolerance, swapSides } from './actions.ts';
import { changedGroups } from './groupsTable.ts';
import { comparedRows } from './rowsTable.ts';
import { sideMenu } from './sideMenu.ts';
import { functionOf, sideTitle } from './sides.ts';
import { summaryView, tabs } from './summary.ts';

/** Two ways of scoring the run: how far they agree, and what their differences do to the groups. */
export function compareView(session: Session): TemplateResult {
  const { compare, query } = session.state;
  const { made, problem, tab, loading } = compare;
  return html`<div class="compare-box">
    ${bar(session)} ${scoring(session)}
    ${
      query.where === ''
        ? nothing
        : html`<p class="plots-note">Only rollouts that fulfil <code>${query.where}</code></p>`
    }
    ${notes(session)}
    ${problem === undefined ? nothing : html`<p class="compare-problem" role="alert">${icon('error')}${problem}</p>`}
    ${
      made === undefined
        ? empty(session, loading)
        : html`${summaryView(made)} ${tabs(session, made.view)}
          ${tab === 'changed' ? changedGroups(session, made) : comparedRows(session, made)}`
    }
  </div>`;
}

function bar(session: Session): TemplateResult {
  const { compare, run } = session.state;
  const target = [compare.b, compare.a]
    .map((side) => run && functionOf(side, run))
    .find((each) => each !== undefined && each.commit === undefined)?.target;
  return html`<div class="compare-bar" role="toolbar" aria-label="Compare">
    ${side(session, 'a')}
    ${iconButton({
      icon: 'arrow-swap',
      name: 'Swap the two sides',
      press: () => {
        swapSides(session);
      },
    })}
    ${side(session, 'b')}
    <label class="compare-tolerance"
      >Tolerance
      <input
        type="text"
        inputmode="decimal"
        size="6"
        aria-label="Tolerance"
        title="Differences up to this are none"
        .value=${live(shortNumber(compare.tolerance))}
        @change=${(event: Event) => {
          setTolerance(session, (event.target as HTMLInputElement).value);
        }}
    /></label>
    <span class="grow"></span>
    ${
      target === undefined
        ? nothing
        : html`${textButton({
            label: 'Compare with HEAD',
            icon: 'git-commit',
            disabled: compare.scoring !== undefined,
            press: () => void scoreSide(session, 'a', target, true),
          })}${iconButton({
            icon: 'debug-alt',
            name: 'Debug the rows below a reward…',
            press: () => void debugBelow(session, target),
          })}`
    }
    ${iconButton({
      icon: 'table',
      name: 'Save comparison as CSV',
      disabled: compare.made === undefined,
      press: () => void saveCsv(session),
    })}
  </div>`;
}

/** "0.05", "1e-6" */
const shortNumber = (value: number): string =>
  value > 0 && value < 0.001 ? value.toExponential() : String(value);

/** The button that says and changes what a side is. */
function side(session: Session, which: 'a' | 'b'): TemplateResult {
  const { compare, run } = session.state;
  const chosen = compare[which];
  const scored = run && functionOf(chosen, run);
  const commit = scored?.commit === undefined ? '' : ` ${scored.commit.slice(0, 7)}`;
  return html`<span class="compare-side"
    ><span class="side-letter" aria-hidden="true">${which.toUpperCase()}</span>${textButton({
      label: `${sideTitle(chosen)}${commit}`,
      icon: 'chevron-down',
      press: (event) => {
        void sideMenu(session, which, event.currentTarget as HTMLElement);
      },
    })}${
      scored === undefined
        ? nothing
        : iconButton({
            icon: 'refresh',
            name: `Score ${scored.name} again`,
            disabled: scored.running,
            press: () => void scoreSide(session, which, scored.target, scored.commit !== undefined),
          })
    }</span
  >`;
}

function scoring({ state }: Session): TemplateResult | typeof nothing {
  const own = state.compare.scoring;
  if (own === undefined) {
    // Somebody else's, such as the command's, which has its own way to be cancelled.
    const other = state.run?.functions.find(({ running }) => running);
    if (other === undefined) return nothing;
    return html`<p class="compare-scoring">
      Scoring with ${other.name}: ${count(other.done)} of ${count(state.run?.rollouts ?? 0)}
    </p>`;
  }
  const { title, done, total, controller } = own;
  const label = `Scoring with ${title}`;
  return html`<p class="compare-scoring">
    <span>${label}: ${total === 0 ? 'starting…' : `${count(done)} of ${count(total)}`}</span>
    ${
      total === 0
        ? html`<progress aria-label=${label}></progress>`
        : html`<progress aria-label=${label} max=${total} .value=${done}></progress>`
    }
    ${iconButton({
      icon: 'close',
      name: 'Cancel scoring',
      press: () => {
        controller.abort();
      },
    })}
  </p>`;
}

function notes({ state }: Session): TemplateResult | typeof nothing {
  const { run, compare } = state;
  if (run === undefined) return nothing;
  const said = [compare.a, compare.b].flatMap((each) => {
    const known = functionOf(each, run);
    if (known === undefined) return [];
    const rest = run.rollouts - known.done;
    return [
      ...[known.givenUp, known.failedBatches].filter((told) => told !== undefined),
      ...(known.outdated > 0 ? [`${count(known.outdated)} outdated, score again`] : []),
      ...known.notes,
      ...(rest > 0 && !known.running ? [`${plural(rest, 'rollout')} not scored`] : []),
    ].map((note) => `${known.name}: ${note}`);
  });
  return said.length === 0 ? nothing : html`<p class="compare-notes">${said.join('; ')}</p>`;
}

function empty({ state }: Session, loading: boolean): TemplateResult {
  if (loading) return html`<div class="compare-empty"><vscode-progress-ring></vscode-progress-ring></div>`;
  const { functions } = state.compare;
  return html`<div class="compare-empty">
    <h2>Choose two ways of scoring</h2>
    <p>
      A reward as it was logged, as it is computed here, or a function of the workspace, as its file stands or
      as of Git’s HEAD.
    </p>
    ${functions?.refusal === undefined ? nothing : html`<p>${functions.refusal}</p>`}
    ${
      functions?.choices.length === 0 && functions.refusal === undefined
        ? html`<p class="dim">No reward function was recognised in this workspace.</p>`
        : nothing
    }
  </div>`;
}
