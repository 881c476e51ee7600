import { html, nothing, type TemplateResult } from 'lit';
import type { DirectiveResult } from 'lit/directive.js';
import { guard } from 'lit/directives/guard.js';
import type { Trace } from '../../../src/core/rewards/reward.ts';
import type { TraceStep } from '../../../src/core/rewards/trace.ts';
import { areaSwatch } from '../canvas/paintTemplate.ts';
import type { Editor } from '../editor.ts';
import { lookAt, onImage } from '../traces.ts';
import { traceTexts } from './traceTexts.ts';

/** The steps of a reward, all of them, under the texts that they mark. */
export function traceView(editor: Editor, name: string, trace: Trace): DirectiveResult {
  const { hovered, focused } = editor.state.traces;
  // A trace holds what it was made from, so that a drag draws only the rewards that it changes.
  return guard([trace, hovered, focused], () => traceTemplate(editor, name, trace));
}

function traceTemplate(editor: Editor, name: string, trace: Trace): TemplateResult {
  const { hovered, focused } = editor.state.traces;
  const reachable = focused?.reward === name ? Math.min(focused.index, trace.steps.length - 1) : 0;
  const look = (by: 'hovered' | 'focused', index: number | undefined): void => {
    lookAt(editor, by, index === undefined ? undefined : { reward: name, index });
  };
  const is = (step: typeof hovered, index: number): boolean => step?.reward === name && step.index === index;
  return html`<div class="trace" role="cell">
    ${traceTexts(editor.state, trace)}
    <div
      class="steps"
      role="listbox"
      aria-label="Steps of ${name}"
      @keydown=${walk}
      @pointerleave=${() => {
        look('hovered', undefined);
      }}
      @focusout=${(event: FocusEvent) => {
        const steps = event.currentTarget as HTMLElement;
        if (!(event.relatedTarget instanceof Node && steps.contains(event.relatedTarget)))
          look('focused', undefined);
      }}
    >
      ${trace.steps.map((step, index) =>
        stepTemplate(step, index, {
          looked: hovered === undefined ? is(focused, index) : is(hovered, index),
          focused: is(focused, index),
          reachable: index === reachable,
          hover: () => {
            look('hovered', index);
          },
          focus: () => {
            look('focused', index);
          },
        }),
      )}
    </div>
  </div>`;
}

interface StepView {
  readonly looked: boolean;
  readonly focused: boolean;
  /** The one that Tab comes to. */
  readonly reachable: boolean;
  readonly hover: () => void;
  readonly focus: () => void;
}

function stepTemplate(step: TraceStep, index: number, view: StepView): TemplateResult {
  const { title, inputs, result, ends } = step;
  const classes = ['step', view.looked ? 'looked' : '', view.focused ? 'focused' : '', ends ?? ''].join(' ');
  return html`<div
    class=${classes}
    role="option"
    tabindex=${view.reachable ? '0' : '-1'}
    aria-selected=${view.focused ? 'true' : 'false'}
    aria-label="${title}: ${result}"
    aria-description=${inputs.map(({ name, value }) => `${name}: ${value}`).join('; ')}
    @pointermove=${view.hover}
    @focus=${view.focus}
  >
    <span class="step-number">${index + 1}</span>
    <div class="step-head">
      <span class="step-title">${swatchesOf(step)}${title}</span><span class="step-result">${result}</span>
    </div>
    ${
      inputs.length === 0
        ? nothing
        : html`<dl class="step-inputs">
            ${inputs.map(
              ({ name, value }) =>
                html`<div class="step-input">
                  <dt>${name}</dt>
                  <dd dir="auto">${value}</dd>
                </div>`,
            )}
          </dl>`
    }
  </div>`;
}

/** What the step paints on the image, as the legend of its areas. */
function swatchesOf(step: TraceStep): TemplateResult | typeof nothing {
  const areas = onImage(step).flatMap((paint) => ('polygons' in paint ? [paint.as] : []));
  return areas.length !== 1 ? nothing : html`${areas.map((area) => areaSwatch(area))}`;
}

/** ← and → (↑ and ↓ too) walk the steps, Home and End go to the ends, Escape back to the reward. */
function walk(event: KeyboardEvent): void {
  const steps = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('.step')];
  const at = steps.findIndex((step) => step === document.activeElement);
  const last = steps.length - 1;
  const to: Record<string, number> = {
    ArrowLeft: Math.max(0, at - 1),
    ArrowUp: Math.max(0, at - 1),
    ArrowRight: Math.min(last, at + 1),
    ArrowDown: Math.min(last, at + 1),
    Home: 0,
    End: last,
  };
  const row = (event.currentTarget as HTMLElement).closest<HTMLElement>('[role=row]');
  const target = event.key === 'Escape' ? row : steps[to[event.key] ?? -1];
  if (target === undefined || target === null) return;
  event.preventDefault();
  event.stopPropagation();
  target.focus();
}
