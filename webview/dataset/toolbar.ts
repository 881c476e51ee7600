import { html, nothing, type TemplateResult } from 'lit';
import { iconButton, textButton, type IconButton } from '../ui/buttons.ts';
import { count } from '../ui/format.ts';
import { cycleOpacity, toggleHidden } from './boxes.ts';
import { zoomFit, zoomIn, zoomOut } from './canvas/view.ts';
import type { Editor } from './editor.ts';
import { isEditable } from './layers.ts';
import { shownKey } from './keymap.ts';
import { setMode, setTool, toggleLayer } from './modes.ts';
import { propose, proposalOf } from './proposals.ts';
import { step, type Rows } from './rows.ts';

/** What was clicked with the mouse gives the focus back to the image, so that keys go on working. */
function tool(editor: Editor, button: IconButton): TemplateResult {
  return iconButton({
    ...button,
    press: (event) => {
      button.press(event);
      refocus(editor, event);
    },
  });
}

function refocus(editor: Editor, event: Event): void {
  if (event instanceof MouseEvent && event.detail > 0) editor.focusImage();
}

/** The bar above the image: which sample, how it is seen, and the model. */
export function toolbar(editor: Editor, rows: Rows, toggleHelp: () => void): TemplateResult {
  const { state } = editor;
  const { current } = state;
  const proposable = current?.sample !== undefined && current.detail.image.kind === 'image';
  return html`<div class="tools start">
      ${tool(editor, {
        icon: 'layout-sidebar-left',
        name: 'Sample list',
        pressed: state.listOpen,
        press: () => {
          state.listOpen = !state.listOpen;
          editor.changed('frame', 'toolbar');
        },
      })}
      ${tool(editor, {
        icon: 'arrow-up',
        name: 'Previous sample',
        key: shownKey(state, 'previousSample'),
        press: () => void step(editor, rows, -1),
      })}
      ${tool(editor, {
        icon: 'arrow-down',
        name: 'Next sample',
        key: shownKey(state, 'nextSample'),
        press: () => void step(editor, rows, 1),
      })}
      ${positionTemplate(editor)}
    </div>
    <div class="tools end">
      ${state.mode === 'debug' ? layerSwitch(editor) : nothing} ${modeSwitch(editor)}
      ${textButton({
        label: 'Propose',
        key: 'P',
        icon: 'sparkle',
        primary: true,
        disabled: state.opened?.readOnly !== false || !proposable || proposalOf(state)?.status === 'running',
        press: (event) => {
          void propose(editor);
          refocus(editor, event);
        },
      })}
      ${iconButton({ icon: 'question', name: 'Keys', key: '?', pressed: state.helpOpen, press: toggleHelp })}
    </div>`;
}

/** The strip at the left of the image: what the pointer does, and how boxes and image are seen. */
export function imageTools(editor: Editor): TemplateResult {
  const { state } = editor;
  const rule = html`<span class="rule"></span>`;
  const button = (one: IconButton): TemplateResult => tool(editor, one);
  return html`${button({
    icon: 'inspect',
    name: 'Select',
    key: 'V',
    pressed: state.tool === 'select',
    press: () => {
      setTool(editor, 'select');
    },
  })}
  ${button({
    icon: 'add',
    name: 'Draw box',
    key: shownKey(state, 'drawBox'),
    pressed: state.tool !== 'select',
    disabled: state.current?.sample === undefined || !isEditable(state, state.layer),
    press: (event) => {
      setTool(editor, event instanceof MouseEvent && event.shiftKey ? 'drawSticky' : 'draw');
    },
  })}
  ${rule}
  ${button({
    icon: state.hideOthers ? 'eye-closed' : 'eye',
    name: 'Hide other boxes',
    key: 'H',
    pressed: state.hideOthers,
    press: () => {
      toggleHidden(editor);
    },
  })}
  ${button({
    icon: 'color-mode',
    name: `Opacity ${state.opacity * 100} %`,
    key: 'O',
    pressed: state.opacity < 1,
    press: () => {
      cycleOpacity(editor);
    },
  })}
  ${rule}
  ${button({
    icon: 'zoom-in',
    name: 'Zoom in',
    press: () => {
      zoomIn(editor);
    },
  })}
  ${button({
    icon: 'zoom-out',
    name: 'Zoom out',
    press: () => {
      zoomOut(editor);
    },
  })}
  ${button({
    icon: 'screen-full',
    name: 'Fit image',
    key: '0',
    press: () => {
      zoomFit(editor);
    },
  })}
  ${button({
    icon: state.keepZoom ? 'pinned' : 'pin',
    name: 'Keep zoom between samples',
    pressed: state.keepZoom,
    press: () => {
      state.keepZoom = !state.keepZoom;
      editor.changed('toolbar');
    },
  })}`;
}

function positionTemplate({ state }: Editor): TemplateResult {
  const { current, opened } = state;
  const text =
    current === undefined
      ? ''
      : `Sample ${count(current.detail.summary.position + 1)} of ${count(opened?.rows ?? 0)}`;
  return html`<span class="position" role="status" aria-label=${text}>${text}</span>`;
}

interface Segment {
  readonly label: string;
  readonly title: string;
  readonly on: boolean;
  readonly press: () => void;
}

function segments(editor: Editor, name: string, all: readonly Segment[]): TemplateResult {
  return html`<div class="segments" role="group" aria-label=${name}>
    ${all.map(
      ({ label, title, on, press }) =>
        html`<button
          class=${on ? 'on' : ''}
          aria-pressed=${on ? 'true' : 'false'}
          title=${title}
          @click=${(event: MouseEvent) => {
            press();
            if (event.detail > 0) editor.focusImage();
          }}
        >
          ${label}
        </button>`,
    )}
  </div>`;
}

function modeSwitch(editor: Editor): TemplateResult {
  const { mode } = editor.state;
  return segments(editor, 'Mode', [
    {
      label: 'Annotate',
      title: 'Edit the truth without sight of predictions and rewards (M)',
      on: mode === 'annotate',
      press: () => {
        setMode(editor, 'annotate');
      },
    },
    {
      label: 'Debug',
      title: 'See predictions and rewards, live (M)',
      on: mode === 'debug',
      press: () => {
        setMode(editor, 'debug');
      },
    },
  ]);
}

function layerSwitch(editor: Editor): TemplateResult {
  const { layer } = editor.state;
  const to = (wanted: typeof layer) => (): void => {
    if (layer !== wanted) toggleLayer(editor);
  };
  return segments(editor, 'Layer', [
    { label: 'Truth', title: 'Edit the annotated boxes (G)', on: layer === 'truth', press: to('truth') },
    {
      label: 'Prediction',
      title: 'Edit the boxes of the completion, in a scratch copy (G)',
      on: layer === 'prediction',
      press: to('prediction'),
    },
  ]);
}
