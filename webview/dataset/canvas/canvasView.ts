import { html, nothing, render, type TemplateResult } from 'lit';
import type { ImageView } from '../../../src/protocol/dataset.ts';
import { sentence } from '../../ui/format.ts';
import { textButton } from '../../ui/buttons.ts';
import { messageOf } from '../../ui/errors.ts';
import { icon } from '../../ui/icon.ts';
import { styles } from '../../ui/styles.ts';
import { selectBox } from '../boxes.ts';
import type { Editor } from '../editor.ts';
import { UNTIMED } from '../host.ts';
import { imageBounds } from '../layers.ts';
import type { Layer, State } from '../state.ts';
import { reload } from '../samples.ts';
import { boxesTemplate } from './boxTemplates.ts';
import { drawingTemplate, readoutTemplate } from './drawing.ts';
import { Pointer } from './pointer.ts';
import { resizeStage, settleViewport, showSelected } from './view.ts';

type Trouble = Pick<Extract<ImageView, { kind: 'problem' }>, 'message' | 'action'> & {
  readonly icon: string;
};

/** The middle of the editor: the image on its stage, and the boxes over it. */
export class CanvasView {
  readonly stage = document.createElement('div');
  /** What is to be said of the image while its boxes can be edited: it takes no room from them. */
  private readonly note = document.createElement('div');
  private readonly pointer: Pointer;

