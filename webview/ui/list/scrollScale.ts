/**
 * A browser lays out at most some 33 million pixels. A longer list is shown in a shorter scroller, and its
 * offset is scaled between the two: `virtual` pixels are the list's own, `physical` ones the scroller's.
 */
export const MAX_PHYSICAL = 15_000_000;

export interface Extent {
  /** Height of the whole list in virtual pixels. */
  readonly total: number;
  /** Height of the part that is seen. */
  readonly seen: number;
}

export const physicalHeight = ({ total }: Extent): number => Math.min(total, MAX_PHYSICAL);

/** Virtual pixels for one physical pixel of scrolling; 1 for a list that needs no scaling. */
export function ratio(extent: Extent): number {
  if (extent.total <= MAX_PHYSICAL) return 1;
  return (extent.total - extent.seen) / (MAX_PHYSICAL - extent.seen);
}

export const toPhysical = (virtual: number, extent: Extent): number => virtual / ratio(extent);
export const toVirtual = (physical: number, extent: Extent): number => physical * ratio(extent);
