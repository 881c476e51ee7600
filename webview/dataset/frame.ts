import { html, nothing, render, type TemplateResult } from 'lit';
import { iconButton, textButton } from '../ui/buttons.ts';
import { icon } from '../ui/icon.ts';
import { paneSplitter } from '../ui/splitter.ts';
import type { Editor } from './editor.ts';
import { help } from './help.ts';
import { readouts } from './readouts.ts';
import { addFirst } from './rowActions.ts';
import type { Rows } from './rows.ts';
import type { Notice } from './state.ts';
import { imageTools, toolbar } from './toolbar.ts';
import { verbatim } from './verbatim.ts';

const LIMITS = { list: { least: 160, most: 480 }, inspector: { least: 260, most: 640 } } as const;

/** The panes and what runs across them: toolbar, banners, splitters, the help. */
export class Frame {
  readonly list = pane('list-pane');
  readonly stage = document.createElement('div');
  readonly inspector = pane('inspector');
  private readonly bar = document.createElement('div');
  private readonly tools = document.createElement('div');
  private readonly banners = document.createElement('div');
  private readonly foot = document.createElement('div');
  private readonly left = document.createElement('div');
  private readonly right = document.createElement('div');
  private readonly cover = document.createElement('div');
  private readonly text = document.createElement('div');
  private readonly shade = document.createElement('div');

  constructor(
    private readonly root: HTMLElement,
    private readonly editor: Editor,
    rows: Rows,
  ) {
    const middle = document.createElement('main');
    middle.className = 'canvas-pane';
    this.bar.className = 'toolbar';
    this.tools.className = 'image-tools';
    this.tools.setAttribute('role', 'toolbar');
    this.tools.setAttribute('aria-label', 'Image tools');
    this.tools.setAttribute('aria-orientation', 'vertical');
    this.banners.className = 'banners';
    this.stage.className = 'stage-box';
    this.foot.className = 'readouts';
    this.left.className = 'sash of-list';
    this.right.className = 'sash of-inspector';
    this.text.className = 'verbatim-box';
    this.cover.className = 'cover';
    const work = document.createElement('div');
    work.className = 'work';
    work.append(this.tools, this.stage);
    middle.append(this.bar, this.banners, work, this.text, this.foot, this.cover);
    root.append(this.list, this.left, middle, this.right, this.inspector, this.shade);
    root.addEventListener('keydown', this.key);
    editor.drawsWith('frame', () => {
      this.draw();
    });
    editor.drawsWith('toolbar', () => {
      render(toolbar(editor, rows, this.toggleHelp), this.bar);
      render(imageTools(editor), this.tools);
      this.drawText();
    });
    editor.drawsWith('readouts', () => {
      render(readouts(editor.state), this.foot);
    });
  }

  private draw(): void {
    const { state } = this.editor;
    const { panes } = state;
    this.root.style.setProperty('--list-width', `${panes.list}px`);
    this.root.style.setProperty('--inspector-width', `${panes.inspector}px`);
    this.root.classList.toggle('list-closed', !state.listOpen);
    this.root.classList.toggle('empty', state.opened?.rows === 0 || state.failure !== undefined);
    render(this.splitterTemplate('list', 'Width of the sample list'), this.left);
    render(this.splitterTemplate('inspector', 'Width of the inspector'), this.right);
    render(this.bannersTemplate(), this.banners);
    render(this.coverTemplate(), this.cover);
    render(state.helpOpen ? help(state, this.toggleHelp) : nothing, this.shade);
  }

  /** A row that cannot be read is shown as text in place of the image. */
  private drawText(): void {
    const { current } = this.editor.state;
    const unreadable = current !== undefined && current.detail.summary.state !== 'ok';
    this.root.classList.toggle('unreadable', unreadable);
    render(unreadable ? verbatim(current.detail) : nothing, this.text);
  }

  private splitterTemplate(pane: 'list' | 'inspector', name: string): TemplateResult {
    return paneSplitter(this.editor.state, {
      pane,
      name,
      limits: LIMITS,
      changed: () => {
        this.editor.changed('frame');
      },
      done: () => {
        this.editor.changed('frame', 'canvas');
      },
    });
  }

  private bannersTemplate(): TemplateResult {
    const { state } = this.editor;
    const { opened, notice } = state;
    return html`${
      opened?.readOnly === true
        ? banner({ kind: 'info', text: opened.readOnlyReason ?? 'This file is read-only.' }, 'lock')
        : nothing
    }${
      notice === undefined
        ? nothing
        : banner(notice, notice.kind, () => {
            state.notice = undefined;
            this.editor.changed('frame');
          })
    }`;
  }

  /** What stands in the place of everything while there is no sample to show. */
  private coverTemplate(): TemplateResult | typeof nothing {
    const { opened, failure } = this.editor.state;
    if (failure !== undefined) {
      return html`<div class="cover-text" role="alert">
        ${icon('error')}
        <h2>This file could not be opened</h2>
        <p>${failure}</p>
      </div>`;
    }
    if (opened === undefined) {
      return html`<div class="cover-text">
        <vscode-progress-ring></vscode-progress-ring>
        <p>Opening…</p>
      </div>`;
    }
    if (opened.rows > 0) return nothing;
    return html`<div class="cover-text">
      ${icon('list-selection')}
      <h2>${opened.name} holds no samples</h2>
      <p>Each line of a dataset is one sample: an image, a question, its answers, a caption and boxes.</p>
      ${
        opened.readOnly
          ? nothing
          : textButton({
              label: 'Add sample',
              press: () => {
                addFirst(this.editor);
              },
            })
      }
    </div>`;
  }

  private readonly toggleHelp = (): void => {
    const { state } = this.editor;
    state.helpOpen = !state.helpOpen;
    this.editor.redraw('frame', 'toolbar');
    if (state.helpOpen) this.shade.querySelector<HTMLElement>('.help')?.focus();
    else this.editor.focusImage();
  };

  private readonly key = (event: KeyboardEvent): void => {
    const [target] = event.composedPath();
    if (event.key !== '?' || target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement)
      return;
    event.preventDefault();
    this.toggleHelp();
  };
}

function pane(name: string): HTMLElement {
  const element = document.createElement('aside');
  element.className = `pane ${name}`;
  return element;
}

function banner({ kind, text }: Notice, symbol: string, dismiss?: () => void): TemplateResult {
  return html`<div class="banner ${kind}">
    ${icon(symbol)}<span class="banner-text">${text}</span>
    ${dismiss === undefined ? nothing : iconButton({ icon: 'close', name: 'Dismiss message', press: dismiss })}
  </div>`;
}
