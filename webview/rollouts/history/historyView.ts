import { html, nothing, type TemplateResult } from 'lit';
import type { Glimpse, SampleStep } from '../../../src/protocol/rollouts.ts';
import { count, plural } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import { sized } from '../../ui/sized.ts';
import { styles } from '../../ui/styles.ts';
import { imageSize, inOriginal } from '../boxes.ts';
import type { Session } from '../session.ts';
import { shown } from '../state.ts';
import { thumbnail } from '../thumbnail.ts';
import { historyPlot } from './historyPlot.ts';
import { glimpsesOf, historyOf, showRollout, stepHistory } from './load.ts';

/** Height of a step in the list, in CSS pixels; the stylesheet's `.history-step` has the same. */
const ROW = 100;
/** Steps that are drawn above and below those in view. */
const MORE = 2;

/** One sample over the steps: its rewards as a small plot, and below a strip of small images for each step. */
export function historyView(session: Session): TemplateResult | typeof nothing {
  const { state } = session;
  const { group, history } = state;
  if (group === undefined) return nothing;
  const known = historyOf(session);
  if (known === undefined)
    return html`<div class="cover-text">
      <vscode-progress-ring></vscode-progress-ring>
      <p>Looking for this sample in the other steps…</p>
    </div>`;
  const { steps, by } = known;
  const selected = steps.findIndex(({ step }) => step === group.summary.step);
  const rollouts = steps.reduce((sum, step) => sum + step.count, 0);
  reveal(session, selected);
  const first = Math.max(0, Math.floor(history.scrolled / ROW) - MORE);
  const last = Math.ceil((history.scrolled + history.room.height) / ROW) + MORE;
  return html`<div class="history">
    <h2 class="history-head">
      <span class="history-title" dir="auto">${group.summary.title}</span>
      <span class="dim"
        >${plural(steps.length, 'step')}, ${plural(rollouts, 'rollout')},
        ${by === 'row' ? 'linked to one row' : 'by equal prompts'}</span
      >
    </h2>
    ${historyPlot(steps, selected, history.room.width, (rollout) => void showRollout(session, rollout))}
    <div
      class="history-steps"
      role="listbox"
      aria-label="Steps of this sample"
      aria-activedescendant=${selected < 0 ? nothing : `history-${selected}`}
      tabindex="0"
      @keydown=${walk(session)}
      @scroll=${(event: Event) => {
        history.scrolled = (event.target as HTMLElement).scrollTop;
        session.changed();
      }}
      ${sized((room) => {
        history.room = room;
        session.changed();
      })}
    >
      <div class="history-extent" role="presentation" ${styles({ height: `${steps.length * ROW}px` })}>
        ${steps
          .slice(first, last)
          .map((step, i) => stepTemplate(session, step, first + i, first + i === selected, steps.length))}
      </div>
    </div>
  </div>`;
}

/** Brings the step that is shown into view, once for each rollout: whoever scrolls elsewhere is not called back. */
function reveal({ state }: Session, selected: number): void {
  const { history } = state;
  const rollout = shown(state)?.index;
  const list = document.querySelector('.history-steps');
  if (list === null || selected < 0 || history.revealed === rollout) return;
  history.revealed = rollout;
  const [top, bottom] = [selected * ROW, (selected + 1) * ROW - list.clientHeight];
  if (list.scrollTop > top) list.scrollTop = top;
  else if (list.scrollTop < bottom) list.scrollTop = bottom;
}

function stepTemplate(
  session: Session,
  step: SampleStep,
  at: number,
  selected: boolean,
  of: number,
): TemplateResult {
  const write = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : 'none');
  return html`<div
    class="history-step ${selected ? 'selected' : ''}"
    id="history-${at}"
    role="option"
    aria-selected=${selected ? 'true' : 'false'}
    aria-setsize=${of}
    aria-posinset=${at + 1}
    aria-label="Step ${step.step}: mean ${write(step.mean)}, best ${write(step.most)}, spread ${write(step.spread)}, ${plural(step.count, 'rollout')}"
    ${styles({ transform: `translateY(${at * ROW}px)` })}
    @click=${() => void showRollout(session, step.best)}
  >
    <dl class="history-numbers">
      <dt>step</dt>
      <dd class="strong">${step.step}</dd>
      <dt>mean</dt>
      <dd>${write(step.mean)} ± ${write(step.spread)}</dd>
      <dt>best</dt>
      <dd>${write(step.most)}</dd>
    </dl>
    <div class="history-strip">
      ${glimpsesOf(session, step.rollouts).map((glimpse, i) => glimpseTemplate(session, step, glimpse, i))}
      ${
        step.count > step.rollouts.length
          ? html`<span class="dim">and ${count(step.count - step.rollouts.length)} more</span>`
          : nothing
      }
    </div>
  </div>`;
}

function glimpseTemplate(
  session: Session,
  step: SampleStep,
  glimpse: Glimpse | undefined,
  at: number,
): TemplateResult {
  const { state } = session;
  const rollout = step.rollouts[at] ?? 0;
  const size = imageSize(state);
  const boxes = size === undefined || glimpse === undefined ? [] : inOriginal(state, glimpse.boxes, size);
  return html`<div
    class="card ${shown(state)?.index === rollout ? 'selected' : ''}"
    @click=${(event: Event) => {
      event.stopPropagation();
      void showRollout(session, rollout);
    }}
    @dblclick=${() => void session.setView('group')}
  >
    ${thumbnail(state, boxes)}
    <span class="card-line"
      ><span class="strong">${glimpse?.total === null ? 'none' : (glimpse?.total.toFixed(2) ?? '…')}</span
      ><span class="grow"></span>${step.best === rollout && step.count > 1 ? icon('star-full') : nothing}${
        glimpse?.failed === true ? html`<span class="error">${icon('error')}</span>` : nothing
      }</span
    >
  </div>`;
}

/** ↑ and ↓ go through the steps, ← and → through the rollouts of one, Enter opens its group. */
function walk(session: Session) {
  return (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const run: Record<string, () => unknown> = {
      ArrowDown: () => stepHistory(session, 1),
      ArrowUp: () => stepHistory(session, -1),
      ArrowRight: () => session.step(1),
      ArrowLeft: () => session.step(-1),
      Enter: () => session.setView('group'),
    };
    const act = run[event.key];
    if (act === undefined) return;
    event.preventDefault();
    void act();
  };
}
