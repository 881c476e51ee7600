import { html, nothing, type TemplateResult } from 'lit';
import type { RewardResult } from '../../../src/core/rewards/reward.ts';
import type { ChosenReward } from '../../../src/core/rewards/selection.ts';
import { reward, signed } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import { styles } from '../../ui/styles.ts';
import type { Editor } from '../editor.ts';
import { isOpen, openTrace, toggleTrace } from '../traces.ts';
import { traceView } from './traceView.ts';

/** Whether two rewards look different as they are written here. */
const differs = (a: number, b: number): boolean => reward(a) !== reward(b);

/** A reward of the completion under test, which opens into its steps. */
export function rewardRow(
  editor: Editor,
  { name, weight, range }: ChosenReward,
  now: RewardResult,
  before: RewardResult,
): TemplateResult {
  const open = isOpen(editor.state, name);
  const trace = openTrace(editor.state, name);
  const changed =
    now.value !== null && before.value !== null && differs(now.value, before.value)
      ? before.value
      : undefined;
  return html`<div
    class="reward ${now.value === null ? 'failed' : ''}"
    role="row"
    tabindex="0"
    aria-label=${label(name, now, changed)}
    aria-expanded=${open ? 'true' : 'false'}
    @keydown=${(event: KeyboardEvent) => {
      press(editor, name, event);
    }}
  >
    <div
      class="reward-line"
      role="presentation"
      title=${componentsOf(now)}
      @click=${() => {
        toggleTrace(editor, name);
      }}
    >
      ${icon(open ? 'chevron-down' : 'chevron-right')}
      <span class="reward-name" role="rowheader"
        >${name}${weight === 1 ? nothing : html` <span class="dim" title="Weight in the total">×${weight}</span>`}</span
      >
      ${now.value === null ? failure(now.error) : values(now.value, changed, range)}
    </div>
    ${trace === undefined ? nothing : traceView(editor, name, trace)}
  </div>`;
}

function label(name: string, now: RewardResult, changed: number | undefined): string {
  if (now.value === null) return `${name} error ${now.error.type}`;
  return `${name} ${reward(now.value)}${changed === undefined ? '' : `, was ${reward(changed)}`}`;
}

const componentsOf = ({ components }: RewardResult): string =>
  Object.entries(components ?? {})
    .map(([part, value]) => `${part} ${reward(value)}`)
    .join(', ');

function failure({ type, message }: { readonly type: string; readonly message: string }): TemplateResult {
  return html`<span class="reward-error" role="cell">${icon('error')} ${type}: ${message}</span>`;
}

function values(now: number, changed: number | undefined, range: Range): TemplateResult {
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
    <span class="reward-value" role="cell">${reward(now)}</span>
    <span class="reward-delta" role="cell">${changed === undefined ? nothing : delta(now - changed)}</span>`;
}

type Range = ChosenReward['range'];

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

/** Enter and Space open and close, → opens and then goes into the steps, ← closes, ↑ and ↓ go to the other rewards. */
function press(editor: Editor, name: string, event: KeyboardEvent): void {
  const row = event.currentTarget as HTMLElement;
  if (event.target !== row || event.ctrlKey || event.metaKey || event.altKey) return;
  const open = isOpen(editor.state, name);
  const actions: Record<string, () => void> = {
    Enter: () => {
      toggleTrace(editor, name);
    },
    ' ': () => {
      toggleTrace(editor, name);
    },
    ArrowRight: () => {
      if (open) row.querySelector<HTMLElement>('.step[tabindex="0"]')?.focus();
      else toggleTrace(editor, name, true);
    },
    ArrowLeft: () => {
      toggleTrace(editor, name, false);
    },
    ArrowDown: () => {
      focusRow(row.nextElementSibling);
    },
    ArrowUp: () => {
      focusRow(row.previousElementSibling);
    },
  };
  const act = actions[event.key];
  if (act === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

function focusRow(row: Element | null): void {
  if (row instanceof HTMLElement) row.focus();
}
