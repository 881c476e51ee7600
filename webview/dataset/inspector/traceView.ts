import { html, type TemplateResult } from 'lit';
import type { DirectiveResult } from 'lit/directive.js';
import { guard } from 'lit/directives/guard.js';
import type { Trace } from '../../../src/core/rewards/reward.ts';
import { stepList } from '../../ui/stepList.ts';
import type { Editor } from '../editor.ts';
import { lookAt, type StepRef } from '../traces.ts';
import { traceTexts } from './traceTexts.ts';

/** The steps of a reward, all of them, under the texts that they mark. */
export function traceView(editor: Editor, name: string, trace: Trace): DirectiveResult {
  const { hovered, focused } = editor.state.traces;
  // A trace holds what it was made from, so that a drag draws only the rewards that it changes.
  return guard([trace, hovered, focused], () => traceTemplate(editor, name, trace));
}

function traceTemplate(editor: Editor, name: string, trace: Trace): TemplateResult {
  const { hovered, focused } = editor.state.traces;
  const own = (step: StepRef | undefined): number | undefined =>
    step?.reward === name ? step.index : undefined;
  return html`<div class="trace" role="cell">
    ${traceTexts(editor.state, trace)}
    ${stepList({
      name,
      steps: trace.steps,
      looked: own(hovered ?? focused),
      focused: own(focused),
      look: (by, index) => {
        lookAt(editor, by, index === undefined ? undefined : { reward: name, index });
      },
      back: (list) => list.closest<HTMLElement>('[role=row]'),
    })}
  </div>`;
}
