import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Problem } from '../../../src/core/validate/problem.ts';
import { icon } from '../../ui/icon.ts';

export interface TextField {
  readonly label: string;
  readonly id: string;
  readonly text: string;
  readonly key?: string;
  readonly hint?: string;
  /** Invites to type where that is possible. */
  readonly placeholder?: string;
  readonly readOnly: boolean;
  readonly monospace?: boolean;
  readonly problems?: readonly Problem[];
  readonly typed: (text: string) => void;
  readonly left: () => void;
}

/**
 * A labelled text area that grows with its text. A plain element rather than the toolkit's, whose host and
 * inner control would both carry the label.
 */
export function textField(field: TextField): TemplateResult {
  const problems = field.problems ?? [];
  const [hintId, problemsId] = [`${field.id}-hint`, `${field.id}-problems`];
  const described = [
    ...(field.hint === undefined ? [] : [hintId]),
    ...(problems.length === 0 ? [] : [problemsId]),
  ];
  const worst = problems.some(({ severity }) => severity === 'error') ? 'error' : problems[0]?.severity;
  return html`<div class="field ${worst ?? ''}">
    <div class="field-head">
      <label for=${field.id}>${field.label}</label>
      ${field.hint === undefined ? nothing : html`<span class="dim" id=${hintId}>${field.hint}</span>`}
      ${field.key === undefined ? nothing : html`<kbd aria-hidden="true">${field.key}</kbd>`}
    </div>
    <textarea
      id=${field.id}
      class=${field.monospace === true ? 'monospace' : ''}
      dir="auto"
      rows="1"
      spellcheck="false"
      placeholder=${field.readOnly ? '' : (field.placeholder ?? '')}
      aria-describedby=${described.length === 0 ? nothing : described.join(' ')}
      aria-invalid=${worst === 'error' ? 'true' : nothing}
      ?readonly=${field.readOnly}
      .value=${live(field.text)}
      @input=${(event: Event) => {
        field.typed((event.target as HTMLTextAreaElement).value);
      }}
      @blur=${field.left}
    ></textarea>
    ${problems.length === 0 ? nothing : html`<div id=${problemsId}>${problemList(problems)}</div>`}
  </div>`;
}

export function problemList(problems: readonly Problem[]): TemplateResult {
  return html`<ul class="field-problems">
    ${problems.map(
      ({ severity, message }) => html`<li class=${severity}>${icon(severity)}<span>${message}</span></li>`,
    )}
  </ul>`;
}
