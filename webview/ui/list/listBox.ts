import { html, nothing, render, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { styles } from '../styles.ts';
import { VirtualRows } from './virtualRows.ts';

/** What is shown of a list now. */
export interface Listing<Row> {
  readonly count: number;
  /** Undefined while the row is fetched. */
  readonly at: (index: number) => Row | undefined;
  readonly isSelected: (row: Row) => boolean;
  /** `place` puts the row's element where it belongs; its id is `idOf(index)`. */
  readonly row: (index: number, place: unknown, row: Row | undefined) => TemplateResult;
  readonly head: TemplateResult;
  readonly foot: TemplateResult;
  /** What stands in the place of the rows where there are none. */
  readonly empty: string;
}

/** A listbox of any length, with what stands above and below it. */
export class ListBox<Row> {
  readonly scroller = document.createElement('div');
  private readonly head = document.createElement('div');
  private readonly foot = document.createElement('div');
  private readonly virtual: VirtualRows;

  constructor(
    pane: HTMLElement,
    /** As it is read out. */
    name: string,
    private readonly changed: () => void,
  ) {
    this.head.className = 'list-head';
    this.foot.className = 'list-foot';
    this.scroller.className = 'list';
    this.scroller.tabIndex = 0;
    this.scroller.setAttribute('role', 'listbox');
    this.scroller.setAttribute('aria-label', name);
    pane.append(this.head, this.scroller, this.foot);
    this.virtual = new VirtualRows(this.scroller, changed);
  }

  idOf(index: number): string {
    return `row-${index}`;
  }

  /** Rows that fit into the list as it stands. */
  get perPage(): number {
    return this.virtual.perPage;
  }

  /** Brings a place of the list into view. */
  reveal(place: number): void {
    this.virtual.reveal(place);
    this.changed();
  }

  focus(): void {
    this.scroller.focus();
  }

  draw({ count, at, isSelected, row: draw, head, foot, empty }: Listing<Row>): void {
    this.virtual.count = count;
    const rows = this.virtual.rows.map((place) => ({ ...place, row: at(place.index) }));
    const selected = rows.find(({ row }) => row !== undefined && isSelected(row));
    if (selected === undefined) this.scroller.removeAttribute('aria-activedescendant');
    else this.scroller.setAttribute('aria-activedescendant', this.idOf(selected.index));
    render(head, this.head);
    render(
      html`<div class="list-extent" role="presentation" ${styles({ height: `${this.virtual.height}px` })}>
          ${repeat(
            rows,
            ({ index }) => index,
            ({ index, top, row }) => draw(index, styles({ transform: `translateY(${top}px)` }), row),
          )}
        </div>
        ${count === 0 && empty !== '' ? html`<p class="list-empty">${empty}</p>` : nothing}`,
      this.scroller,
    );
    render(foot, this.foot);
  }
}
