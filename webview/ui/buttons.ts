import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icon.ts';

export interface IconButton {
  readonly icon: string;
  /** Read out, and the start of the tooltip. */
  readonly name: string;
  /** As the keyboard writes it, shown in the tooltip. */
  readonly key?: string;
  readonly press: (event: Event) => void;
  readonly disabled?: boolean;
  /** Set for a toggle. */
  readonly pressed?: boolean;
  readonly expanded?: boolean;
}

/** A toolbar button: an icon with name and tooltip, VS Code's action item. */
export function iconButton(button: IconButton): TemplateResult {
  const title = button.key === undefined ? button.name : `${button.name} (${button.key})`;
  return html`<vscode-button
    appearance="icon"
    class=${button.pressed === true ? 'toggled' : ''}
    aria-label=${button.name}
    .ariaPressed=${stateOf(button.pressed)}
    .ariaExpanded=${stateOf(button.expanded)}
    title=${title}
    .ariaDisabled=${unavailable(button)}
    @click=${whenAvailable(button)}
    >${icon(button.icon)}</vscode-button
  >`;
}

/** For a property: the toolkit's button does not hear of such attributes, so the control inside would stay without. */
const stateOf = (on: boolean | undefined): string | null => (on === undefined ? null : String(on));

type Pressable = Pick<IconButton, 'disabled' | 'press'>;

/** A button that cannot be pressed for now keeps the focus: with `disabled` the next key would go nowhere. */
const unavailable = ({ disabled }: Pressable): string | null => (disabled === true ? 'true' : null);

const whenAvailable =
  ({ disabled, press }: Pressable) =>
  (event: Event): void => {
    if (disabled !== true) press(event);
  };

export interface TextButton {
  readonly label: string;
  readonly press: (event: Event) => void;
  readonly primary?: boolean;
  readonly icon?: string;
  readonly key?: string;
  readonly disabled?: boolean;
}

export function textButton(button: TextButton): TemplateResult {
  return html`<vscode-button
    appearance=${button.primary === true ? 'primary' : 'secondary'}
    aria-label=${button.label}
    title=${button.key === undefined ? button.label : `${button.label} (${button.key})`}
    .ariaDisabled=${unavailable(button)}
    @click=${whenAvailable(button)}
    >${
      button.icon === undefined
        ? nothing
        : html`<span slot="start" class="codicon codicon-${button.icon}"></span>`
    }<span class="button-label">${button.label}</span></vscode-button
  >`;
}
