import { html, noChange, nothing, render, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { RowSummary, SortKey } from '../../../src/protocol/dataset.ts';
import { iconButton } from '../../ui/buttons.ts';
import { count, plural, reward } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import { openMenu } from '../../ui/menu.ts';
import { styles } from '../../ui/styles.ts';
import type { Editor } from '../editor.ts';
import { rowMenu } from '../rowActions.ts';
import { setQuery, step, type Rows } from '../rows.ts';
import { select } from '../samples.ts';
import { VirtualRows } from './virtualRows.ts';

const SORTS: readonly { readonly key: SortKey; readonly label: string }[] = [
  { key: 'file', label: 'Order in File' },
  { key: 'question', label: 'Question' },
  { key: 'boxes', label: 'Number of Boxes' },
  { key: 'problems', label: 'Severity of Problems' },
  { key: 'attainable', label: 'Attainable Reward' },
];
const FILTER_DELAY = 150;

/** The left pane: filter, sort and the virtual list of samples. */
export class ListView {
  private readonly scroller: HTMLElement;
  private readonly virtual: VirtualRows;
  private readonly head = document.createElement('div');
  private readonly foot = document.createElement('div');
  /** Set while what was typed is not yet the query: drawing must not put the older text back. */
  private filterTimer: number | undefined;

  constructor(
    pane: HTMLElement,
    private readonly editor: Editor,
    private readonly rows: Rows,
  ) {
    this.head.className = 'list-head';
    this.foot.className = 'list-foot';
    this.scroller = document.createElement('div');
    this.scroller.className = 'list';
    this.scroller.tabIndex = 0;
    this.scroller.setAttribute('role', 'listbox');
    this.scroller.setAttribute('aria-label', 'Samples');
    this.scroller.addEventListener('keydown', this.key);
    this.scroller.addEventListener('click', this.click);
    this.scroller.addEventListener('contextmenu', this.menu);
    pane.append(this.head, this.scroller, this.foot);
    this.virtual = new VirtualRows(this.scroller, () => {
      editor.changed('list');
    });
    editor.drawsWith('list', () => {
      this.draw();
    });
  }

  /** Brings the selected sample into view. */
  reveal(place: number): void {
    this.virtual.reveal(place);
    this.editor.changed('list');
  }

  focus(): void {
    this.scroller.focus();
  }

  private draw(): void {
    const { state } = this.editor;
    const listed = state.listed ?? 0;
    this.virtual.count = listed;
    const shown = this.virtual.rows.map((row) => ({ ...row, summary: this.rows.pages.at(row.index) }));
    const selected = shown.find(({ summary }) => summary !== undefined && summary.id === state.wanted);
    if (selected === undefined) this.scroller.removeAttribute('aria-activedescendant');
    else this.scroller.setAttribute('aria-activedescendant', `row-${selected.index}`);
    render(this.headTemplate(), this.head);
    render(
      html`<div class="list-extent" role="presentation" ${styles({ height: `${this.virtual.height}px` })}>
        ${repeat(
          shown,
          ({ index }) => index,
          ({ index, top, summary }) => this.rowTemplate(index, top, summary, listed),
        )}
      </div>`,
      this.scroller,
    );
    render(this.footTemplate(), this.foot);
  }

  private headTemplate(): TemplateResult {
    const { query } = this.editor.state;
    const sort = SORTS.find(({ key }) => key === query.sort) ?? SORTS[0];
    // The toolkit calls a field "Text field" once it is on the page: every draw after that says it again.
    return html`<vscode-text-field
        class="filter"
        placeholder="Filter samples"
        .ariaLabel=${live('Filter samples')}
        .value=${this.filterTimer === undefined ? query.text : noChange}
        @input=${this.filter}
        @keydown=${this.filterKey}
        ><span slot="start" class="codicon codicon-search"></span
      ></vscode-text-field>
      ${iconButton({
        icon: query.descending ? 'sort-precedence' : 'list-ordered',
        name: `Sort by: ${sort?.label ?? ''}`,
        pressed: query.sort !== 'file' || query.descending,
        press: this.sortMenu,
      })}`;
  }

  private footTemplate(): TemplateResult {
    const { opened, listed, query } = this.editor.state;
    const all = opened?.rows ?? 0;
    if (listed === undefined) return html`<vscode-progress-ring></vscode-progress-ring>Filtering…`;
    return query.text === ''
      ? html`${plural(all, 'sample')}`
      : html`${count(listed)} of ${plural(all, 'sample')}
        ${iconButton({
          icon: 'close',
          name: 'Clear filter',
          press: () => void setQuery(this.editor, this.rows, { ...query, text: '' }),
        })}`;
  }

  private rowTemplate(
    index: number,
    top: number,
    summary: RowSummary | undefined,
    listed: number,
  ): TemplateResult {
    const place = { transform: `translateY(${top}px)` };
    if (summary === undefined) {
      return html`<div class="row loading" id="row-${index}" role="presentation" ${styles(place)}></div>`;
    }
    const selected = summary.id === this.editor.state.wanted;
    const number = count(summary.position + 1);
    const title = summary.title === '' ? 'No question' : summary.title;
    return html`<div
      class="row ${selected ? 'selected' : ''} ${summary.state}"
      id="row-${index}"
      data-index=${index}
      role="option"
      aria-selected=${selected ? 'true' : 'false'}
      aria-label="Sample ${number}: ${title}${marks(summary)}"
      aria-setsize=${listed}
      aria-posinset=${index + 1}
      title=${title}
      ${styles(place)}
    >
      <span class="row-title ${summary.title === '' ? 'dim' : ''}" dir="auto">${title}</span>
      <span class="row-meta"
        ><span class="row-number">${number}</span
        ><span class="row-boxes"
          >${summary.state === 'ok' ? plural(summary.boxes, 'box', 'boxes') : 'not readable'}</span
        >${
          summary.attainable === undefined
            ? nothing
            : html`<span class="row-attainable" title=${ATTAINABLE}
                >${attainableText(summary.attainable)}</span
              >`
        }${summary.edited ? html`<span class="row-edited" title="Edited"></span>` : nothing}${
          summary.worst === undefined
            ? nothing
            : html`<span class="row-problem ${summary.worst}" title="Has problems"
                >${icon(summary.worst)}</span
              >`
        }</span
      >
    </div>`;
  }

  private readonly click = (event: MouseEvent): void => {
    const row = (event.target as Element).closest<HTMLElement>('.row');
    const id = this.rows.pages.idAt(Number(row?.dataset.index ?? -1));
    if (id !== undefined) void select(this.editor, id);
  };

  /** By mouse on a sample, or by the menu key on the selected one. */
  private readonly menu = (event: MouseEvent): void => {
    event.preventDefault();
    const target = event.target as Element;
    const row =
      target.closest<HTMLElement>('.row') ?? this.scroller.querySelector<HTMLElement>('.row.selected');
    const summary = row === null ? undefined : this.rows.pages.at(Number(row.dataset.index ?? -1));
    if (row !== null && summary !== undefined) rowMenu(this.editor, row, summary);
  };

  /** The list's own movements; the arrows would otherwise nudge boxes. */
  private readonly key = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const steps: Record<string, number> = {
      ArrowUp: -1,
      ArrowDown: 1,
      PageUp: -this.virtual.perPage,
      PageDown: this.virtual.perPage,
      Home: -Infinity,
      End: Infinity,
    };
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    void step(this.editor, this.rows, by);
  };

  private readonly filter = (event: Event): void => {
    const { value } = event.target as HTMLInputElement;
    window.clearTimeout(this.filterTimer);
    this.filterTimer = window.setTimeout(() => {
      this.filterTimer = undefined;
      void setQuery(this.editor, this.rows, { ...this.editor.state.query, text: value });
    }, FILTER_DELAY);
  };

  private readonly filterKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' || event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      event.stopPropagation();
      this.focus();
    }
  };

  private readonly sortMenu = (event: Event): void => {
    const { query } = this.editor.state;
    const set = (change: Partial<typeof query>): void => {
      void setQuery(this.editor, this.rows, { ...query, ...change });
    };
    openMenu(event.currentTarget as HTMLElement, 'Sort', [
      ...SORTS.map(({ key, label }) => ({
        label,
        checked: query.sort === key,
        run: () => {
          set({ sort: key, descending: key === 'boxes' || key === 'problems' });
        },
      })),
      'separator',
      {
        label: 'Descending',
        checked: query.descending,
        run: () => {
          set({ descending: !query.descending });
        },
      },
    ]);
  };
}

const ATTAINABLE = 'What the ground truth itself scores in total, written as a completion';

const attainableText = (total: number | null): string => (total === null ? 'not scored' : reward(total));

function marks({ edited, worst, state, attainable }: RowSummary): string {
  const said = [
    attainable === undefined ? '' : `attainable ${attainableText(attainable)}`,
    edited ? 'edited' : '',
    state === 'ok' ? '' : 'not readable',
    worst === undefined ? '' : `has ${worst === 'info' ? 'notes' : `${worst}s`}`,
  ].filter((mark) => mark !== '');
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
}