  constructor(
    pane: HTMLElement,
    private readonly editor: Editor,
  ) {
    const { stage } = this;
    stage.className = 'stage';
    stage.tabIndex = 0;
    stage.setAttribute('role', 'application');
    stage.setAttribute('aria-label', 'Image');
    this.note.className = 'image-note-box';
    pane.append(this.note, stage);
    this.pointer = new Pointer(stage, editor);
    stage.addEventListener('focusin', this.focused);
    new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      resizeStage(editor.state, width, height);
      editor.changed('canvas');
    }).observe(stage);
    editor.drawsWith('canvas', () => {
      this.draw();
    });
  }

  focus(): void {
    this.stage.focus({ preventScroll: true });
  }

  private draw(): void {
    const { state } = this.editor;
    const { activeElement } = document;
    const hadFocus = document.hasFocus() && activeElement !== null && this.stage.contains(activeElement);
    this.stage.classList.toggle('drawing', state.tool !== 'select');
    render(this.template(), this.stage);
    render(this.noteTemplate(), this.note);
    if (!hadFocus) return;
    const index = state.selection.indices.at(-1);
    const selected = index === undefined ? null : this.boxElement(state.selection.layer, index);
    // Keys must go on working after the box that had focus is gone, and follow what is selected.
    if (selected !== null && selected !== document.activeElement && this.stage !== document.activeElement) {
      this.pointer.focusQuietly(selected);
    } else if (!this.stage.contains(document.activeElement)) this.focus();
  }

  private template(): TemplateResult | typeof nothing {
    const { state } = this.editor;
    const { current, view } = state;
    if (current === undefined) return nothing;
    const { image } = current.detail;
    const bounds = imageBounds(state);
    const showBoxes = view !== undefined && current.sample !== undefined;
    return html`${this.imageTemplate(image)}
      ${
        (image.kind === 'problem' || this.failedToLoad(image)) && bounds !== undefined && view !== undefined
          ? html`<div
              class="paper"
              ${styles({
                transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
                width: `${bounds.width}px`,
                height: `${bounds.height}px`,
              })}
            ></div>`
          : nothing
      }
      ${showBoxes ? boxesTemplate(state, view) : nothing}
      <svg class="overlay front" aria-hidden="true">
        ${view === undefined ? nothing : drawingTemplate(state, view)}
      </svg>
      ${view === undefined ? nothing : readoutTemplate(state, view)} ${this.messageTemplate()}`;
  }

  private imageTemplate(image: ImageView): TemplateResult | typeof nothing {
    if (image.kind !== 'image') return nothing;
    const { state } = this.editor;
    const { view } = state;
    const bounds = imageBounds(state);
    // Until the new image is there, the old one would be seen at the new one's size.
    const ready = state.decoded?.uri === image.uri && !state.decoded.failed;
    const placed =
      !ready || view === undefined || bounds === undefined
        ? { visibility: 'hidden' }
        : {
            visibility: 'visible',
            width: `${bounds.width}px`,
            height: `${bounds.height}px`,
            transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
          };
    const magnified = view !== undefined && view.scale >= 3;
    return html`<img
      class="image ${magnified ? 'magnified' : ''}"
      alt=""
      draggable="false"
      .src=${image.uri}
      ${styles(placed)}
      @load=${this.decoded}
      @error=${this.failed}
    />`;
  }

  /** In the middle of the stage, where there is nothing else to see. */
  private messageTemplate(): TemplateResult | typeof nothing {
    const trouble = this.trouble();
    if (trouble === undefined || this.hasBoxes) return nothing;
    return html`<div class="image-message">
      ${icon(trouble.icon)}
      <p>${trouble.message}</p>
      ${this.actionTemplate(trouble)}
    </div>`;
  }

  private noteTemplate(): TemplateResult | typeof nothing {
    const trouble = this.trouble();
    if (trouble === undefined || !this.hasBoxes) return nothing;
    return html`<div class="image-note" role="note" aria-label="About the image">
      ${icon(trouble.icon)}<span>${trouble.message}</span>${this.actionTemplate(trouble)}
    </div>`;
  }

  /** Boxes can be edited without the image, where its size is known. */
  private get hasBoxes(): boolean {
    const { state } = this.editor;
    return imageBounds(state) !== undefined && state.current?.sample !== undefined;
  }

  private actionTemplate({ action }: Trouble): TemplateResult | typeof nothing {
    const { state, host } = this.editor;
    const { current } = state;
    if (action === undefined || current === undefined) return nothing;
    const press = (): void => {
      host.call('imageAction', { row: current.id, name: action.name }, UNTIMED).then(
        () => reload(this.editor),
        (error: unknown) => {
          this.editor.notify('error', messageOf(error));
        },
      );
    };
    return textButton({ label: action.label, press });
  }

  /** What cannot be seen of the image, or why there is none; undefined where all is well. */
  private trouble(): Trouble | undefined {
    const { current } = this.editor.state;
    if (current === undefined) return undefined;
    const { image } = current.detail;
    if (image.kind === 'problem') return { icon: 'file-media', ...image };
    const { damage } = image;
    if (this.failedToLoad(image)) {
      const why =
        damage === undefined
          ? ' The file may be damaged, or of a kind that VS Code cannot decode.'
          : ` ${sentence(damage)}`;
      return { icon: 'warning', message: `The image could not be shown.${why}` };
    }
    return damage === undefined ? undefined : { icon: 'warning', message: sentence(damage) };
  }

  private failedToLoad(image: ImageView): boolean {
    const { decoded } = this.editor.state;
    return image.kind === 'image' && decoded?.uri === image.uri && decoded.failed;
  }

  private readonly decoded = (event: Event): void => {
    const { naturalWidth: width, naturalHeight: height } = event.target as HTMLImageElement;
    this.remember({ failed: false, size: { width, height } });
  };

  private readonly failed = (): void => {
    this.remember({ failed: true });
  };

  private remember(decoded: Omit<NonNullable<State['decoded']>, 'uri'>): void {
    const { state } = this.editor;
    const image = state.current?.detail.image;
    if (image?.kind !== 'image') return;
    state.decoded = { uri: image.uri, ...decoded };
    settleViewport(state);
    this.editor.changed('canvas', 'toolbar', 'rewards');
  }

  private boxElement(layer: Layer, index: number): SVGElement | null {
    return this.stage.querySelector<SVGElement>(`.box[data-layer="${layer}"][data-index="${index}"]`);
  }

  /** Reaching a box with Tab selects it, as does a screen reader's own cursor. */
  private readonly focused = (event: FocusEvent): void => {
    const box = (event.target as Element).closest<SVGElement>('g.box');
    if (box === null || this.pointer.busy) return;
    const layer = box.dataset.layer as Layer;
    const index = Number(box.dataset.index);
    const { selection } = this.editor.state;
    if (selection.layer === layer && selection.indices.includes(index)) return;
    selectBox(this.editor, layer, index);
    showSelected(this.editor);
  };
}
