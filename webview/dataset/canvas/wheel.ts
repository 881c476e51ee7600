/** Of zoom, for one pixel of the wheel. */
const STEP = 1.0015;
/** Pixels that a wheel means by a line. */
const LINE = 32;
/** A pinch on a touchpad arrives as a wheel with Ctrl and deltas below this one; it goes so many times as far. */
const PINCH_DELTA = 40;
const PINCH_TIMES = 6;

/** What a turn of the wheel asks for: to zoom about the pointer, or to move the image by CSS pixels. */
export type WheelMeaning = { readonly factor: number } | { readonly dx: number; readonly dy: number };

/** `zooms` where the wheel zooms without a key; Shift then pans, Ctrl or ⌘ zoom always. */
export function readWheel(event: WheelEvent, zooms: boolean): WheelMeaning {
  const unit = event.deltaMode === event.DOM_DELTA_LINE ? LINE : 1;
  const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
  const chord = event.ctrlKey || event.metaKey;
  if (chord || (zooms && !event.shiftKey)) {
    const times = chord && Math.abs(dy) < PINCH_DELTA ? PINCH_TIMES : 1;
    return { factor: STEP ** (-dy * times) };
  }
  // With Shift a wheel of one axis moves sideways.
  return event.shiftKey && dx === 0 ? { dx: -dy, dy: 0 } : { dx: -dx, dy: -dy };
}
