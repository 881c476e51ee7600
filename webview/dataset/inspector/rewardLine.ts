/** The row of a reward, whoever computes it: its line, what it opens into, and the keys of the table. */
import { html, nothing, type TemplateResult } from 'lit';
import { agrees } from '../../../src/core/rollouts/logged.ts';
import { reward, signed } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import { styles } from '../../ui/styles.ts';
import type { Editor } from '../editor.ts';
import { isOpen, reachableReward, reachReward, toggleTrace } from '../traces.ts';
import { chosen } from '../underTest.ts';
import type { State } from '../state.ts';

export interface RewardLine {
  readonly name: string;
  /** How it is read out. */
  readonly label: string;
  readonly weight: number;
  readonly failed: boolean;
  /** Told by the pointer. */
  readonly title: string;
  /** Beside the name. */
  readonly mark?: TemplateResult;
  readonly cells: TemplateResult;
  /** Below the line, where the row is open. */
  readonly detail: () => unknown;
}

/** One row of the table, which is one Tab stop: the arrow keys go from row to row. */
export function rewardLine(editor: Editor, line: RewardLine): TemplateResult {
  const { name, weight } = line;
  const open = isOpen(editor.state, name);
  return html`<div
    class="reward ${line.failed ? 'failed' : ''}"
    role="row"
    tabindex=${reachableReward(editor.state) === name ? '0' : '-1'}
    aria-label=${line.label}
    aria-expanded=${open ? 'true' : 'false'}
    @focusin=${() => {
      reachReward(editor, name);
    }}
    @keydown=${(event: KeyboardEvent) => {
      press(editor, name, event);
    }}
  >
    <div
      class="reward-line"
      role="presentation"
      title=${line.title}
      @click=${() => {
        toggleTrace(editor, name);
      }}
    >
      ${icon(open ? 'chevron-down' : 'chevron-right')}
      <span class="reward-name" role="rowheader"
        >${line.mark ?? nothing}${name}${weight === 1 ? nothing : html` <span class="dim" title="Weight in the total">×${weight}</span>`}</span
      >
      ${line.cells}
    </div>
    ${open ? line.detail() : nothing}
  </div>`;
}

export type Range = readonly [least: number, most: number];
/** What a trainer logged: null where its reward had no value, undefined where it logged none of that name. */
export type Logged = number | null | undefined;

/** What the rollout under test got in training, by the name of the reward; undefined where nothing is known of it. */
export function loggedRewards(state: State): Readonly<Record<string, number | null>> | undefined {
  const choice = chosen(state);
  if (choice.kind !== 'rollout') return undefined;
  const logged = state.current?.detail.rollouts[choice.index]?.logged;
  return logged === undefined || Object.keys(logged).length === 0 ? undefined : logged;
}

/** `bbox 0.7412`, `bbox 0.7412, was 0.6100, logged 0.7000, different`, `bbox error TypeError`. */
export function labelOf(
  name: string,
  now: string,
  value: number | null,
  changed: number | undefined,
  logged: Logged,
): string {
  const was = changed === undefined ? '' : `, was ${reward(changed)}`;
  if (logged === undefined) return `${name} ${now}${was}`;
  return `${name} ${now}${was}, logged ${loggedText(logged)}${agrees(logged, value) ? '' : ', different'}`;
}

const loggedText = (logged: number | null): string => (logged === null ? 'failed' : reward(logged));

/** The bar, what was logged where anything was, the value, and its change. */
export function valueCells(
  state: State,
  now: number,
  changed: number | undefined,
  range: Range,
  logged: Logged,
): TemplateResult {
  const part = (value: number): number => partOf(value, range);
  return html`<span class="reward-bar" role="presentation"
      ><span
        class="reward-fill ${range[0] < 0 ? 'penalty' : ''}"
        ${styles({ transform: `scaleX(${part(now)})` })}
      ></span
      >${
        changed === undefined
          ? nothing
          : html`<span class="reward-was" ${styles({ left: `${part(changed) * 100}%` })}></span>`
      }</span
    >
    ${loggedCell(state, logged, now)}
    <span class="reward-value" role="cell">${reward(now)}</span>
    <span class="reward-delta" role="cell">${changed === undefined ? nothing : delta(now - changed)}</span>`;
}

/** For a row without a value: what it says in the place of the bar and the numbers, and what was logged. */
export function wordCells(words: TemplateResult, logged: Logged): TemplateResult {
  return html`${words}${
    logged === undefined
      ? nothing
      : html`<span class="reward-logged-note dim" role="cell">logged ${loggedText(logged)}</span>`
  }`;
}

function loggedCell(state: State, logged: Logged, now: number | null): TemplateResult | typeof nothing {
  if (loggedRewards(state) === undefined) return nothing;
  if (logged === undefined) return html`<span role="cell"></span>`;
  const differs = !agrees(logged, now);
  return html`<span
    class="reward-logged ${differs ? 'differs' : ''}"
    role="cell"
    title=${differs ? 'Logged by the trainer, and not what it is here' : 'Logged by the trainer'}
    >${loggedText(logged)}</span
  >`;
}

/** Above the columns, where there are logged values to tell apart. */
export function linesHead(state: State): TemplateResult | typeof nothing {
  if (loggedRewards(state) === undefined) return nothing;
  return html`<div class="reward-line reward-head" aria-hidden="true">
    <span></span><span></span><span></span><span>logged</span><span>now</span><span></span>
  </div>`;
}

/** How much of its bar a value fills: of a penalty, how severe it is. */
function partOf(value: number, [least, most]: Range): number {
  const part = least < 0 ? value / least : value / most;
  return Math.max(0, Math.min(1, part));
}

/** "▲ +0.1312"; nothing for no change. */
export function delta(change: number): TemplateResult | typeof nothing {
  if (change === 0) return nothing;
  return html`<span class="delta ${change > 0 ? 'up' : 'down'}"
    >${change > 0 ? '▲' : '▼'} ${signed(change)}</span
  >`;
}

/**
 * Enter and Space open and close, → opens and then goes into what is there, ← closes, ↑ and ↓, Home and End go to
 * other rewards, Escape comes back to the row.
 */
function press(editor: Editor, name: string, event: KeyboardEvent): void {
  const row = event.currentTarget as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const inside = event.target !== row;
  if (inside && event.key !== 'Escape') return;
  const open = isOpen(editor.state, name);
  const rows = [...(row.parentElement?.querySelectorAll<HTMLElement>(':scope > [role=row]') ?? [])];
  const at = rows.indexOf(row);
  const go = (to: number) => (): void => {
    rows[to]?.focus();
  };
  const toggle = (to?: boolean) => (): void => {
    toggleTrace(editor, name, to);
  };
  const actions: Record<string, () => void> = {
    Enter: toggle(),
    ' ': toggle(),
    ArrowRight: open ? goInto(row) : toggle(true),
    ArrowLeft: toggle(false),
    ArrowDown: go(at + 1),
    ArrowUp: go(at - 1),
    Home: go(0),
    End: go(rows.length - 1),
    ...(inside && { Escape: go(at) }),
  };
  const act = actions[event.key];
  if (act === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

const goInto = (row: HTMLElement) => (): void => {
  row.querySelector<HTMLElement>('.step[tabindex="0"], .source-link')?.focus();
};
