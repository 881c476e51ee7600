import { html, nothing, type TemplateResult } from 'lit';
import { onImage, type TraceStep } from '../../src/core/rewards/trace.ts';
import { areaSwatch } from './image/painting.ts';

export interface StepList {
  /** The reward whose steps they are. */
  readonly name: string;
  readonly steps: readonly TraceStep[];
  /** The step that is looked at, by the pointer before by the focus. */
  readonly looked: number | undefined;
  readonly focused: number | undefined;
  /** The pointer or the focus came to a step, or left the steps. */
  readonly look: (by: 'hovered' | 'focused', index: number | undefined) => void;
  /** Where Escape goes, from the list's element. */
  readonly back: (list: HTMLElement) => HTMLElement | null | undefined;
}

/** The steps of a reward, all of them, for pointer and keyboard. */
export function stepList({ name, steps, looked, focused, look, back }: StepList): TemplateResult {
  const reachable = Math.min(focused ?? 0, steps.length - 1);
  return html`<div
    class="steps"
    role="listbox"
    aria-label="Steps of ${name}"
    @keydown=${(event: KeyboardEvent) => {
      walk(event, back);
    }}
    @pointerleave=${() => {
      look('hovered', undefined);
    }}
    @focusout=${(event: FocusEvent) => {
      const list = event.currentTarget as HTMLElement;
      if (!(event.relatedTarget instanceof Node && list.contains(event.relatedTarget)))
        look('focused', undefined);
    }}
  >
    ${steps.map((step, index) =>
      stepTemplate(step, index, {
        looked: looked === index,
        focused: focused === index,
        reachable: index === reachable,
        hover: () => {
          look('hovered', index);
        },
        focus: () => {
          look('focused', index);
        },
      }),
    )}
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
function walk(event: KeyboardEvent, back: StepList['back']): void {
  const list = event.currentTarget as HTMLElement;
  const steps = [...list.querySelectorAll<HTMLElement>('.step')];
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
  const target = event.key === 'Escape' ? back(list) : steps[to[event.key] ?? -1];
  if (target === undefined || target === null) return;
  event.preventDefault();
  event.stopPropagation();
  target.focus();
}
