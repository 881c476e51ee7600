/** What of the selected boxes the pointer is on. */
import { handleAt, type Handle, type Point } from '../../../src/core/geometry/handles.ts';
import type { Box } from '../../../src/core/sample.ts';
import { boxesOf } from '../layers.ts';
import type { State } from '../state.ts';
import { toScreen } from '../../ui/image/viewport.ts';

export type Grip = Handle | 'inside';

/** Half the side of a handle's hit area, in CSS pixels at any zoom. */
export const REACH = 7;

/** The pointer over each of them. */
export const CURSORS: Readonly<Record<Grip, string>> = {
  nw: 'nwse-resize',
  se: 'nwse-resize',
  ne: 'nesw-resize',
  sw: 'nesw-resize',
  n: 'ns-resize',
  s: 'ns-resize',
  e: 'ew-resize',
  w: 'ew-resize',
  inside: 'move',
};

/** A handle or the inside of what is selected, which goes before whatever else lies at `point` of the image. */
export function selectedGrip(state: State, point: Point): Grip | undefined {
  const { layer, indices } = state.selection;
  if (layer === 'proposal') return undefined;
  const boxes = boxesOf(state, layer);
  if (indices.length === 1) return gripOf(state, boxes[indices[0] ?? -1], point);
  // Several boxes are moved together; which of them a handle would resize could not be seen.
  return indices.some((index) => gripOf(state, boxes[index], point) !== undefined) ? 'inside' : undefined;
}

export function gripOf({ view }: State, box: Box | undefined, point: Point): Grip | undefined {
  if (box === undefined || view === undefined) return undefined;
  const [x, y] = toScreen(view, [point.x, point.y, point.x, point.y]);
  return handleAt(toScreen(view, box), { x, y }, REACH);
}
