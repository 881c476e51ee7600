import { html, nothing, type TemplateResult } from 'lit';
import type { RowSummary, SortKey } from '../../../src/protocol/dataset.ts';
import { iconButton } from '../../ui/buttons.ts';
import { count, plural, reward } from '../../ui/format.ts';
import { icon } from '../../ui/icon.ts';
import { FilterField } from '../../ui/list/filterField.ts';
import { ListBox } from '../../ui/list/listBox.ts';
import { sortButton, type Sorts } from '../../ui/list/sortButton.ts';
import type { Editor } from '../editor.ts';
import { rowMenu } from '../rowActions.ts';
import { setQuery, step, type Rows } from '../rows.ts';
import { select } from '../samples.ts';

const SORTS: Sorts<SortKey> = [
  { key: 'file', label: 'Order in File', descending: false },
  { key: 'question', label: 'Question', descending: false },
  { key: 'boxes', label: 'Number of Boxes', descending: true },
  { key: 'problems', label: 'Severity of Problems', descending: true },
  { key: 'attainable', label: 'Attainable Reward', descending: false },
];
const FILTER_DELAY = 150;

/** The left pane: filter, sort and the virtual list of samples. */
export class ListView {
  private readonly list: ListBox<RowSummary>;
  private readonly filter: FilterField;

  constructor(
    pane: HTMLElement,
    private readonly editor: Editor,
    private readonly rows: Rows,
  ) {
    this.list = new ListBox(pane, 'Samples', () => {
      editor.changed('list');
    });
    this.filter = new FilterField({
      name: 'Filter samples',
      delay: FILTER_DELAY,
      set: (text) => void setQuery(editor, rows, { ...editor.state.query, text }),
      leave: () => {
        this.focus();
      },
    });
    const { scroller } = this.list;
    scroller.addEventListener('keydown', this.key);
    scroller.addEventListener('click', this.click);
    scroller.addEventListener('contextmenu', this.menu);
    editor.drawsWith('list', () => {
      this.draw();
    });
  }

  /** Brings the selected sample into view. */
  reveal(place: number): void {
    this.list.reveal(place);
  }

  focus(): void {
    this.list.focus();
  }

  private draw(): void {
    const { listed = 0, wanted, query } = this.editor.state;
    this.list.draw({
      count: listed,
      at: (index) => this.rows.pages.at(index),
      isSelected: ({ id }) => id === wanted,
      row: (index, place, summary) => this.rowTemplate(index, place, summary, listed),
      head: html`${this.filter.template(query.text)}
      ${sortButton(SORTS, query, (sorting) => void setQuery(this.editor, this.rows, { ...query, ...sorting }))}`,
      foot: this.footTemplate(),
      empty:
        query.text === '' || this.editor.state.listed === undefined ? '' : 'No sample contains these words.',
    });
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
          press: () => {
            // The button goes with the filter.
            this.list.focus();
            void setQuery(this.editor, this.rows, { ...query, text: '' });
          },
        })}`;
  }

  private rowTemplate(
    index: number,
    place: unknown,
    summary: RowSummary | undefined,
    listed: number,
  ): TemplateResult {
    const id = this.list.idOf(index);
    if (summary === undefined) {
      return html`<div class="row loading" id=${id} role="presentation" ${place}></div>`;
    }
    const selected = summary.id === this.editor.state.wanted;
    const number = count(summary.position + 1);
    const title = summary.title === '' ? 'No question' : summary.title;
    return html`<div
      class="row ${selected ? 'selected' : ''} ${summary.state}"
      id=${id}
      data-index=${index}
      role="option"
      aria-selected=${selected ? 'true' : 'false'}
      aria-label="Sample ${number}: ${title}${marks(summary)}"
      aria-setsize=${listed}
      aria-posinset=${index + 1}
      title=${title}
      ${place}
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
      target.closest<HTMLElement>('.row') ?? this.list.scroller.querySelector<HTMLElement>('.row.selected');
    const summary = row === null ? undefined : this.rows.pages.at(Number(row.dataset.index ?? -1));
    if (row !== null && summary !== undefined) rowMenu(this.editor, row, summary);
  };

  /** The list's own movements; the arrows would otherwise nudge boxes. */
  private readonly key = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const steps: Record<string, number> = {
      ArrowUp: -1,
      ArrowDown: 1,
      PageUp: -this.list.perPage,
      PageDown: this.list.perPage,
      Home: -Infinity,
      End: Infinity,
    };
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    void step(this.editor, this.rows, by);
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
