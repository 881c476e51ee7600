import { html, type TemplateResult } from 'lit';

/** A codicon by name, for the eye only: the control around it carries the name that is read out. */
export function icon(name: string): TemplateResult {
  return html`<span class="codicon codicon-${name}" aria-hidden="true"></span>`;
}
