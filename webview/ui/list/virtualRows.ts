import { observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { physicalHeight, toPhysical, toVirtual, type Extent } from './scrollScale.ts';

/** Height of a row in CSS pixels; the stylesheet's `.row` has the same. */
export const ROW_HEIGHT = 44;
const OVERSCAN = 6;

export interface ShownRow {
  readonly index: number;
  /** Where it stands in the scroller, in physical pixels. */
  readonly top: number;
}

/**
 * Which rows of a list of any length are in view. The virtualizer works in virtual pixels throughout; this
 * class carries the offset over to the scroller, whose own range may be shorter.
 */
export class VirtualRows {
  private readonly virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  private offset = 0;
  private report: ((offset: number, scrolling: boolean) => void) | undefined;
  /** What the scroller was last set to: its own rounding is then not taken for scrolling. */
  private written = 0;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly changed: () => void,
  ) {
    this.virtualizer = new Virtualizer<HTMLElement, HTMLElement>(this.options(0));
    this.virtualizer._didMount();
    this.virtualizer._willUpdate();
    scroller.addEventListener('wheel', this.wheel, { passive: false });
  }

  set count(count: number) {
    if (count === this.virtualizer.options.count) return;
    this.virtualizer.setOptions(this.options(count));
    this.virtualizer._willUpdate();
    this.scrollTo(Math.min(this.offset, Math.max(0, this.extent().total - this.extent().seen)));
  }

  get height(): number {
    return physicalHeight(this.extent());
  }

  get rows(): readonly ShownRow[] {
    // Rows keep their true distances from each other: only the block of them as a whole is carried over.
    const shift = toPhysical(this.offset, this.extent()) - this.offset;
    return this.virtualizer.getVirtualItems().map(({ index, start }) => ({ index, top: start + shift }));
  }

  /** Rows that fit into the list as it stands. */
  get perPage(): number {
    return Math.max(1, Math.floor(this.extent().seen / ROW_HEIGHT) - 1);
  }

  /** Scrolls as little as needed to show a row whole; a row far away is put in the middle. */
  reveal(index: number): void {
    const { seen } = this.extent();
    const top = index * ROW_HEIGHT;
    if (top >= this.offset && top + ROW_HEIGHT <= this.offset + seen) return;
    const near = top > this.offset - seen && top < this.offset + 2 * seen;
    if (!near) this.scrollTo(top - (seen - ROW_HEIGHT) / 2);
    else this.scrollTo(top < this.offset ? top : top + ROW_HEIGHT - seen);
  }

  private extent(): Extent {
    return {
      total: this.virtualizer.options.count * ROW_HEIGHT,
      seen: this.virtualizer.scrollRect?.height ?? 0,
    };
  }

  private scrollTo(virtual: number): void {
    const { total, seen } = this.extent();
    this.offset = Math.max(0, Math.min(virtual, total - seen));
    this.scroller.scrollTop = toPhysical(this.offset, this.extent());
    this.written = this.scroller.scrollTop;
    this.report?.(this.offset, false);
  }

  /** A notch of the wheel goes as far in a scaled list as in any other. */
  private readonly wheel = (event: WheelEvent): void => {
    if (this.extent().total === this.height || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? ROW_HEIGHT : 1;
    this.scrollTo(this.offset + event.deltaY * unit);
  };

  private options(count: number) {
    return {
      count,
      overscan: OVERSCAN,
      getScrollElement: () => this.scroller,
      estimateSize: () => ROW_HEIGHT,
      observeElementRect,
      observeElementOffset: (
        _instance: unknown,
        report: (offset: number, scrolling: boolean) => void,
      ): (() => void) => {
        this.report = report;
        report(this.offset, false);
        const scrolled = (): void => {
          if (this.scroller.scrollTop !== this.written) {
            this.offset = toVirtual(this.scroller.scrollTop, this.extent());
            this.written = this.scroller.scrollTop;
          }
          report(this.offset, false);
        };
        this.scroller.addEventListener('scroll', scrolled, { passive: true });
        return () => {
          this.scroller.removeEventListener('scroll', scrolled);
        };
      },
      // Offsets are set through `reveal` alone, which knows the scale.
      scrollToFn: () => undefined,
      onChange: () => {
        this.changed();
      },
    };
  }
}
