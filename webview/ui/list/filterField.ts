import { html, noChange, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

export interface FilterFieldOptions {
  /** Shown in the empty field, and read out. */
  readonly name: string;
  /** What can be typed. */
  readonly help?: string;
  /** Milliseconds after the last key before the list follows. */
  readonly delay: number;
  readonly set: (text: string) => void;
  /** Moves the focus to the list. */
  readonly leave: () => void;
}

/** The field above a list that says which of its rows are wanted. */
export class FilterField {
  /** Set while what was typed is not yet the filter: drawing must not put the older text back. */
  private timer: number | undefined;

  constructor(private readonly options: FilterFieldOptions) {}

  template(text: string): TemplateResult {
    const { name, help } = this.options;
    // The toolkit calls a field "Text field" once it is on the page: every draw after that says it again.
    return html`<vscode-text-field
      class="filter"
      placeholder=${name}
      title=${help ?? nothing}
      .ariaLabel=${live(name)}
      .value=${this.timer === undefined ? text : noChange}
      @input=${this.input}
      @keydown=${this.key}
      ><span slot="start" class="codicon codicon-search"></span
    ></vscode-text-field>`;
  }

  private readonly input = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.timer = undefined;
      this.options.set(value);
    }, this.options.delay);
  };

  private readonly key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' && event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
    this.options.leave();
  };
}
