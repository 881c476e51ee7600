import { html, nothing, type TemplateResult } from 'lit';
import type { OwnReward } from '../../../src/core/rewards/selection.ts';
import type { OwnRewardResult } from '../../../src/protocol/dataset.ts';
import { reward } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import { styles } from '../../ui/styles.ts';
import type { Editor } from '../editor.ts';
import { currentResults } from '../ownRewards.ts';
import { selectionOf } from '../weights.ts';

/** A row for each reward function of the person's own, below the built-in ones. */
export function ownRewardRows({ state }: Editor): TemplateResult | typeof nothing {
  const { own } = selectionOf(state);
  if (own.length === 0) return nothing;
  const { results, failure } = currentResults(state) ?? {};
  return html`${own.map((each) =>
    row(
      each,
      results?.find(({ name }) => name === each.name),
      failure,
    ),
  )}`;
}

function row(own: OwnReward, now: OwnRewardResult | undefined, failure: string | undefined): TemplateResult {
  const failed = now?.error !== undefined || (now === undefined && failure !== undefined);
  return html`<div
    class="reward own ${failed ? 'failed' : ''}"
    role="row"
    tabindex="0"
    aria-label=${labelOf(own.name, now, failure)}
  >
    <div class="reward-line" role="presentation" title=${titleOf(now)}>
      ${icon('symbol-function')}
      <span class="reward-name" role="rowheader"
        >${own.name}${own.weight === 1 ? nothing : html` <span class="dim" title="Weight">×${own.weight}</span>`}</span
      >
      ${cells(now, failure)}
    </div>
  </div>`;
}

function cells(now: OwnRewardResult | undefined, failure: string | undefined): TemplateResult {
  if (now === undefined) {
    return failure === undefined
      ? html`<span class="reward-value dim" role="cell">…</span>`
      : html`<span class="reward-error" role="cell">${icon('error')} ${failure}</span>`;
  }
  const { error, value, batchError } = now;
  if (error !== undefined) {
    return html`<span class="reward-error" role="cell"
      >${icon('error')} ${error.type}:
      ${error.message}${error.hint === undefined ? nothing : html`<br />${error.hint}`}</span
    >`;
  }
  const alone =
    batchError === undefined
      ? nothing
      : html`<span class="reward-error" role="cell" title="The whole group at once, as the trainer calls it"
          >${icon('warning')} the group fails: ${batchError.type}</span
        >`;
  if (value === null) return html`<span class="reward-value dim" role="cell">no reward</span>${alone}`;
  const filled = Math.max(0, Math.min(1, value));
  return html`<span class="reward-bar" role="presentation"
      ><span class="reward-fill" ${styles({ transform: `scaleX(${filled})` })}></span
    ></span>
    <span class="reward-value" role="cell">${reward(value)}</span>${alone}`;
}

/** `plugin 0.7412`, `plugin error TypeError`, `plugin no reward`, `plugin …` while it is being computed. */
function labelOf(name: string, now: OwnRewardResult | undefined, failure: string | undefined): string {
  if (now === undefined) return failure === undefined ? `${name} …` : `${name} error`;
  if (now.error !== undefined) return `${name} error ${now.error.type}`;
  return `${name} ${now.value === null ? 'no reward' : reward(now.value)}`;
}

function titleOf(now: OwnRewardResult | undefined): string {
  if (now === undefined) return '';
  return [`${now.milliseconds.toFixed(1)} ms`, ...now.notes].join('\n');
}
