import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { textButton } from '../../ui/buttons.ts';
import { icon } from '../../ui/icon.ts';
import { styles } from '../../ui/styles.ts';
import type { Editor } from '../editor.ts';
import {
  allRewards,
  isReweighed,
  resetWeights,
  saveWeights,
  setWeight,
  toggleWeights,
  type Weighed,
} from '../weights.ts';

/** What each reward weighs in the total, to try out: totals, ranks and advantages follow at once. */
export function weightsPanel(editor: Editor): TemplateResult {
  const { state } = editor;
  const { open } = state.weighing;
  return html`<div class="weights">
    <button
      class="section-toggle"
      aria-expanded=${open ? 'true' : 'false'}
      @click=${() => {
        toggleWeights(editor);
      }}
    >
      ${icon(open ? 'chevron-down' : 'chevron-right')} <span>Weights</span>
      ${isReweighed(state) ? html`<span class="count">changed</span>` : nothing}
    </button>
    ${open ? slidersTemplate(editor) : nothing}
  </div>`;
}

function slidersTemplate(editor: Editor): TemplateResult {
  const reweighed = isReweighed(editor.state);
  return html`<div role="group" aria-label="Weights">
    <div class="weight-rows">${allRewards(editor.state).map((reward) => sliderTemplate(editor, reward))}</div>
    <div class="actions">
      ${textButton({
        label: 'Reset weights',
        disabled: !reweighed,
        press: () => {
          resetWeights(editor);
        },
      })}
      ${textButton({
        label: 'Write to settings',
        disabled: !reweighed,
        press: () => void saveWeights(editor),
      })}
    </div>
  </div>`;
}

const STEP = 0.05;
/** From nothing to twice what a reward usually weighs, and as far as the setting goes. */
const LEAST = 0;
const MOST = 2;

function sliderTemplate(editor: Editor, { name, weight }: Weighed): TemplateResult {
  const [least, most] = [Math.min(LEAST, weight), Math.max(MOST, weight)];
  const part = `${((weight - least) / (most - least)) * 100}%`;
  return html`<label class="weight">
    <span class="weight-name">${name}</span>
    <input
      type="range"
      aria-label="Weight of ${name}"
      aria-valuetext=${weight.toFixed(2)}
      step=${STEP}
      min=${least}
      max=${most}
      ${styles({ '--part': part })}
      .value=${live(String(weight))}
      @input=${(event: Event) => {
        setWeight(editor, name, (event.currentTarget as HTMLInputElement).valueAsNumber);
      }}
    />
    <span class="weight-value" aria-hidden="true">${weight.toFixed(2)}</span>
  </label>`;
}
